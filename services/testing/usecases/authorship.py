"""Finds a record that its own author may still change: who tested, or who corrects."""

from services.testing.domain.lifecycle import EXAMINATION, ExaminationState
from services.testing.storage import Examination
from services.testing.usecases.scopes import EXAMINATIONS
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden


def own(by: Actor, id: str, match: int | None) -> Examination:
    """The caller's record."""
    examination = Examination.visible(id, EXAMINATIONS.writing(by), match)
    if examination.author["sub"] != by.sub:
        raise Forbidden("not-your-examination", verifier=examination.author["code"])
    return examination


def editable(by: Actor, id: str, match: int | None) -> Examination:
    """The caller's record, not handed in yet."""
    examination = own(by, id, match)
    if examination.state != ExaminationState.RECORDED:
        raise Conflict("not-editable", state=examination.state, allowed=EXAMINATION.allowed(examination.state))
    return examination
