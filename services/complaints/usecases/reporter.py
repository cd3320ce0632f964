"""What the reporter can do with number and code, or with the link under the resolution."""

from collections.abc import Mapping
from typing import Any

from services.complaints.domain.evidence import words_in
from services.complaints.domain.lifecycle import COMPLAINT, Action, State
from services.complaints.domain.reopening import HEAD, check_window, level_after
from services.complaints.domain.words import DESK
from services.complaints.storage import Complaint, Message, Topic, context, profile, rules, transaction
from services.complaints.usecases import by_code, involvement, quotas, reporter_confirmation
from services.complaints.usecases.cases import BY_REPORTER, FROM_REPORTER, OFFICE, REPORTER, clocks, handled, say, take
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Forbidden

Brought = dict[str, Any]
OWN_WORD = (Action.ANSWER, Action.WITHDRAW)  # which nobody of the office may be able to say in the reporter's place


def answer(by: Actor, id: str, match: int, secret: str, brought: Brought) -> Complaint:
    """The reporter rates the resolution; `secret` is the tracking code or the token of the feedback link."""
    reading = _reading(Action.ANSWER, brought)
    with transaction():
        Topic.alone()
        return _answered(by_code.of_id_or_link(by, id, secret, match), brought, reading)


def feedback(by: Actor, token: str, brought: Brought) -> Complaint:
    """The same from the feedback link; an answered case gives no second answer."""
    reading = _reading(Action.ANSWER, brought)
    with transaction():
        Topic.alone()
        return _answered(by_code.of_link(by, token), brought, reading)


def reopen(by: Actor, id: str, match: int, code: str, brought: Brought) -> Complaint:
    """Inside the window the case goes back to handling; from the second time on the head leads it. What was withdrawn
    begins anew, at any time; what others withdrew in the reporter's name counts as no reopening, and the head leads it.
    """
    reading = _reading(Action.REOPEN, brought)
    with transaction():
        Topic.alone()
        who, complaint = _party(by, id, match, code)
        COMPLAINT.move(complaint.state, Action.REOPEN)
        leads = _leads_again(complaint)
        if reporter_confirmation.is_heard(who, complaint, Action.REOPEN, brought):
            lost = {"feedback_token": None, "feedback_digest": None}
            take(who, complaint, Action.REOPEN, brought, **leads, **lost)
        involvement.add(complaint, reading, who)
        return complaint


def withdraw(by: Actor, id: str, match: int, code: str, brought: Brought) -> Complaint:
    """The reporter takes the complaint back, himself or through two of the office."""
    reading = _reading(Action.WITHDRAW, brought)
    with transaction():
        Topic.alone()
        who, complaint = _party(by, id, match, code)
        if who is REPORTER:
            _check_own_word(complaint)
        if reporter_confirmation.is_heard(who, complaint, Action.WITHDRAW, brought):
            take(who, complaint, Action.WITHDRAW, brought)
            say(complaint, OFFICE, who, rules.told("withdraw"))
        involvement.add(complaint, reading, who)
        return complaint


def is_unnamed(_: Mapping[str, Any], by: Actor) -> bool:
    """Whoever shows the code is the reporter, whatever account he has beside it; one of the office is refused."""
    return not by_code.is_office(by)


def write(by: Actor, number: str, code: str, text: str) -> Message:
    """The reporter writes into the box by his code."""
    reading = involvement.read({}, text)
    with transaction():
        Topic.alone()
        complaint = by_code.of_number(by, number, code)
        quotas.check_message(complaint)
        message = say(complaint, FROM_REPORTER, REPORTER, text)
        reporter_confirmation.stop(complaint)
        involvement.add(complaint, reading, REPORTER)
        audit_trail.record(context, complaint, "write_by_code", REPORTER)
        return message


def reopen_until(complaint: Complaint) -> Any:
    """The last day on which the case can be reopened; None when no resolution was delivered."""
    return next((one.due.on for one in clocks(complaint) if one.code == "reopening" and not one.stopped), None)


def may(complaint: Complaint) -> list[Action]:
    """What the reporter may do by his code now."""
    until = reopen_until(complaint)
    able = [action for action in BY_REPORTER if COMPLAINT.can(complaint.state, action)]
    shut = {*(OWN_WORD if complaint.is_code_shown else ())}
    if complaint.state != State.WITHDRAWN and (until is None or until < context.today()):
        shut.add(Action.REOPEN)
    return [action for action in able if action not in shut]


def _leads_again(complaint: Complaint) -> Brought:
    """Who leads the case that is opened again; refused when it cannot be."""
    if complaint.state == State.WITHDRAWN and not reporter_confirmation.is_his_own(complaint):
        return {"level": HEAD}
    if complaint.state != State.WITHDRAWN:
        told = reporter_confirmation.waiting(complaint, Action.REOPEN)
        check_window(profile.day(told.created_at) if told else context.today(), reopen_until(complaint))
    times = complaint.reopened + 1
    return {"reopened": times, "level": max(complaint.level, level_after(times, rules.reopening(context.today())))}


def _check_own_word(complaint: Complaint) -> None:
    """What ends or judges the case takes a code, or a link found by it, that nobody of the office was shown."""
    if complaint.is_code_shown:
        raise Forbidden("code-not-yours-alone", roles="")


def _answered(complaint: Complaint, brought: Brought, reading: involvement.Reading) -> Complaint:
    _check_own_word(complaint)
    facts = {"rating": brought.get("rating"), "rating_words": brought.get("words")}
    take(REPORTER, complaint, Action.ANSWER, brought, **facts)
    involvement.add(complaint, reading, REPORTER)
    return complaint


def _reading(action: Action, brought: Brought) -> involvement.Reading:
    return involvement.read({}, *words_in(action, brought))


def _party(by: Actor, id: str, match: int, code: str) -> tuple[Actor, Complaint]:
    """The reporter with his code, or an officer of the complaints desk for him, without it and under his own name."""
    if by.has(*DESK) and not code:
        return by, handled(by, id, match)
    return REPORTER, by_code.of_id(by, id, code, match)
