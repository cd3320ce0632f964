"""What testing tells its peers alone of the people behind examinations."""

from typing import Annotated

from services.testing.events import words
from shared.events.declarations import Event


class VerifierCoded(Event):
    """Under which code an account tests; told once it counts, for a code never passes to another account."""

    type = "testing.verifier.coded.v1"
    about = "verifier_id"
    internal = True

    verifier_id: Annotated[str, "the officer, in the register of testing"]
    account: Annotated[str, "the account under which he signs in"]
    code: Annotated[str, "the code under which others hear of him"]


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
