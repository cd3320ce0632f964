"""What complaints asks of the other services, and what it has improved."""

from datetime import date

from shared.events.declarations import Event


class RetestRequested(Event):
    """An instrument shall be examined again, by none of the verifiers in `other_than`; never leaves the four
    services, for it tells of whom somebody complained."""

    type = "complaints.retest.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: str
    instrument_id: str
    certificate_id: str | None
    reason_code: str
    other_than: list[str]


class SuspensionRequested(Event):
    """A certificate should not be relied on while the complaint is looked into; the head decides. Never leaves
    the four services."""

    type = "complaints.suspension.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: str
    certificate_id: str
    reason_code: str


class ImprovementCompleted(Event):
    """A cause was acted upon, and the effect was measured."""

    type = "complaints.improvement.completed.v1"
    about = "improvement_id"

    improvement_id: str
    complaint_id: str | None
    cause: str
    action: str
    effective: bool
    checked_on: date
