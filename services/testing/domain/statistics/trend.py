"""Whether something grows with the years: the slope of Theil and Sen, exact, where enough verifications carry it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import median

from services.testing.domain.statistics.limit_shares import rounded

METHOD = "Theil–Sen"  # the median of the slopes of all pairs: one odd day does not turn it
YEAR = Fraction(1461, 4)  # days

Values = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Trend:
    """How much a share of the limit changes in a year; None where too few verifications carry it."""

    verifications: int
    first: date
    last: date
    per_year: Decimal | None


def slope(values: Values) -> Fraction | None:
    """Per year, without any rounding; None where no two values are of different days."""
    pairs = ((a, b) for a, b in combinations(values, 2) if a[0] != b[0])
    slopes = [Fraction(b[1] - a[1]) / (b[0] - a[0]).days * YEAR for a, b in pairs]
    return median(slopes) if slopes else None


def trend(values: Values, least: int) -> Trend | None:
    """The trend over values of one undisturbed stretch; `least` different days are needed. None without values."""
    days = sorted({day for day, _ in values})
    if not days:
        return None
    found = slope(values) if len(days) >= least else None
    return Trend(len(days), days[0], days[-1], None if found is None else written(found))


def written(value: Fraction) -> Decimal:
    """Rounded only here, to a thousandth of the limit."""
    return rounded(Decimal(value.numerator) / Decimal(value.denominator))
