"""What intake reads of testing and certificates: only the fields it needs."""

import datetime

from shared.events.declarations import Event


class AboutOrder(Event):
    """What every order event must hold for us; orders from complaints have no item."""

    about = "order_id"

    order_id: str
    item_id: str | None = None


class OrderScheduled(AboutOrder):
    """Read from testing: an item has a date."""

    type = "testing.order.scheduled.v1"
    newest = True

    cause: str
    session_id: str
    date: datetime.date


class OrderRescheduled(OrderScheduled):
    """Read from testing: an item has another date."""

    type = "testing.order.rescheduled.v1"


class OrderMissed(AboutOrder):
    """Read from testing: the instrument was not there."""

    type = "testing.order.missed.v1"
    newest = True


class OrderReleased(AboutOrder):
    """Read from testing: the date fell away through no fault of the applicant."""

    type = "testing.order.released.v1"
    newest = True


class OrderCancelled(AboutOrder):
    """Read from testing: the item will not be tested."""

    type = "testing.order.cancelled.v1"

    reason_code: str


class OrderCancelRefused(AboutOrder):
    """Read from testing: too late to take the item back."""

    type = "testing.order.cancel_refused.v1"

    reason_code: str


class ExaminationPassed(Event):
    """Read from testing: the instrument was found in order."""

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id: str
    item_id: str | None = None
    version: int
    tested_on: datetime.date
    retest_until: datetime.date | None = None


class ExaminationFailed(ExaminationPassed):
    """Read from testing: the instrument was rejected; a retest may be granted."""

    type = "testing.examination.failed.v1"


class CertificateIssued(Event):
    """Read from certificates: the paper is signed."""

    type = "certificates.certificate.issued.v1"
    about = "certificate_id"

    certificate_id: str
    number: str
    kind: str
    instrument_id: str
    item_id: str | None = None
    valid_until: datetime.date | None = None


class CertificateChanged(Event):
    """Read from certificates: what stands in `state` now."""

    about = "certificate_id"
    newest = True

    certificate_id: str
    number: str
    instrument_id: str
    reason_code: str


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
