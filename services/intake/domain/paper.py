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
# States of a paper in the register of certificates.
REGISTER = ("valid", "in_force", "suspended", "revoked", "superseded", "expired")
REPLACED = {"verification": Standing.SUPERSEDED, "rejection": Standing.REVOKED}  # by the kind of the newer paper


def register_word(paper: Mapping[str, Any]) -> str:
    """The state of a paper in the words of the register, where it holds by another word if it is a rejection."""
    if paper["state"] not in HOLDS:
        return paper["state"]
    return "in_force" if paper.get("kind") == "rejection" else "valid"


def standing(own: Mapping[str, Any], newest: Mapping[str, Any], today: date) -> Standing:
    """The standing of an item's `own` paper, where `newest` is the paper the register names for its instrument.

    A paper past its last day is over, though certificates may not have told it yet.
    """
    if newest["certificate_id"] != own["certificate_id"]:
        return REPLACED.get(newest.get("kind", ""), Standing.SUPERSEDED)
    if newest["state"] not in HOLDS:
        return Standing(newest["state"])
    return Standing.EXPIRED if (newest.get("valid_until") or str(today)) < str(today) else Standing.VALID


def outcome_now(outcome: Mapping[str, Any], newest: Mapping[str, Any] | None, today: date) -> Mapping[str, Any]:
    """What came of an item, with its paper as it stands today, where `newest` is the paper of its instrument."""
    if not (own := outcome.get("certificate")):
        return outcome
    return {**outcome, "certificate": {**own, "state": str(standing(own, newest or own, today))}}
