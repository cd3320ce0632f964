"""Who the caller is to testing: the owner of a thing, a verifier with a code, somebody with an interest."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.testing.domain.entitlement import Officer, check_examiner, check_unbiased
from services.testing.domain.origins import COMPLAINT, told_cause
from services.testing.storage import Interest, Order, Party, Verifier, context
from services.testing.usecases import delegations
from services.testing.usecases.delegations import HEAD
from services.testing.usecases.scopes import ORDERS
from shared.auth.actor import Actor
from shared.auth.ownership import is_own
from shared.database import audit_trail
from shared.errors import Forbidden

OFFICERS = ("front_officer", "verifier", "head", "complaint_officer", "auditor", "admin")
HANDLES_COMPLAINTS, TESTS = ("head", "complaint_officer", "auditor"), "verifier"
OWNS = "owns"
ASKED = "retest_requested"  # in a history: what a complaint asked for


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
    """What ties the caller to the instrument or its owner: it is his own, or he has declared it."""
    if owns(by, order):
        return OWNS
    interest = Interest.between(by.sub, order.party_id, order.instrument_id, day)
    return interest.relation if interest else None


def another(by: Actor, id: str, match: int) -> Order:
    """The order, if it is not the caller's own: nobody decides for the office about his own thing."""
    order = Order.visible(id, ORDERS.writing(by), match)
    if owns(by, order):
        raise Forbidden("own-thing")
    return order


def owns(by: Actor, order: Order) -> bool:
    """Whether the instrument is the caller's own: by his account, or by a name under which he is known here."""
    return is_own(by, order.owner_key, Party.facts_of(order.party_id), _names(by))


def _names(by: Actor) -> list[str]:
    row = Verifier.of(by.sub)
    return [*([row.name] if row else []), *delegations.names(by)]


def knows_complaints(by: Actor) -> bool:
    """Whether the caller may read that a complaint asked for a test: who handles complaints and tests nothing."""
    return by.has(*HANDLES_COMPLAINTS) and not by.has(TESTS)


def unasked(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """A history in which the office opened the order by itself."""
    return [_unasked(line if isinstance(line, dict) else line.__data__) for line in lines]


def _unasked(line: dict[str, Any]) -> dict[str, Any]:
    if line["facts"].get("cause") != COMPLAINT:
        return line
    facts = {**line["facts"], "cause": told_cause(COMPLAINT)}
    return {**line, "facts": facts, "by_name": audit_trail.office(context)}


def code_of(by: Actor) -> str:
    """The code under which others hear of the caller; a head who is no verifier is named by his office."""
    row = Verifier.of(by.sub)
    return row.code if row else HEAD
