"""Stage 7 and what follows from it: the evaluation of a case, improvements, and the counts of a period."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from services.complaints.domain.evidence import Circumstance
from services.complaints.domain.lifecycle import IMPROVEMENT, Action, ImprovementAction
from services.complaints.events import demands
from services.complaints.storage import (
    Complaint,
    Improvement,
    Staff,
    context,
    log,
    of_visible,
    profile,
    rules,
    transaction,
    visible_to,
)
from services.complaints.usecases.cases import clocks, handled, take
from services.complaints.usecases.people import check_place
from services.complaints.usecases.steps import check_causes
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import NotFound

Brought = dict[str, Any]


def evaluate(by: Actor, id: str, match: int, brought: Brought) -> Complaint:
    """The whole handling looked at: its cause confirmed, a low rating taken seriously, an improvement where asked."""
    cause, review = brought.get("cause") or {}, brought.get("rating_review") or {}
    with transaction():
        check_causes(cause__code=cause.get("code"), rating_review__linked_to_cause=review.get("linked_to_cause"))
        complaint = handled(by, id, match)
        given = circumstances(by, complaint, cause.get("code"), brought.get("improvement"))
        code = cause.get("code") or complaint.cause
        take(by, complaint, Action.EVALUATE, brought, given, cause=code)
        if planned := brought.get("improvement"):
            plan(by, complaint_id=complaint.id, cause=code or "unknown", **planned)
    return complaint


def circumstances(
    by: Actor, complaint: Complaint, cause: str | None, improvement: Mapping[str, Any] | None
) -> set[Circumstance]:
    """What the evaluation of this case must bring beyond the usual; an improvement begun must be complete.

    A cause recurs in the cases that the caller may know of: a demand that comes from a hidden one would betray it.
    """
    rule = rules.improvement(context.today())
    same = Complaint.select().where(visible_to(by), Complaint.period == complaint.period, Complaint.cause == cause)
    recurring = cause is not None and same.where(Complaint.id != complaint.id).count() + 1 >= rule["recurrence"]
    found = {
        Circumstance.UNHAPPY: complaint.rating is not None and complaint.rating <= rule["low_rating"],
        Circumstance.IMPROVEMENT_ASKED: recurring or complaint.severity in rule["severities"] or bool(improvement),
    }
    return {circumstance for circumstance, holds in found.items() if holds}


def plan(by: Actor, owner_id: str, **facts: Any) -> Improvement:
    """Something will be changed: by whom, by when, and how its effect will be checked."""
    with transaction():
        check_place(by)
        check_causes(cause=facts["cause"] if facts["cause"] != "unknown" else None)
        made = Improvement.create(owner=Staff.named(owner_id, "/owner_id"), **facts)
        audit_trail.record(context, made, "plan", by, target=made.state, cause=made.cause)
    return made


def show(by: Actor, id: str, match: int | None = None) -> Improvement:
    """An improvement, unless it comes from a case that the caller may not know of."""
    check_place(by)
    if not Improvement.select().where(Improvement.id == id, of_visible(Improvement.complaint_id, by)).exists():
        raise NotFound("not-found")
    return Improvement.find(id, match)


def complete(by: Actor, id: str, match: int, effect: Brought) -> Improvement:
    """It was done and its effect was measured, whatever it turned out to be."""
    with transaction():
        improvement = show(by, id, match)
        if improvement.complaint_id:
            handled(by, improvement.complaint_id)  # who complained does not say whether it helped
        audit_trail.move(context, improvement, IMPROVEMENT, ImprovementAction.COMPLETE, by, set={"effect": effect})
        log.emit(
            demands.ImprovementCompleted,
            improvement_id=improvement.id,
            complaint_id=improvement.complaint_id,
            cause=improvement.cause,
            action=improvement.measure,
            effective=effect["effective"],
            checked_on=effect["checked_on"],
        )
    return improvement


def counts(by: Actor, period: str) -> dict[str, Any]:
    """The complaints received in a period, counted from their rows: those with an official number that the caller may
    know of."""
    code = profile.known_period(period).code
    rows = list(Complaint.select().where(visible_to(by), Complaint.period == code, Complaint.number.is_null(False)))
    verdicts = Counter(
        (one.code, one.verdict(context.today())) for row in rows for one in clocks(row) if one.rule["escalates"]
    )
    codes = sorted({code for code, _ in verdicts})
    return {
        "period": period,
        "total": len(rows),
        **{f"by_{name}": _by(rows, name) for name in ("type", "cause", "channel", "stage", "state", "rating")},
        "clocks": {code: {each: verdicts[code, each] for each in ("kept", "late", "running")} for code in codes},
        "reopened": sum(row.reopened > 0 for row in rows),
    }


def _by(rows: list[Complaint], name: str) -> dict[str, int]:
    """How many rows have each value; those that have none yet are not counted."""
    return dict(sorted(Counter(str(getattr(row, name)) for row in rows if getattr(row, name) is not None).items()))
