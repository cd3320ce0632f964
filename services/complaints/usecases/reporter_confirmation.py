"""What an officer says in the reporter's name, heard by telephone or at the counter: it counts when a second person of
the office says it too, and each word that the reporter writes in between stops it."""

from typing import Any

from services.complaints.domain.evidence import check
from services.complaints.domain.lifecycle import Action
from services.complaints.domain.words import OFFICE_CHANNELS
from services.complaints.storage import Complaint, Evidence, Staff, context
from services.complaints.usecases import quotas
from services.complaints.usecases.cases import REPORTER, inform
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import is_person
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden

Brought = dict[str, Any]
STOPPED = "stop_words"
WAITING = {action: f"record_{action}" for action in (Action.WITHDRAW, Action.REOPEN)}


def waiting(complaint: Complaint, action: Action) -> Evidence | None:
    """The first officer's word, as long as neither the reporter nor a second person has said anything to it."""
    spoken = [row for row in complaint.brought if row.action in (STOPPED, *WAITING, *WAITING.values())]
    return spoken[-1] if spoken and spoken[-1].action == WAITING[action] else None


def is_heard(by: Actor, complaint: Complaint, action: Action, brought: Brought) -> bool:
    """Whether it counts now: the reporter said it himself, or two persons of the office did. The first of the two is
    only written down, and the reporter is told."""
    if by is REPORTER:
        return True
    check(complaint.state, action, brought)
    if not brought.get("way"):
        errors = [{"pointer": "/way", "code": "required"}]
        raise Conflict("evidence-missing", errors=errors, action=str(action), missing="/way", allowed=[str(action)])
    if first := waiting(complaint, action):
        _check_another(by, first)
        return True
    quotas.check_act(complaint, WAITING[action])
    Evidence.create(complaint=complaint, action=WAITING[action], by=by.sub, facts=brought)
    audit_trail.record(context, complaint, WAITING[action], by)
    inform(complaint, by, WAITING[action])
    return False


def stop(complaint: Complaint) -> None:
    """The reporter wrote by his code: who speaks for him asks him again."""
    if any(waiting(complaint, action) for action in WAITING):
        Evidence.create(complaint=complaint, action=STOPPED, by=REPORTER.sub, facts={})


def is_his_own(complaint: Complaint) -> bool:
    """Whether the last withdrawal was surely the reporter's: by a code that no officer saw when he took the case in."""
    last = next(row for row in reversed(complaint.brought) if row.action == Action.WITHDRAW)
    return last.by == REPORTER.sub and complaint.channel not in OFFICE_CHANNELS


def _check_another(by: Actor, first: Evidence) -> None:
    person = Staff.of_account(first.by)
    if is_person(by, first.by, person.name if person else ""):
        raise Forbidden("said-by-you", roles="")
