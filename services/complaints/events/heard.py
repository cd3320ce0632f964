"""What complaints reads of testing and certificates: only the fields it needs."""

import datetime
from dataclasses import field

from shared.events.declarations import Event


class VerifierCoded(Event):
    """Read from testing, internal: under which code an account tests."""

    type = "testing.verifier.coded.v1"
    about = "verifier_id"
    internal = True

    verifier_id: str
    account: str
    code: str


class AboutRetest(Event):
    """What every event of a test that we asked for holds."""

    about = "order_id"
    internal = True

    order_id: str


class RetestOpened(AboutRetest):
    """Read from testing, internal: a retest has an order."""

    type = "testing.retest.opened.v1"

    complaint_id: str


class RetestScheduled(AboutRetest):
    """Read from testing, internal: a retest has a date, or another one."""

    type = "testing.retest.scheduled.v1"
    newest = True

    date: datetime.date


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

    examination_id: str
    verdict: str
    tested_on: datetime.date


class AboutOrder(Event):
    """What every order event must hold for us. Once everybody heard of the orders that we had asked for; those events
    are still read, and all others are none of our business."""

    about = "order_id"

    order_id: str
    origin: str


class OrderOpened(AboutOrder):
    """Read from testing: a retest has an order."""

    type = "testing.order.opened.v1"

    complaint_id: str | None = None


class OrderScheduled(AboutOrder):
    """Read from testing: a retest has a date."""

    type = "testing.order.scheduled.v1"
    newest = True

    date: datetime.date


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

    reason_code: str


class ExaminationPassed(Event):
    """Read from testing: who examined what, and that it was found in order."""

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id: str
    version: int = 1
    order_id: str
    instrument_id: str
    item_id: str | None = None
    serial: str = ""
    application_id: str | None = None
    application_number: str | None = None
    complaint_id: str | None = None
    verifier_code: str
    approved_by_code: str | None = ""
    corrected_by: list[str] = field(default_factory=list)
    tested_on: datetime.date


class ExaminationFailed(ExaminationPassed):
    """Read from testing: the same, found not in order."""

    type = "testing.examination.failed.v1"


class CertificateIssued(Event):
    """Read from certificates: a paper is signed."""

    type = "certificates.certificate.issued.v1"
    about = "certificate_id"

    certificate_id: str
    number: str
    instrument_id: str
    item_id: str | None = None
    code_digest: str = ""


class CertificateChanged(Event):
    """Read from certificates: what has become of a paper."""

    about = "certificate_id"
    newest = True

    certificate_id: str
    number: str | None = ""
    instrument_id: str
    reason_code: str


class CertificateSuspended(CertificateChanged):
    type = "certificates.certificate.suspended.v1"


class CertificateReinstated(CertificateChanged):
    type = "certificates.certificate.reinstated.v1"


class CertificateRevoked(CertificateChanged):
    type = "certificates.certificate.revoked.v1"


class CertificateSuperseded(CertificateChanged):
    type = "certificates.certificate.superseded.v1"


class CertificateExpired(CertificateChanged):
    type = "certificates.certificate.expired.v1"


class CertificateVoided(CertificateChanged):
    type = "certificates.certificate.voided.v1"
