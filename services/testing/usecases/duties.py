"""Interests are recorded with their days: one's own counts at once; what is said of another, or ends early, by two."""

from datetime import date
from typing import Any

from services.testing.storage import Interest, context, transaction
from services.testing.usecases import delegations
from services.testing.usecases.scopes import INTERESTS
from shared import clock
from shared.auth import confirmation
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself
from shared.database import audit_trail
from shared.errors import Forbidden, Invalid, NotFound

KEEPERS = ("admin", "head")


def declare(by: Actor, **facts: Any) -> Interest:
    """What ties a person to an owner or an instrument; an officer speaks for himself, and it counts at once. What who
    keeps the list says of another waits for a second person."""
    facts["subject"] = facts.get("subject") or by.sub
    if facts["subject"] != by.sub and not INTERESTS.writing(by).everything:
        raise Forbidden("not-your-interest")
    _check_days(facts["first_day"], facts.get("last_day"))
    if bool(facts.get("party_id")) == bool(facts.get("instrument_id")):
        raise Invalid("interest-in-one-thing", errors=[{"pointer": "/party_id", "code": "one-of"}])
    with transaction():
        interest = Interest.create(recorded_by=by.sub, **_standing(by, facts["subject"]), **facts)
        audit_trail.record(context, interest, "declare", by, relation=interest.relation)
    return interest


def end(by: Actor, id: str, match: int, last_day: date) -> Interest:
    """It shall hold no longer than this day, once a second person confirmed that; nobody ends his own."""
    with transaction():
        interest = Interest.find(id, match)
        check_not_oneself(by, interest.subject)
        _check_days(interest.first_day, last_day)
        interest.change(proposed=confirmation.proposal(by, delegations.heads(by), {"last_day": last_day}))
        audit_trail.record(context, interest, "propose", by, last_day=str(last_day))
    return interest


def confirm(by: Actor, id: str, match: int) -> Interest:
    """A second person stands behind what is said of another, or behind its end; one of the two is the head, unless it
    is about the head. That it is so, whom it concerns may say alone; what was left alone because of it stays so."""
    with transaction():
        if not (INTERESTS.writing(by).everything or by.sub == Interest.find(id).subject):
            raise NotFound("not-found")
        interest = Interest.find(id, match)
        ending = bool(interest.proposed and interest.proposed["facts"])
        decides = delegations.deciding(by) or delegations.is_holder(interest.subject)
        interest.change(**confirmation.second(by, interest, decides, own=not ending))
        audit_trail.record(context, interest, "confirm", by, last_day=str(interest.last_day or ""))
    return interest


def _standing(by: Actor, subject: str) -> dict[str, Any]:
    """By whom the row counts already, or what it waits for."""
    if subject == by.sub:
        return {"confirmed_by": by.sub, "confirmed_at": clock.now()}
    return {"proposed": confirmation.proposal(by, delegations.heads(by))}


def _check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
