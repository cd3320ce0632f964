"""The steps that the office takes with a case, from verification to the evaluation."""

from typing import Any

from services.complaints.domain.assignment import unfit
from services.complaints.domain.evidence import check, words_in
from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint, Message, Staff, Topic, context, rules, store, transaction
from services.complaints.usecases import involvement, unattended
from services.complaints.usecases.cases import OFFICE, handled, is_reporter, say, take
from shared import ids
from shared.auth.actor import Actor
from shared.errors import Conflict, Invalid

Brought = dict[str, Any]


def verify(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 2: it is authentic and matters, or not; what was looked into; the problem and its cause."""
    reading = involvement.read({}, *words_in(Action.VERIFY, brought))
    with transaction():
        Topic.alone()
        check_causes(root_cause_code=brought.get("root_cause_code"))
        cause = {"cause": code} if (code := brought.get("root_cause_code")) else {}
        complaint = take(by, handled(by, id, match), Action.VERIFY, brought, **cause)
        involvement.add(complaint, reading, by)
        return complaint


def dismiss(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """The complaint is not pursued; needs the evidence of verification, and the reporter is told why."""
    reading = involvement.read({}, *words_in(Action.DISMISS, brought))
    with transaction():
        Topic.alone()
        check_causes(root_cause_code=brought.get("root_cause_code"))
        complaint = _ended(by, handled(by, id, match), Action.DISMISS, brought)
        involvement.add(complaint, reading, by)
        return complaint


def transfer(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Another agency is competent; the reporter is told which."""
    with transaction():
        return _ended(by, unattended.referred(by, id, match), Action.TRANSFER, brought)


def classify(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 3: type and severity; the matrix makes the priority, which sets the clocks."""
    with transaction():
        complaint = handled(by, id, match)
        check(complaint.state, Action.CLASSIFY, brought)
        type_, severity = brought["type"], brought["severity"]
        priority = rules.priority(type_, severity, context.today())
        kept = {**brought, "priority": priority}
        return take(by, complaint, Action.CLASSIFY, kept, type=type_, severity=severity, priority=priority)


def assign(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 4: somebody with the skill that the type needs, who is not involved, and why this person."""
    with transaction():
        complaint = handled(by, id, match)
        check(complaint.state, Action.ASSIGN, brought)
        person = Staff.named(brought["staff_id"], "/staff_id")
        own = is_reporter(complaint, person.subject, person.name) or complaint.is_code_shown_to(person.subject)
        involved = own or complaint.involves(person) or not person.is_coded
        if faults := unfit(person.facts, rules.skill(complaint.type), involved):
            raise Conflict("assignee-unfit", errors=faults, skill=rules.skill(complaint.type))
        return take(by, complaint, Action.ASSIGN, brought, assignee=person)


def start(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 4: the plan, and work begins."""
    return _taken(by, id, match, Action.START, brought)


def report_done(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 5: what was done; from now on its effect is watched."""
    return _taken(by, id, match, Action.REPORT_DONE, brought)


def resume(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """It did not work: back to handling, and why."""
    return _taken(by, id, match, Action.RESUME, brought)


def resolve(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """Stage 6: the effect was checked, the reporter was spoken to, the resolution is delivered as a message."""
    with transaction():
        complaint, token = handled(by, id, match), ids.code()
        spoken = {"messages": messages_since_opened(complaint)}
        columns = {"feedback_token": token, "feedback_digest": store.vault.digest(token), "rating": None}
        take(by, complaint, Action.RESOLVE, {**brought, **spoken}, resolution=brought.get("resolution"), **columns)
        say(complaint, OFFICE, by, brought["resolution"])
        return complaint


def messages_since_opened(complaint: Complaint) -> list[str]:
    """Ids of the office's messages to the reporter since the case was (last) opened."""
    since = next((at for mark, at in reversed(complaint.marks) if mark == "reopened"), "")
    rows = Message.select().where(
        Message.complaint == complaint.id, Message.sender == OFFICE, Message.created_at >= since
    )
    return [row.id for row in rows.order_by(Message.id)]


def check_causes(**codes: str | None) -> None:
    """Causes are counted, so only those of the catalogue may be named."""
    known = rules.catalogue("cause")
    if wrong := [name for name, code in codes.items() if code and code not in known]:
        errors = [{"pointer": f"/{name.replace('__', '/')}", "code": "unknown-cause"} for name in wrong]
        raise Invalid("unknown-cause", errors=errors, known=", ".join(known))


def _taken(by: Actor, id: str, match: int, action: Action, brought: Brought) -> Complaint:
    with transaction():
        return take(by, handled(by, id, match), action, brought)


def _ended(by: Actor, complaint: Complaint, action: Action, brought: Brought) -> Complaint:
    """Every ending tells the reporter."""
    take(by, complaint, action, brought)
    say(complaint, OFFICE, by, brought["message"])
    return complaint
