"""The head's word in other hands: entered by one, confirmed by the head, counted on the day of use, ended by PATCH."""

from datetime import date, timedelta
from typing import Any

from services.testing.domain.delegation import Capacity, counts, ends_at_once
from services.testing.storage import Delegation, context, transaction
from shared.auth import confirmation, separation_of_duties
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid

HEAD = "head"


def enter(by: Actor, **facts: Any) -> Delegation:
    """Somebody shall approve as the head or in the head's place, as the decree says; nobody enters himself."""
    separation_of_duties.check_not_oneself(by, facts["subject"], facts["name"])
    _check_days(facts["first_day"], facts.get("last_day"))
    if facts["decree_on"] > context.today():
        raise Invalid("decree-not-yet", errors=[{"pointer": "/decree_on", "code": "in-the-future"}])
    with transaction():
        delegation = Delegation.create(recorded_by=by.sub, proposed=confirmation.proposal(by, heads(by)), **facts)
        decree = {"decree": delegation.decree, "decree_on": str(delegation.decree_on)}
        audit_trail.record(context, delegation, "delegate", by, **decree)
    return delegation


def confirm(by: Actor, id: str, match: int) -> Delegation:
    """A second person stands behind what another entered for a third, or behind an end that waits; one of the two is
    the head, whose own decree is on file. Whoever holds it may confirm that it ends."""
    with transaction():
        delegation = Delegation.find(id, match)
        ending = bool(delegation.proposed and delegation.proposed["facts"])
        changes = confirmation.second(by, delegation, deciding(by), own=ending)
        if delegation.decree_on is None and not ending:
            raise Conflict("decree-undated")
        delegation.change(**changes)
        audit_trail.record(context, delegation, "confirm", by, decree=delegation.decree)
    return delegation


def end(by: Actor, id: str, match: int, last_day: date, reason: str) -> Delegation:
    """It holds no longer than this day, never longer than it did; what was done under it stands. A holder's decree
    stays in force until a second person confirmed that it ends."""
    facts = {"last_day": last_day, "ended_reason": reason}
    with transaction():
        delegation = Delegation.find(id, match)
        _check_days(delegation.first_day - timedelta(days=1), last_day)
        if delegation.last_day and last_day > delegation.last_day:
            raise Invalid("only-earlier", errors=[{"pointer": "/last_day", "code": "later-than-before"}])
        at_once = _ends_at_once(by, delegation, last_day)
        delegation.change(**(facts if at_once else {"proposed": confirmation.proposal(by, heads(by), facts)}))
        act = "end" if at_once else "propose"
        audit_trail.record(context, delegation, act, by, last_day=str(last_day), reason=reason)
    return delegation


def authority(by: Actor) -> Delegation | None:
    """The decree by which the caller has the head's word today: his own on file, or a confirmed delegation."""
    rows = filter(separation_of_duties.entered_by_another, Delegation.holding(by.sub, context.today()))
    return next((row for row in rows if _counts(by, row)), None)


def names(by: Actor) -> list[str]:
    """What the decrees that count today call the caller."""
    return [row.name for row in Delegation.holding(by.sub, context.today()) if _counts(by, row)]


def heads(by: Actor) -> bool:
    """Whether the caller is the head, his decree on file."""
    return by.has(HEAD) and authority(by) is not None


def deciding(by: Actor) -> bool:
    """The same of who confirms: a head without a decree confirms nothing."""
    if by.has(HEAD) and not heads(by):
        raise Forbidden("no-decree-on-file")
    return by.has(HEAD)


def is_holder(subject: str) -> bool:
    """Whether it is the head, who cannot be one of the two where something is about himself."""
    return any(row.capacity == Capacity.HOLDER for row in Delegation.holding(subject, context.today()))


def _ends_at_once(by: Actor, row: Delegation, last_day: date) -> bool:
    known = {"confirmed": separation_of_duties.confirmed(row), "past": last_day < context.today()}
    return ends_at_once(row.capacity, **known, by_head=heads(by))


def _counts(by: Actor, row: Delegation) -> bool:
    return counts(row.capacity, is_head=by.has(HEAD), confirmed=separation_of_duties.confirmed(row))


def _check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
