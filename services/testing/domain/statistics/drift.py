"""How the errors of one instrument move from verification to verification, at points that can be compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from services.testing.domain.statistics.limit_shares import points, quantity, share
from services.testing.domain.statistics.trend import Trend, trend

Place = tuple[str, str, str, str | None]  # unit, quantity, label, load


def broken_by(adjusted: bool, cause: str) -> str:
    """Why the errors before a test say nothing about those from it on; empty when they do. A retest means a repair."""
    return "adjusted" if adjusted else "repaired" if cause == "retest" else ""


@dataclass(frozen=True)
class Visit:
    """One approved examination of the instrument; `result` is what was stored of it."""

    examination_id: str
    tested_on: date
    verification: str
    cause: str
    adjusted: bool
    result: Mapping[str, Any]

    @property
    def broken_by(self) -> str:
        return broken_by(self.adjusted, self.cause)


@dataclass(frozen=True)
class Seen:
    """The error of one point on one day: as judged then, and over the limit of the last verification."""

    examination_id: str
    tested_on: date
    broken_by: str
    stretch: int  # how many breaks there were until then, of this point or not
    error: Decimal
    low: Decimal
    high: Decimal
    verdict: str
    of_limit: Decimal | None = None
    of_latest: Decimal | None = None


@dataclass(frozen=True)
class Series:
    """One point over the days; without unit and label it is the largest of its quantity on each day."""

    unit: str
    quantity: str
    label: str
    load: str | None
    measure: str
    rows: tuple[Seen, ...]
    trend: Trend | None = None


def place(unit: str, point: Mapping[str, Any]) -> Place:
    """What makes two points comparable: the same load, or the same flow or nominal value where the load varies."""
    name, label = quantity(point), point["label"]
    if point["test"] == "accuracy":
        return unit, name, label, None if label else point["indication"]
    return unit, name, label, point["load"]


def series(visits: Iterable[Visit], least: int) -> tuple[Series, ...]:
    """Every comparable point over the visits, in the order of the sheet; `least` verifications carry a trend."""
    found: dict[Place, dict[str, Seen]] = {}
    measures: dict[Place, str] = {}
    breaks = 0
    for visit in sorted(visits, key=lambda one: (one.tested_on, one.examination_id)):
        breaks += bool(visit.broken_by)
        for where, seen, measure in _seen(visit, breaks):
            rows = found.setdefault(where, {})
            rows[visit.examination_id] = max(rows.get(visit.examination_id, seen), seen, key=_size)
            measures[where] = measure
    return tuple(_series(where, measures[where], tuple(rows.values()), least) for where, rows in found.items())


def largest(found: Sequence[Series], least: int) -> tuple[Series, ...]:
    """Of each quantity the point that used most of its limit on each day; its trend is that of the size."""
    names = dict.fromkeys(one.quantity for one in found)
    return tuple(_largest([one for one in found if one.quantity == name], least) for name in names)


def _seen(visit: Visit, breaks: int) -> Iterator[tuple[Place, Seen, str]]:
    for unit, point in points(visit.result):
        error, low, high = (Decimal(point[name]) for name in ("corrected", "low", "high"))
        used = share(error, low, high)
        if used is not None:
            about = (visit.examination_id, visit.tested_on, visit.broken_by, breaks)
            yield place(unit, point), Seen(*about, error, low, high, point["verdict"], used), point["unit"]


def _size(seen: Seen) -> Decimal:
    return abs(seen.of_limit)


def _series(where: Place, measure: str, rows: tuple[Seen, ...], least: int) -> Series:
    """A limit that was halved or doubled in between would look like a drift, so the last one measures all days."""
    last = rows[-1]
    rows = tuple(replace(row, of_latest=share(row.error, last.low, last.high)) for row in rows)
    known = tuple(row for row in rows if row.of_latest is not None)
    return Series(*where, measure, rows=known, trend=_trend(known, least))


def _trend(rows: Sequence[Seen], least: int) -> Trend | None:
    """Of the last stretch: a break counts even if this very point was not read on its day."""
    return trend([(row.tested_on, row.of_latest) for row in rows if row.stretch == rows[-1].stretch], least)


def _largest(same: Sequence[Series], least: int) -> Series:
    days: dict[str, Seen] = {}
    for row in (row for one in same for row in one.rows):
        days[row.examination_id] = max(days.get(row.examination_id, row), row, key=lambda seen: abs(seen.of_latest))
    rows = tuple(sorted(days.values(), key=lambda row: (row.tested_on, row.examination_id)))
    sizes = [replace(row, of_latest=abs(row.of_latest)) for row in rows]
    return Series("", same[0].quantity, "", None, "", rows, _trend(sizes, least))
