"""How the instruments of a model or a maker spread: the share of the limit by years, and how it grows in each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil, floor

from services.testing.domain.statistics.ageing import years
from services.testing.domain.statistics.limit_shares import rounded
from services.testing.domain.statistics.rejection_rates import CAUSES
from services.testing.domain.statistics.trend import trend

QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Past:
    """One approved examination of an instrument, with the largest share of each quantity."""

    tested_on: date
    verification: str
    cause: str
    broken_by: str
    largest: Mapping[str, str]


@dataclass
class Values:
    """Shares or slopes, kept as how often each occurs, so that a million takes no more room than a thousand."""

    counts: Counter[Decimal] = field(default_factory=Counter)
    instruments: int = 0
    broken: int = 0

    def quartiles(self) -> list[Decimal] | None:
        """Least, lower quartile, median, upper quartile, largest; between two values in proportion."""
        return [rounded(self._at(QUARTER * n)) for n in range(5)] if self.counts else None

    def _at(self, part: Decimal) -> Decimal:
        place = (self.counts.total() - 1) * part
        low, high = self._nth(floor(place)), self._nth(ceil(place))
        return low + (high - low) * (place - floor(place))

    def _nth(self, place: int) -> Decimal:
        passed = 0
        for value in sorted(self.counts):
            passed += self.counts[value]
            if passed > place:
                return value
        raise IndexError(place)


Class = tuple[str, str, int]  # quantity, verification, years since the first known verification


@dataclass
class Spread:
    """What was found over all instruments; tests that are no first tests are only counted."""

    classes: dict[Class, Values] = field(default_factory=dict)
    slopes: dict[str, Values] = field(default_factory=dict)
    instruments: int = 0
    examinations: int = 0
    left_out: int = 0

    def take(self, past: Sequence[Past], least: int) -> None:
        """One instrument, oldest first."""
        self.instruments += 1
        self.examinations += len(past)
        first = [row for row in past if row.cause == CAUSES[0]]
        self.left_out += len(past) - len(first)
        met = set()
        for row in first:
            after = years((row.tested_on - past[0].tested_on).days)
            for quantity, used in row.largest.items():
                key = (quantity, row.verification, after)
                values = self.classes.setdefault(key, Values())
                values.counts[Decimal(used)] += 1
                values.broken += bool(row.broken_by)
                values.instruments += key not in met
                met.add(key)
        self._slopes(past, least)

    def _slopes(self, past: Sequence[Past], least: int) -> None:
        """How the size of the error grows since the last adjustment, under the limits of the last verification."""
        same = [row for row in _stretch(past) if row.verification == past[-1].verification]
        for quantity in past[-1].largest:
            sizes = [(row.tested_on, Decimal(row.largest[quantity])) for row in same if quantity in row.largest]
            grown = trend(sizes, least)
            if grown and grown.per_year is not None:
                values = self.slopes.setdefault(quantity, Values())
                values.counts[grown.per_year] += 1
                values.instruments += 1


def _stretch(past: Iterable[Past]) -> list[Past]:
    """What is left since the last break, which begins a new stretch with its own row."""
    kept: list[Past] = []
    for row in past:
        kept = [row] if row.broken_by else [*kept, row]
    return kept


def spread(instruments: Iterable[Sequence[Past]], least: int) -> Spread:
    """Over the pasts of all instruments; `least` verifications carry a trend."""
    found = Spread()
    for past in instruments:
        found.take(past, least)
    return found
