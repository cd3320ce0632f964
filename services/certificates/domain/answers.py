"""The seven answers of public verification, from what the register says on a day."""

from datetime import date
from enum import StrEnum

from services.certificates.domain.lifecycle import State


class Answer(StrEnum):
    """All that anybody can be told of a paper."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


ANSWERS = {
    State.AWAITING_SIGNATURE: Answer.UNKNOWN,  # nothing has been issued yet
    State.VOID: Answer.UNKNOWN,  # nothing ever was
    State.VALID: Answer.VALID,
    State.IN_FORCE: Answer.REJECTED,
    State.SUSPENDED: Answer.SUSPENDED,
    State.REVOKED: Answer.REVOKED,
    State.SUPERSEDED: Answer.SUPERSEDED,
    State.EXPIRED: Answer.EXPIRED,
}


def answer(state: str, valid_until: date | None, today: date) -> Answer:
    """What holds on `today`: the last day ends at the office's midnight, whether or not the clock's work is done."""
    if over(state, valid_until, today):
        return Answer.EXPIRED
    return ANSWERS[State(state)]


def over(state: str, valid_until: date | None, today: date) -> bool:
    """Whether a paper that held until `valid_until` is past its last day."""
    return state in (State.VALID, State.SUSPENDED) and valid_until is not None and valid_until < today
