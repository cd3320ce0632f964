"""What became of the paper that an item ended with, as far as the register of instruments knows."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """Whether a paper may still be relied on, the gravest first."""

    REVOKED = "revoked"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VALID = "valid"


HOLDS = ("issued", "reinstated")  # what certificates told last of a paper that holds
REPLACED = {"verification": Standing.SUPERSEDED, "rejection": Standing.REVOKED}  # by the kind of the newer paper


def standing(own: Mapping[str, Any], newest: Mapping[str, Any], today: date) -> Standing:
    """The standing of an item's `own` paper, where `newest` is the paper the register names for its instrument.

    A paper past its last day is over, though certificates may not have told it yet.
    """
    if newest["certificate_id"] != own["certificate_id"]:
        return REPLACED.get(newest.get("kind", ""), Standing.SUPERSEDED)
    if newest["state"] not in HOLDS:
        return Standing(newest["state"])
    return Standing.EXPIRED if (newest.get("valid_until") or str(today)) < str(today) else Standing.VALID
