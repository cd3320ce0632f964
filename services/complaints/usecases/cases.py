"""What every use case does with a case: find it, move it with its evidence, tell of it."""

from collections.abc import Collection, Mapping
from typing import Any

from services.complaints.domain import clocks as terms
from services.complaints.domain.evidence import Circumstance, check
from services.complaints.domain.lifecycle import COMPLAINT, Action, State
from services.complaints.domain.reopening import HEAD as LED_BY_HEAD
from services.complaints.domain.words import HEAD
from services.complaints.events import cases as events
from services.complaints.storage import (
    Complaint,
    Evidence,
    Message,
    Note,
    Staff,
    context,
    find_visible,
    is_acted_in_by,
    log,
    profile,
    rules,
)
from services.complaints.usecases import claims
from shared import clock
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import is_person
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden
from shared.events.declarations import schema_of

REPORTER = Actor("reporter", "pelapor", roles=frozenset({"reporter"}))
BY_REPORTER = (Action.CONFIRM, Action.ANSWER, Action.REOPEN, Action.WITHDRAW)
OFFICE, FROM_REPORTER = "office", "reporter"
TOLD = {
    Action.CONFIRM: (events.ComplaintReceived,),
    Action.TAKE_IN: (events.ComplaintReceived,),
    Action.LAPSE: (),
    Action.VERIFY: (events.ComplaintVerified,),
    Action.DISMISS: (events.ComplaintDismissed,),
    Action.CLASSIFY: (events.ComplaintClassified,),
    Action.ASSIGN: (events.ComplaintAssigned,),
    Action.START: (events.ComplaintHandlingStarted,),
    Action.REPORT_DONE: (events.ComplaintMonitored,),
    Action.RESUME: (events.ComplaintHandlingStarted,),
    Action.RESOLVE: (events.ComplaintResolved,),
    Action.ANSWER: (events.ComplaintReporterAnswered, events.ComplaintClosed),
    Action.TIME_OUT: (events.ComplaintClosed,),
    Action.EVALUATE: (events.ComplaintEvaluated,),
    Action.REOPEN: (events.ComplaintReopened,),
    Action.TRANSFER: (events.ComplaintTransferred,),
    Action.WITHDRAW: (events.ComplaintWithdrawn,),
}


def seen(by: Actor, id: str) -> Complaint:
    """The case, unless the caller may not know of it: for him there is no such case."""
    return find_visible(by, id)


def handled(by: Actor, id: str, match: int | None = None) -> Complaint:
    """The case for whoever does something with it in the name of the office: never the one who complains in it, never
    somebody who had a hand in what is disputed or was shown the code of the reporter, and from the second reopening on
    only the head."""
    found = _impartial(by, id)
    if found.is_code_shown_to(by.sub):
        raise Forbidden("code-shown-to-you", roles="")
    return found if match is None else Complaint.find(id, match)


def _impartial(by: Actor, id: str) -> Complaint:
    found, me = as_office(by, id), Staff.of_account(by.sub)
    if me and found.involves(me):
        raise Forbidden("conflict-of-interest", roles="")
    if found.level >= LED_BY_HEAD and not by.has(HEAD):
        raise Forbidden("led-by-head", roles=HEAD)
    return found


def as_office(by: Actor, id: str) -> Complaint:
    """The case for whoever learns or does what is not for its reporter."""
    found, me = find_visible(by, id), Staff.of_account(by.sub)
    if is_reporter(found, by.sub, by.name) or (me and is_reporter(found, by.sub, me.name)):
        raise Forbidden("own-complaint", roles="")
    return found


def decided(by: Actor, id: str, match: int) -> Complaint:
    """The same for who decides something about the case beside its life cycle: not when it has ended."""
    return going_on(handled(by, id, match))


def shown_to(by: Actor, id: str, match: int) -> Complaint:
    """The case for whoever is shown a new code of its reporter: by it he could speak as the reporter, so nobody who has
    done anything in the case, and he does nothing in it from then on."""
    _impartial(by, id)
    found = going_on(Complaint.find(id, match))
    if is_acted_in_by(found, by.sub):
        raise Forbidden("acted-here", roles="")
    return found


def going_on(complaint: Complaint) -> Complaint:
    if not COMPLAINT.allowed(complaint.state):
        raise Conflict("case-ended", state=complaint.state, allowed=[])
    return complaint


def is_reporter(complaint: Complaint, sub: str, name: str) -> bool:
    """Whether this account lodged it, or its reporter bears this name; of an anonymous one nobody can tell."""
    told = (complaint.reporter or {}).get("name") or ""
    return complaint.is_lodged_by(sub) or (bool(told) and is_person(Actor(sub, name), "", told))


def take(
    by: Actor,
    complaint: Complaint,
    action: Action,
    brought: Mapping[str, Any],
    given: Collection[Circumstance] = (),
    **columns: Any,
) -> Complaint:
    """Take one step of the life cycle: refuse it or write state, mark, evidence and history, and tell it."""
    check(complaint.state, action, brought, given)
    claims.check_end(by, complaint, action)
    target = COMPLAINT.move(complaint.state, action)
    marks = {"marks": marked(complaint, *(("reopened",) if action is Action.REOPEN else ()), target)}
    Evidence.create(complaint=complaint, action=action, by=by.sub, facts=brought)
    columns = {"stage": complaint.stage_in(target), **marks, **columns}
    audit_trail.move(context, complaint, COMPLAINT, action, by, set=columns)
    for kind in TOLD[action]:
        tell(kind, complaint)
    return complaint


def marked(complaint: Complaint, *marks: str) -> list[list[str]]:
    """The marks of the case with `marks` set now."""
    return [*complaint.marks, *([str(mark), clock.rfc3339(clock.now())] for mark in marks)]


def tell(kind: Any, complaint: Complaint, **more: Any) -> None:
    """Emit an event about the case with everything its declaration asks for."""
    facts = {
        "complaint_id": complaint.id,
        "complaint_type": complaint.type,
        "clocks": {one.code: one.due.on for one in clocks(complaint) if one.stopped is None},
        **more,
    }
    names = schema_of(kind).fields
    log.emit(kind, **{name: facts[name] if name in facts else getattr(complaint, name) for name in names})


def say(complaint: Complaint, sender: str, by: Actor, text: str) -> Message:
    """Put a public message into the box; the case changes for both sides, and the first answer stops its clock."""
    message = Message.create(complaint=complaint, sender=sender, by=by.sub, text=text)
    since = [mark for mark, _ in complaint.marks]
    begun = max((at for at, mark in enumerate(since) if mark == State.RECEIVED), default=0)
    first = sender == OFFICE and "answered" not in since[begun:]
    complaint.change(marks=marked(complaint, "answered") if first else complaint.marks)
    return message


def inform(complaint: Complaint, by: Actor, occasion: str) -> None:
    """Tell the reporter, in fixed words, what was done to his case; that is no answer to what he complains of."""
    Message.create(complaint=complaint, sender=OFFICE, by=by.sub, text=rules.told(occasion))
    complaint.change()


def note(complaint: Complaint, by: Actor, text: str) -> Note:
    """Write something that only the office reads."""
    return Note.create(complaint=complaint, by=by.sub, text=text)


def clocks(complaint: Complaint) -> list[terms.Clock]:
    """The clocks of the case, counted by the rules in force when each began and the calendar of today."""
    return terms.clocks(complaint.days, rules.clocks(), complaint.priority, profile.calendar())
