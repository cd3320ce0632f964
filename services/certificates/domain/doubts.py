"""What is open of the doubts about the test behind a paper, and what may not be done with the paper meanwhile."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from services.certificates.domain.lifecycle import Action, allowed
from shared.errors import Conflict

Doubt = Mapping[str, Any]
Doubts = list[dict[str, Any]]
# While a doubt is open nobody says of the paper that it is good; everything that ends it may be done.
HELD = frozenset({Action.SIGN, Action.SIGN_REJECTION, Action.REINSTATE})
RELEASE = "release"


class End(StrEnum):
    """How a doubt ended: testing confirmed the verdict, the head let the paper go, or the paper itself has ended."""

    CONFIRMED = "confirmed"
    RELEASED = "released"
    OVER = "over"


def raised(doubts: Iterable[Doubt], told: Doubt) -> Doubts:
    """With this doubt. One that is known, or whose answer came before it, changes nothing."""
    known = [dict(one) for one in doubts]
    return known if any(one["id"] == told["id"] for one in known) else [*known, {**told, "end": None}]


def ended(doubts: Iterable[Doubt], end: End, ids: Collection[str] | None = None) -> Doubts:
    """With these doubts, or all of them, answered; the first answer counts."""
    return [{**one, "end": one["end"] or (end if ids is None or one["id"] in ids else None)} for one in doubts]


def confirmed(doubts: Iterable[Doubt], told: Doubt) -> Doubts:
    """As `ended`; an answer that comes before its doubt is kept for it."""
    return ended(raised(doubts, told), End.CONFIRMED, {told["id"]})


def open_(doubts: Iterable[Doubt]) -> Doubts:
    return [dict(one) for one in doubts if not one["end"]]


def moves(kind: str, state: str, doubts: Iterable[Doubt]) -> list[str]:
    """What may be done with the paper now."""
    if not open_(doubts):
        return allowed(kind, state)
    return [RELEASE, *(action for action in allowed(kind, state) if action not in HELD)]


def check(kind: str, state: str, action: Action, doubts: Iterable[Doubt]) -> None:
    """Refuse what says that the paper is good; names each doubt and what can be done instead."""
    left = open_(doubts)
    if action in HELD and left:
        errors = [{"pointer": f"/doubts/{at}", **_named(one)} for at, one in enumerate(left)]
        codes = ", ".join(one["code"] for one in left)
        raise Conflict("held", errors=errors, codes=codes, allowed=moves(kind, state, left))


def _named(doubt: Doubt) -> dict[str, Any]:
    return {"code": doubt["cause"].replace("_", "-"), "of": doubt["code"], "since": doubt["since"]}
