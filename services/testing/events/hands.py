"""What testing tells certificates alone of the people behind an examination."""

from shared.events.declarations import Event


class ExaminationHandled(Event):
    """Which accounts tested and corrected it, and from which it is kept, because a complaint asked for it."""

    type = "testing.examination.handled.v1"
    about = "examination_id"
    internal = True

    examination_id: str
    version: int
    hands: list[str]
    kept_from: list[str]
    kept: bool
