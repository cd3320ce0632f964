"""How old an instrument is on the day of a test, and what that rests on."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

OLDEST = 1900  # a year before is a slip of the pen


class Basis(StrEnum):
    """What an age is counted from, the surest first."""

    MADE = "made"  # the year of manufacture, as the letter says
    INITIAL = "initial"  # its first verification as a new instrument (tera)
    FIRST_KNOWN = "first_known"  # the first verification known here: at least so old
    UNKNOWN = "unknown"  # seen for the first time, as a used instrument


def made_day(parameters: Mapping[str, Any], tested_on: date) -> int | None:
    """The middle of the year of manufacture as a count of days; None where the letter gives no sensible year."""
    written = str(parameters.get("year_made") or "").strip()
    year = int(written) if written.isascii() and written.isdecimal() and len(written) == len("2026") else 0
    return date(year, 7, 1).toordinal() if OLDEST <= year <= tested_on.year else None


def years(days: int) -> int:
    """Whole years, the nearest ones: who comes yearly comes some days early or late."""
    return (days * 4 + 730) // 1461


def age(made: int | None, since_first: int, first_was_initial: bool, first_time: bool) -> tuple[Basis, int | None]:
    """The age in years and its basis, from the years since manufacture and since the first known verification."""
    if made is not None:
        return Basis.MADE, made
    if first_was_initial:
        return Basis.INITIAL, since_first
    return (Basis.UNKNOWN, None) if first_time else (Basis.FIRST_KNOWN, since_first)


def class_of(years: int | None, bounds: Sequence[int]) -> str:
    """`3-4`, `10+` or `unknown`: the class between two bounds, of which the lower belongs to it."""
    if years is None:
        return Basis.UNKNOWN
    low = max(bound for bound in bounds if bound <= max(years, bounds[0]))
    above = [bound for bound in bounds if bound > low]
    if not above:
        return f"{low}+"
    return f"{low}" if above[0] - 1 == low else f"{low}-{above[0] - 1}"


def classes(bounds: Sequence[int]) -> list[str]:
    """All classes, the youngest first, the unknown last."""
    return [*(class_of(bound, bounds) for bound in bounds), class_of(None, bounds)]
