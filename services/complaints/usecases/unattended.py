"""A case with which nobody of the desk goes on, be it that its words name all of them: an auditor, who reads it anyhow,
ends a doubt about whom it means, so that somebody goes on, or refers it to another agency."""

from collections.abc import Iterable
from datetime import timedelta

from services.complaints.domain.lifecycle import COMPLAINT, Action
from services.complaints.domain.words import DESK, WORKERS
from services.complaints.storage import NO_ACTS, SHOWN, Complaint, Note, Staff, context, history, profile, rules
from services.complaints.usecases import cases, claims
from shared.auth.actor import Actor
from shared.errors import Forbidden


def decided(by: Actor, id: str, match: int) -> Complaint:
    """The case for who decides something about it beside its life cycle: the desk, or in its place the auditor."""
    return cases.decided(by, id, match) if by.has(*DESK) else cases.going_on(_instead(by, id, match))


def referred(by: Actor, id: str, match: int) -> Complaint:
    """The case for who refers it: the desk, or in its place the auditor."""
    return cases.handled(by, id, match) if by.has(*DESK) else _instead(by, id, match)


def is_unattended(complaint: Complaint) -> bool:
    """Whether nobody who works here may go on with it; or somebody may not, and none of the others has gone on with it
    for some days: who of them belongs to the desk stands in no table."""
    people = [one for one in Staff.counting() if one.active]
    left = _left(complaint, people)
    if not left or len(left) == len(people):
        return not left and bool(COMPLAINT.allowed(complaint.state))
    return _waited(complaint) and not _acted(complaint) & {one.subject for one in left}


def _instead(by: Actor, id: str, match: int) -> Complaint:
    """Who works in the office is no auditor here, whatever else he is."""
    found = cases.as_office(by, id)
    if by.has(*WORKERS) or not is_unattended(found):
        raise Forbidden("desk-decides", roles=", ".join(DESK))
    return Complaint.find(id, match)


def _left(complaint: Complaint, people: Iterable[Staff]) -> list[Staff]:
    """Who is neither meant nor involved, did not complain, was shown no code and waits for no decision about his own
    words."""
    shown = {row.by for row in complaint.brought if row.action == SHOWN}
    return [
        one
        for one in people
        if not (one.subject in shown or claims.is_writer(complaint, one.subject))
        and one.is_coded
        and not (complaint.involves(one) or cases.is_reporter(complaint, one.subject, one.name))
    ]


def _waited(complaint: Complaint) -> bool:
    """Since it is with those who lead it now."""
    today, marks = context.today(), complaint.days
    begun = next((day for mark, day in reversed(marks) if mark == "reopened"), marks[0][1])
    waited = profile.calendar().working_days(begun + timedelta(days=1), today)
    return waited >= rules.unattended(today)["after_days"]


def _acted(complaint: Complaint) -> set[str]:
    """Who has gone on with it since then."""
    lines = [line for line in history(complaint.id) if line.action not in NO_ACTS]
    reopened = max((line.id for line in lines if line.action == Action.REOPEN), default="")
    return {row.by for row in (*lines, *Note.of(complaint)) if row.id > reopened}
