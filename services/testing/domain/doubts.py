"""Why an approved examination may be doubted, and whether a second judgement of it says the same."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from services.testing.domain.verdict.result import Result


class Cause(StrEnum):
    """What an examination rested on and does no more."""

    STANDARD_WITHDRAWN = "standard_withdrawn"
    VERIFIER_WITHDRAWN = "verifier_withdrawn"


# Why a standard or a verifier is withdrawn, for programs; what people write beside it never leaves this service.
UNSTATED = "unstated"
REASONS = ("found_wrong", "damaged", "lost", "not_calibrated", "not_entitled", "not_impartial", "other", UNSTATED)
CORRECTED = ("class", "max_error", "unit", "corrections")


def touches(withdrawn_from: date | None, tested_on: date) -> bool:
    """Whether a withdrawal speaks of a test of that day; its first day counts."""
    return withdrawn_from is not None and withdrawn_from <= tested_on


def with_new_values(used: Iterable[Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The standards of a record, with what is known of their errors now; calibrated they were as they were."""
    return [{**one, **{name: now.get(one["code"], one).get(name) for name in CORRECTED}} for one in used]


def same_verdict(stored: Mapping[str, Any], again: Result) -> bool:
    """Whether every unit, and the whole, ends as it did; the numbers may have moved within their limits."""
    units = {unit["unit"]: unit["verdict"] for unit in stored["units"]}
    return (stored["verdict"], units) == (again.verdict, {unit.unit: unit.verdict for unit in again.units})
