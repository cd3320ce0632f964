"""What is somebody's own thing: it belongs to his account, or to a person or business of his name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.auth.actor import Actor
from shared.auth.separation_of_duties import is_person

NAMES = ("name", "business")  # of a party; what is written at the counter knows no account


def is_own(by: Actor, owner_key: str | None, party: Mapping[str, Any] | None = None, known: Iterable[str] = ()) -> bool:
    """By the account, or by the name in any spelling; `known` are names of the caller beside that of his token."""
    if by.owns(owner_key or ""):
        return True
    named = [name for field in NAMES if (name := (party or {}).get(field))]
    callers = [replace(by, name=name) for name in {by.name, *known} if name]
    return any(is_person(one, "", name) for one in callers for name in named)
