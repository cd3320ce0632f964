"""Office days: which days count, when a term ends, which period a day falls in; each answer explains itself.

Pure: everything it knows is passed in, so a term counted once is counted the same way for ever.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
WEEKEND = "weekend"
YEAR = re.compile("[0-9]{4}(?![0-9])")


@dataclass(frozen=True)
class DayOff:
    """A day on which nobody works, and why. `estimated` days may still move."""

    day: date
    reason: str
    name: Mapping[str, str]
    estimated: bool = False


@dataclass(frozen=True)
class Year:
    """What is known of one calendar year; `complete` is False while a decree for it is still awaited."""

    days_off: Mapping[date, DayOff]
    complete: bool = True


@dataclass(frozen=True)
class Due:
    """The end of a term: the day, the days that counted, those that did not and why, by which data."""

    on: date
    counted: tuple[date, ...]
    skipped: tuple[DayOff, ...]
    version: str
    incomplete_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        """True while later data may still move the day."""
        return bool(self.incomplete_years) or any(off.estimated for off in self.skipped)


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included."""

    code: str
    first: date
    last: date
    name: Mapping[str, str]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Calendar:
    """The working days of one office, from dated rows of its week and a year-by-year source of days off."""

    def __init__(self, week: Iterable[Mapping[str, Any]], year: Callable[[int], Year], version: str) -> None:
        self.week = tuple(week)
        self.year = year
        self.version = version

    def day_off(self, day: date) -> DayOff | None:
        """Why nobody works on `day`, or None."""
        off = self.year(day.year).days_off.get(day)
        if off or self.hours(day):
            return off
        return DayOff(day, WEEKEND, {"id": "Bukan hari kerja", "en": "Not a working day"})

    def is_working_day(self, day: date) -> bool:
        return self.day_off(day) is None

    def add_working_days(self, start: date, count: int) -> Due:
        """The `count`-th working day after `start`; `start` itself never counts, and 0 is `start`."""
        if count < 0:
            raise ValueError("a term runs forward")
        day, counted, skipped = start, [], []
        while len(counted) < count:
            day += DAY
            off = self.day_off(day)
            if off:
                skipped.append(off)
            else:
                counted.append(day)
        return Due(day, tuple(counted), tuple(skipped), self.version, self._incomplete(start, day))

    def working_days(self, first: date, last: date) -> int:
        """How many working days from `first` to `last`, both included."""
        return sum(self.is_working_day(first + DAY * n) for n in range((last - first).days + 1))

    def minutes(self, day: date) -> int:
        """Working minutes of `day`, breaks taken off; 0 on a day off."""
        hours = self.hours(day)
        if not hours or not self.is_working_day(day):
            return 0
        opens, closes = (at.hour * 60 + at.minute for at in (hours["opens"], hours["closes"]))
        return closes - opens - hours["break_minutes"]

    def hours(self, day: date) -> Mapping[str, Any] | None:
        """The row of the week in force on `day`; of several, the one that began last (a season beats the year)."""
        rows = [row for row in valid_on(self.week, day) if day.isoweekday() in row["weekdays"]]
        return max(rows, key=lambda row: row["valid_from"], default=None)

    def _incomplete(self, first: date, last: date) -> tuple[int, ...]:
        return tuple(year for year in range(first.year, last.year + 1) if not self.year(year).complete)


def add_years(day: date, count: int) -> date:
    """The same day `count` years on; 29 February becomes 28 February where there is none."""
    return add_months(day, 12 * count)


def add_months(day: date, count: int) -> date:
    """The same day `count` months on, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_on(rows: Iterable[Mapping[str, Any]], day: date) -> list[Mapping[str, Any]]:
    """The rows in force on `day`: `valid_from` and `valid_to` are both included, an absent end is open."""
    return [row for row in rows if row["valid_from"] <= day and (row.get("valid_to") or date.max) >= day]


def periods_of(year: int, rows: Iterable[Mapping[str, Any]]) -> list[Period]:
    """The periods that begin in `year`, by the rows in force on their first day."""
    firsts = [(date(year, *row["starts"]), row) for row in rows]
    return sorted((_period(first, row) for first, row in firsts if valid_on([row], first)), key=lambda each: each.first)


def period_of(day: date, rows: Iterable[Mapping[str, Any]]) -> Period:
    """The period that `day` falls in; a period once begun runs to its end."""
    rows = tuple(rows)
    found = [each for year in (day.year - 1, day.year) for each in periods_of(year, rows) if day in each]
    if not found:
        raise LookupError(f"no period covers {day}")
    return found[-1]


def period_named(code: str, rows: Iterable[Mapping[str, Any]]) -> Period | None:
    """The period with this code, which begins with its year; None when the office has no such period."""
    told = YEAR.match(code)
    year = int(told[0]) if told else 0
    found = periods_of(year, rows) if 0 < year < date.max.year else []
    return next((each for each in found if each.code == code), None)


def period_after(period: Period, rows: Iterable[Mapping[str, Any]]) -> Period:
    """The period that begins when `period` has ended."""
    return period_of(period.last + DAY, rows)


def _period(first: date, row: Mapping[str, Any]) -> Period:
    code = row["code"].format(year=first.year)
    return Period(code, first, add_months(first, row["months"]) - DAY, row["name"])
