"""What complaints asks of the other services, and what it has improved."""

from datetime import date
from typing import Annotated

from services.complaints.domain.words import Measure
from shared.events.declarations import Event


class RetestRequested(Event):
    """An instrument shall be examined again, by none of the verifiers in `other_than`; never leaves the four
    services, for it tells of whom somebody complained."""

    type = "complaints.retest.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: Annotated[str, "the case"]
    instrument_id: Annotated[str, "the instrument, by its id for life"]
    certificate_id: Annotated[str | None, "the paper that is disputed"]
    reason_code: Annotated[str, "why, as a word for programs"]
    other_than: Annotated[list[str], "codes of the verifiers who may not do it"]


class SuspensionRequested(Event):
    """A certificate should not be relied on while the complaint is looked into; the head decides. Never leaves
    the four services."""

    type = "complaints.suspension.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: Annotated[str, "the case"]
    certificate_id: Annotated[str, "the paper"]
    reason_code: Annotated[str, "why, as a word for programs"]


class ImprovementCompleted(Event):
    """A cause was acted upon, and the effect was measured."""

    type = "complaints.improvement.completed.v1"
    about = "improvement_id"

    improvement_id: Annotated[str, "the improvement"]
    complaint_id: Annotated[str | None, "the case that it comes from"]
    cause: Annotated[str, "code of the cause that was acted upon"]
    action: Annotated[str, Measure, "what was changed"]
    effective: Annotated[bool, "whether it helped"]
    checked_on: Annotated[date, "the day on which the effect was measured"]
