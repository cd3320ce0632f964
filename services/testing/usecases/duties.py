"""Interests that people declare are recorded with their days, and end when they end; nobody ends his own early."""

from datetime import date
from typing import Any

from services.testing.storage import Interest, context, transaction
from services.testing.usecases.scopes import INTERESTS
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself
from shared.database import audit_trail
from shared.errors import Forbidden, Invalid

KEEPERS = ("admin", "head")


def declare(by: Actor, **facts: Any) -> Interest:
    """What ties a person to an owner or an instrument; an officer speaks for himself, who keeps the list for all."""
    facts["subject"] = facts.get("subject") or by.sub
    if facts["subject"] != by.sub and not INTERESTS.writing(by).everything:
        raise Forbidden("not-your-interest")
    _check_days(facts["first_day"], facts.get("last_day"))
    if bool(facts.get("party_id")) == bool(facts.get("instrument_id")):
        raise Invalid("interest-in-one-thing", errors=[{"pointer": "/party_id", "code": "one-of"}])
    with transaction():
        interest = Interest.create(recorded_by=by.sub, **facts)
        audit_trail.record(context, interest, "declare", by, relation=interest.relation)
    return interest


def end(by: Actor, id: str, match: int, last_day: date) -> Interest:
    """It holds no longer than this day; what was left alone because of it stays as it was."""
    with transaction():
        interest = Interest.find(id, match)
        check_not_oneself(by, interest.subject)
        _check_days(interest.first_day, last_day)
        interest.change(last_day=last_day)
        audit_trail.record(context, interest, "end", by, last_day=str(last_day))
    return interest


def _check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
