"""Delegations by decree and interests people declare are recorded with their days, and end when they end."""

from datetime import date
from typing import Any

from services.testing.storage import Delegation, Interest, room, transaction
from shared import history
from shared.actor import Actor
from shared.errors import Forbidden, Invalid

KEEPERS = ("admin", "head")


def delegate(by: Actor, **facts: Any) -> Delegation:
    """Somebody approves in the head's place from now on, as the decree says."""
    _check_days(facts["first_day"], facts["last_day"])
    with transaction():
        delegation = Delegation.create(recorded_by=by.sub, **facts)
        history.record(room, delegation, "delegate", by, decree=delegation.decree)
    return delegation


def declare(by: Actor, **facts: Any) -> Interest:
    """What ties a person to an owner or an instrument; an officer speaks for himself, who keeps the list for all."""
    facts["subject"] = facts.get("subject") or by.sub
    if facts["subject"] != by.sub and not by.has(*KEEPERS):
        raise Forbidden("not-your-interest")
    _check_days(facts["first_day"], facts.get("last_day"))
    if bool(facts.get("party_id")) == bool(facts.get("instrument_id")):
        raise Invalid("interest-in-one-thing", errors=[{"pointer": "/party_id", "code": "one-of"}])
    with transaction():
        interest = Interest.create(recorded_by=by.sub, **facts)
        history.record(room, interest, "declare", by, relation=interest.relation)
    return interest


def end(by: Actor, table: type[Delegation | Interest], id: str, match: int, last_day: date) -> Delegation | Interest:
    """It holds no longer than this day; what was done under it stands."""
    with transaction():
        row = table.find(id, match)
        _check_days(row.first_day, last_day)
        row.change(last_day=last_day)
        history.record(room, row, "end", by, last_day=str(last_day))
    return row


def _check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
