"""The head's word in other hands: entered by one, confirmed by the head, counted on the day of use, ended by PATCH."""

from datetime import date, timedelta
from typing import Any

from services.testing.domain.delegation import counts
from services.testing.storage import Delegation, context, transaction
from services.testing.usecases.callers import HEAD
from shared import clock
from shared.auth import separation_of_duties
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid


def enter(by: Actor, **facts: Any) -> Delegation:
    """Somebody shall approve as the head or in the head's place, as the decree says; nobody enters himself."""
    separation_of_duties.check_not_oneself(by, facts["subject"], facts["name"])
    _check_days(facts["first_day"], facts.get("last_day"))
    if facts["decree_on"] > context.today():
        raise Invalid("decree-not-yet", errors=[{"pointer": "/decree_on", "code": "in-the-future"}])
    with transaction():
        delegation = Delegation.create(recorded_by=by.sub, **facts)
        decree = {"decree": delegation.decree, "decree_on": str(delegation.decree_on)}
        audit_trail.record(context, delegation, "delegate", by, **decree)
    return delegation


def confirm(by: Actor, id: str, match: int) -> Delegation:
    """The head, whose own decree is on file, stands behind what another entered for a third person."""
    with transaction():
        delegation = Delegation.find(id, match)
        separation_of_duties.check_confirmer(by, delegation)
        if authority(by) is None:
            raise Forbidden("no-decree-on-file")
        if delegation.confirmed_by:
            raise Conflict("already-confirmed")
        if delegation.decree_on is None:
            raise Conflict("decree-undated")
        delegation.change(confirmed_by=by.sub, confirmed_at=clock.now())
        audit_trail.record(context, delegation, "confirm", by, decree=delegation.decree)
    return delegation


def end(by: Actor, id: str, match: int, last_day: date, reason: str) -> Delegation:
    """It holds no longer than this day, never longer than it did; what was done under it stands."""
    with transaction():
        delegation = Delegation.find(id, match)
        _check_days(delegation.first_day - timedelta(days=1), last_day)
        if delegation.last_day and last_day > delegation.last_day:
            raise Invalid("only-earlier", errors=[{"pointer": "/last_day", "code": "later-than-before"}])
        delegation.change(last_day=last_day, ended_reason=reason)
        audit_trail.record(context, delegation, "end", by, last_day=str(last_day), reason=reason)
    return delegation


def authority(by: Actor) -> Delegation | None:
    """The decree by which the caller has the head's word today: his own on file, or a confirmed delegation."""
    rows = filter(separation_of_duties.entered_by_another, Delegation.holding(by.sub, context.today()))
    return next((row for row in rows if _counts(by, row)), None)


def _counts(by: Actor, row: Delegation) -> bool:
    return counts(row.capacity, is_head=by.has(HEAD), confirmed=separation_of_duties.confirmed(row))


def _check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
