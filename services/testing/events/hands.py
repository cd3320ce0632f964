"""What testing tells certificates alone of the people behind an examination."""

from typing import Annotated

from services.testing.events import words
from shared.events.declarations import Event


class ExaminationHandled(Event):
    """Which accounts tested and corrected it, and from which it is kept, because a complaint asked for it."""

    type = "testing.examination.handled.v1"
    about = "examination_id"
    internal = True

    examination_id: words.ExaminationId
    version: words.Version
    hands: Annotated[list[str], "accounts of those who tested and corrected"]
    kept_from: Annotated[list[str], "accounts of verifiers to whom it is not there"]
    kept: Annotated[bool, "whether it is kept from anybody"]
