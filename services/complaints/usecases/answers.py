"""What the reporter can do with number and code, or with the link under the resolution."""

import hmac
from typing import Any

from services.complaints.domain.lifecycle import COMPLAINT, Action
from services.complaints.domain.reopening import check_window, level_after
from services.complaints.storage import Complaint, Message, room, rules, store, transaction
from services.complaints.usecases.cases import FROM_REPORTER, OFFICE, REPORTER, clocks, say, seen, take
from shared.actor import Actor
from shared.errors import NotFound
from shared.ids import normal

Brought = dict[str, Any]


def answer(id: str, match: int, secret: str, brought: Brought) -> Complaint:
    """The reporter rates the resolution; `secret` is the tracking code or the token of the feedback link."""
    with transaction():
        complaint = Complaint.find(id)
        if not (complaint.opens_with(secret) or _fits(complaint, secret)):
            raise NotFound("not-found")
        return _answered(Complaint.find(id, match), brought)


def feedback(token: str, brought: Brought) -> Complaint:
    """The same from the feedback link; an answered case gives no second answer."""
    with transaction():
        return _answered(Complaint.of_token(token), brought)


def reopen(by: Actor, id: str, match: int, code: str, brought: Brought) -> Complaint:
    """Inside the window the case goes back to handling; from the second time on the head leads it."""
    with transaction():
        who, complaint = _party(by, id, match, code)
        COMPLAINT.move(complaint.state, Action.REOPEN)
        check_window(room.today(), reopen_until(complaint))
        times = complaint.reopened + 1
        level = level_after(times, rules.reopening(room.today()))
        lost = {"feedback_token": None, "feedback_digest": None}
        return take(who, complaint, Action.REOPEN, brought, reopened=times, level=level, **lost)


def withdraw(by: Actor, id: str, match: int, code: str, brought: Brought) -> Complaint:
    """The reporter takes the complaint back, himself or through an officer."""
    with transaction():
        who, complaint = _party(by, id, match, code)
        take(who, complaint, Action.WITHDRAW, brought)
        say(complaint, OFFICE, who, rules.told("withdraw"))
        return complaint


def write(number: str, code: str, text: str) -> Message:
    """The reporter writes into the box; nothing but the code is asked for."""
    with transaction():
        return say(Complaint.tracked(number, code), FROM_REPORTER, REPORTER, text)


def reopen_until(complaint: Complaint) -> Any:
    """The last day on which the case can be reopened; None when no resolution was delivered."""
    return next((one.due.on for one in clocks(complaint) if one.code == "reopening" and not one.stopped), None)


def _answered(complaint: Complaint, brought: Brought) -> Complaint:
    facts = {"rating": brought.get("rating"), "rating_words": brought.get("words")}
    return take(REPORTER, complaint, Action.ANSWER, brought, **facts)


def _fits(complaint: Complaint, token: str) -> bool:
    digest = complaint.feedback_digest or ""
    return bool(digest) and hmac.compare_digest(digest, store.vault.digest(normal(token)))


def _party(by: Actor, id: str, match: int, code: str) -> tuple[Actor, Complaint]:
    """The reporter with his code, or an officer of the complaints desk for him."""
    if by.has("complaint_officer", "head"):
        return by, seen(by, id, match)
    if not Complaint.find(id).opens_with(code):
        raise NotFound("not-found")
    return REPORTER, Complaint.find(id, match)
