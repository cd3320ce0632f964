"""What every use case does with a case: find it, move it with its evidence, tell of it."""

from collections.abc import Collection, Mapping
from typing import Any

from services.complaints.domain import assignment
from services.complaints.domain import clocks as terms
from services.complaints.domain.evidence import Circumstance, check
from services.complaints.domain.lifecycle import COMPLAINT, Action
from services.complaints.domain.reopening import HEAD
from services.complaints.events import cases as events
from services.complaints.storage import (
    Complaint,
    Evidence,
    KnownPaper,
    KnownTest,
    Message,
    Note,
    Staff,
    log,
    profile,
    room,
    rules,
)  # fmt: skip
from shared import clock, history
from shared.actor import Actor
from shared.errors import Forbidden, NotFound

REPORTER = Actor("reporter", "pelapor", roles=frozenset({"reporter"}))
BY_REPORTER = (Action.ANSWER, Action.REOPEN, Action.WITHDRAW)
OFFICE, FROM_REPORTER = "office", "reporter"
TOLD = {
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


def seen(by: Actor, id: str, match: int | None = None) -> Complaint:
    """The case, unless the caller is complained of in it: for him there is no such case."""
    complaint = Complaint.find(id)
    if is_hidden(by, complaint):
        raise NotFound("not-found")
    return Complaint.find(id, match)


def is_hidden(by: Actor, complaint: Complaint) -> bool:
    """Whether the caller is a person complained of, or declared to be close to one."""
    person = Staff.of_account(by.sub)
    return person is not None and bool(assignment.conflicts(person.facts, involved(complaint)))


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
    if complaint.level >= HEAD and action not in BY_REPORTER and by.has("complaint_officer") and not by.has("head"):
        raise Forbidden("led-by-head", roles="head")
    target = COMPLAINT.move(complaint.state, action)
    marks = {"marks": marked(complaint, *(("reopened",) if action is Action.REOPEN else ()), target)}
    Evidence.create(complaint=complaint, action=action, by=by.sub, facts=brought)
    columns = {"stage": complaint.stage_in(target), **marks, **columns}
    history.move(room, complaint, COMPLAINT, action, by, set=columns)
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
    names = kind().fields
    log.emit(kind, **{name: facts[name] if name in facts else getattr(complaint, name) for name in names})


def say(complaint: Complaint, sender: str, by: Actor, text: str) -> Message:
    """Put a public message into the box; the case changes for both sides, and the first answer stops its clock."""
    message = Message.create(complaint=complaint, sender=sender, by=by.sub, text=text)
    first = sender == OFFICE and "answered" not in dict(complaint.marks)
    complaint.change(marks=marked(complaint, "answered") if first else complaint.marks)
    return message


def note(complaint: Complaint, by: Actor, text: str) -> Note:
    """Write something that only the office reads."""
    return Note.create(complaint=complaint, by=by.sub, text=text)


def clocks(complaint: Complaint) -> list[terms.Clock]:
    """The clocks of the case, counted by the rules in force when each began and the calendar of today."""
    return terms.clocks(complaint.days, rules.clocks(), complaint.priority, profile.calendar())


def disputed(complaint: Complaint) -> list[KnownTest]:
    """The examinations that the complaint is about, as far as testing and certificates have told of them."""
    about = complaint.about
    if paper := KnownPaper.named(about):
        found = [KnownTest.disputed(complaint, paper.instrument_id, paper.item_id)]
    elif about.get("instrument_id"):
        found = [KnownTest.disputed(complaint, about["instrument_id"])]
    else:
        instruments = KnownTest.instruments_of(about.get("application_number") or "")
        found = [KnownTest.disputed(complaint, instrument) for instrument in sorted(instruments)]
    return [test for test in found if test]


def involved(complaint: Complaint) -> set[str]:
    """Codes of the people complained of: named by the reporter, or known to have done the disputed examination."""
    return {*(test.verifier_code for test in disputed(complaint)), complaint.about.get("verifier_code") or ""} - {""}


def partial(complaint: Complaint) -> set[str]:
    """Codes of all who cannot judge: the people complained of, and whoever approved the disputed examination."""
    return involved(complaint) | {test.approved_by_code for test in disputed(complaint)} - {""}
