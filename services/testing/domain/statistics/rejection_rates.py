"""How often instruments are rejected: counts first, and a rate only beside the counts that it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from operator import add

from services.testing.domain.limits.tables import Basis

APART = (Basis.VOLUNTARY, Basis.SAMPLING)
# A retest follows a repair, a complaint a quarrel; who comes freely or as a sample is not who the law brings. Only
# `first` counts in a rate.
CAUSES = ("first", "retest", "complaint", *(str(basis) for basis in APART))


def cause(of_order: str, basis: str) -> str:
    """Under which of the causes a test is counted."""
    return basis if of_order == CAUSES[0] and basis in APART else of_order


@dataclass(frozen=True)
class Count:
    """So many rejected of so many judged."""

    judged: int = 0
    rejected: int = 0

    @property
    def percent(self) -> Decimal | None:
        """To a tenth of a percent; None where nothing was judged, which is not the same as 0."""
        return (Decimal(self.rejected * 100) / self.judged).quantize(Decimal("0.1")) if self.judged else None

    def __add__(self, other: "Count") -> "Count":
        return Count(self.judged + other.judged, self.rejected + other.rejected)


@dataclass(frozen=True)
class Tally:
    """Tests of whole instruments, of which `partly` kept some units and lost others; and the units by themselves."""

    tests: Count = Count()
    partly: int = 0
    units: Count = Count()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.tests + other.tests, self.partly + other.partly, self.units + other.units)


@dataclass(frozen=True)
class Group:
    """Everything counted under one kind, district, brand or age; each cause by itself."""

    key: str
    name: str = ""
    name_en: str = ""
    causes: Mapping[str, Tally] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)

    def of(self, cause: str) -> Tally:
        return self.causes.get(cause, Tally())

    @property
    def first(self) -> Tally:
        return self.of(CAUSES[0])

    @property
    def judged(self) -> int:
        """All tests, whatever their cause."""
        return sum(tally.tests.judged for tally in self.causes.values())

    def __add__(self, other: "Group") -> "Group":
        causes = {cause: self.of(cause) + other.of(cause) for cause in (*self.causes, *other.causes)}
        bases = {one: self.bases.get(one, 0) + other.bases.get(one, 0) for one in (*self.bases, *other.bases)}
        return Group(self.key, self.name or other.name, self.name_en or other.name_en, causes, bases)


def gathered(rows: Iterable[Group]) -> dict[str, Group]:
    """One group per key, whatever the order in which its parts come; of several spellings the most usual names it."""
    found: dict[str, Group] = {}
    for row in sorted(rows, key=lambda one: (one.key, -one.judged, one.name)):
        found[row.key] = found[row.key] + row if row.key in found else row
    return found


def total(groups: Iterable[Group]) -> Group:
    return reduce(add, groups, Group(""))


def most_judged(groups: Iterable[Group]) -> list[Group]:
    """Those with the most first tests first; equals by name, so that the order is always the same."""
    return sorted(groups, key=lambda one: (-one.first.tests.judged, one.name, one.key))


def cut(groups: Sequence[Group], most: int) -> tuple[list[Group], int, Group]:
    """The first so many, how many are left, and the sum of those: nothing gets lost."""
    return list(groups[:most]), len(groups[most:]), total(groups[most:])
