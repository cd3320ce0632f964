"""The head's word in other hands: entered by one, confirmed by the head, counted on the day of use, ended by PATCH."""

from datetime import date, timedelta
from typing import Any

from services.testing.domain.delegation import Capacity, counts, ends_at_once
from services.testing.storage import Delegation, context, transaction
from shared.auth import confirmation, separation_of_duties
from shared.auth.actor import Actor
from shared.auth.delegation_decrees import Decrees, check_days
from shared.database import audit_trail
from shared.errors import Conflict, Invalid

HEAD = "head"
_decrees = Decrees(Delegation, context.today, HEAD, Capacity.HOLDER, counts, ends_at_once)
authority, names, heads, deciding = _decrees.authority, _decrees.names, _decrees.leads, _decrees.deciding
is_holder = _decrees.is_holder


def enter(by: Actor, **facts: Any) -> Delegation:
    """Somebody shall approve as the head or in the head's place, as the decree says; nobody enters himself."""
    separation_of_duties.check_not_oneself(by, facts["subject"], facts["name"])
    check_days(facts["first_day"], facts.get("last_day"))
    if facts["decree_on"] > context.today():
        raise Invalid("decree-not-yet", errors=[{"pointer": "/decree_on", "code": "in-the-future"}])
    with transaction():
        proposed = _decrees.proposal(by, facts["capacity"])
        delegation = Delegation.create(recorded_by=by.sub, proposed=proposed, **facts)
        decree = {"decree": delegation.decree, "decree_on": str(delegation.decree_on)}
        audit_trail.record(context, delegation, "delegate", by, **decree)
    return delegation


def confirm(by: Actor, id: str, match: int) -> Delegation:
    """A second person stands behind what another entered for a third, or behind an end that waits; one of the two is
    the head, whose own decree is on file. Whoever holds it may confirm that it ends, and the head his own decree."""
    with transaction():
        delegation = Delegation.find(id, match)
        changes = _decrees.confirmed(by, delegation)
        if delegation.decree_on is None and "last_day" not in changes:
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
        check_days(delegation.first_day - timedelta(days=1), last_day)
        if delegation.last_day and last_day > delegation.last_day:
            raise Invalid("only-earlier", errors=[{"pointer": "/last_day", "code": "later-than-before"}])
        at_once = _decrees.ends_at_once(by, delegation, last_day)
        delegation.change(**(facts if at_once else {"proposed": confirmation.proposal(by, heads(by), facts)}))
        act = "end" if at_once else "propose"
        audit_trail.record(context, delegation, act, by, last_day=str(last_day), reason=reason)
    return delegation
