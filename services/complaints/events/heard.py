"""What complaints reads of testing and certificates: only the fields it needs."""

from marshmallow import fields

from shared.events.envelope import Event


class AboutRetest(Event):
    """What every event of a test that we asked for holds."""

    about = "order_id"
    internal = True

    order_id = fields.String(required=True)


class RetestOpened(AboutRetest):
    """Read from testing, internal: a retest has an order."""

    type = "testing.retest.opened.v1"

    complaint_id = fields.String(required=True)


class RetestScheduled(AboutRetest):
    """Read from testing, internal: a retest has a date, or another one."""

    type = "testing.retest.scheduled.v1"
    newest = True

    date = fields.Date(required=True)


class RetestReleased(AboutRetest):
    """Read from testing, internal: the date fell away, or the instrument was not there."""

    type = "testing.retest.released.v1"
    newest = True


class RetestCancelled(AboutRetest):
    """Read from testing, internal: there will be no retest."""

    type = "testing.retest.cancelled.v1"


class RetestExamined(AboutRetest):
    """Read from testing, internal: which examination answers what we asked."""

    type = "testing.retest.examined.v1"

    examination_id = fields.String(required=True)
    verdict = fields.String(required=True)
    tested_on = fields.Date(required=True)


class AboutOrder(Event):
    """What every order event must hold for us. Once everybody heard of the orders that we had asked for; those events
    are still read, and all others are none of our business."""

    about = "order_id"

    order_id = fields.String(required=True)
    origin = fields.String(required=True)


class OrderOpened(AboutOrder):
    """Read from testing: a retest has an order."""

    type = "testing.order.opened.v1"

    complaint_id = fields.String(allow_none=True, load_default=None)


class OrderScheduled(AboutOrder):
    """Read from testing: a retest has a date."""

    type = "testing.order.scheduled.v1"
    newest = True

    date = fields.Date(required=True)


class OrderRescheduled(OrderScheduled):
    """Read from testing: a retest has another date."""

    type = "testing.order.rescheduled.v1"


class OrderMissed(AboutOrder):
    """Read from testing: the instrument was not there."""

    type = "testing.order.missed.v1"
    newest = True


class OrderReleased(AboutOrder):
    """Read from testing: the date fell away."""

    type = "testing.order.released.v1"
    newest = True


class OrderCancelled(AboutOrder):
    """Read from testing: there will be no retest."""

    type = "testing.order.cancelled.v1"

    reason_code = fields.String(required=True)


class ExaminationPassed(Event):
    """Read from testing: who examined what, and that it was found in order."""

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id = fields.String(required=True)
    version = fields.Integer(load_default=1)
    order_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(allow_none=True, load_default=None)
    application_number = fields.String(allow_none=True, load_default=None)
    complaint_id = fields.String(allow_none=True, load_default=None)
    verifier_code = fields.String(required=True)
    approved_by_code = fields.String(allow_none=True, load_default="")
    corrected_by = fields.List(fields.String(), load_default=list)
    tested_on = fields.Date(required=True)


class ExaminationFailed(ExaminationPassed):
    """Read from testing: the same, found not in order."""

    type = "testing.examination.failed.v1"


class CertificateIssued(Event):
    """Read from certificates: a paper is signed."""

    type = "certificates.certificate.issued.v1"
    about = "certificate_id"

    certificate_id = fields.String(required=True)
    number = fields.String(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(allow_none=True, load_default=None)
    code_digest = fields.String(load_default="")


class CertificateChanged(Event):
    """Read from certificates: what has become of a paper."""

    about = "certificate_id"
    newest = True

    certificate_id = fields.String(required=True)
    number = fields.String(allow_none=True, load_default="")
    instrument_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class CertificateSuspended(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.suspended.v1"


class CertificateReinstated(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.reinstated.v1"


class CertificateRevoked(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.revoked.v1"


class CertificateSuperseded(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.superseded.v1"


class CertificateExpired(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.expired.v1"


class CertificateVoided(CertificateChanged):
    """Read from certificates."""

    type = "certificates.certificate.voided.v1"
