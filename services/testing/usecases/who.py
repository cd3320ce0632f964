"""Who the caller is to testing: an officer who sees all, an owner who sees his own, a verifier with a code."""

from datetime import date
from typing import Any

from services.testing.domain.entitlement import Officer, check_examiner, check_unbiased
from services.testing.storage import Interest, Order, Verifier
from shared.actor import Actor

OFFICERS = ("front_officer", "verifier", "head", "complaint_officer", "auditor", "admin")
HEAD = "head"


def owner_of(by: Actor) -> str | None:
    """The pseudonym whose things the caller may see; None for officers, who see all."""
    return None if by.has(*OFFICERS) else by.owner_key


def officer(by: Actor) -> dict[str, Any] | None:
    """The caller as the rules of entitlement read him; None when he is no verifier."""
    row = Verifier.of(by.sub)
    return as_officer(row) if row else None


def as_officer(row: Verifier) -> dict[str, Any]:
    names = ("code", "appointed_from", "appointed_until", "certified_until", "withdrawn_from", "scope")
    return {name: getattr(row, name) for name in names}


def examiner(by: Actor, order: Order, day: date) -> Officer:
    """The caller, if he may test this instrument on the day."""
    known = check_examiner(officer(by), order.kind, day, order.other_than)
    check_bias(by, order, day)
    return known


def check_bias(by: Actor, order: Order, day: date) -> None:
    """Refuse whoever has declared an interest in the instrument or its owner."""
    check_unbiased(relation(by, order, day))


def relation(by: Actor, order: Order, day: date) -> str | None:
    """What ties the caller to the instrument or its owner, as far as he has declared it."""
    interest = Interest.between(by.sub, order.party_id, order.instrument_id, day)
    return interest.relation if interest else None


def code_of(by: Actor) -> str:
    """The code under which others hear of the caller; a head who is no verifier is named by his office."""
    row = Verifier.of(by.sub)
    return row.code if row else HEAD
