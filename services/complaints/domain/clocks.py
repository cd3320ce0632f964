"""Which clocks run for a complaint, when each is due by which rule, and whether it was kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.complaints.domain.lifecycle import UNANSWERED_ENDS
from shared.office.calendar import Calendar, Due, valid_on

Rule = Mapping[str, Any]
Mark = tuple[str, date]


@dataclass(frozen=True)
class Clock:
    """One term of one complaint: what rule set it, when it began, is due, and ended if it did."""

    rule: Rule
    started: date
    due: Due
    stopped: date | None

    @property
    def code(self) -> str:
        return self.rule["code"]

    def verdict(self, today: date) -> str:
        """`kept`, `late` (ended, or still running, past its day) or `running`."""
        if (self.stopped or today) > self.due.on:
            return "late"
        return "kept" if self.stopped else "running"

    def is_overdue(self, today: date) -> bool:
        """Still running past its day."""
        return self.stopped is None and today > self.due.on


def clocks(marks: Sequence[Mark], rules: Iterable[Rule], priority: str | None, calendar: Calendar) -> list[Clock]:
    """Every clock that began, by the rules in force on the day it began; `marks` are in order of time."""
    rules = tuple(rules)
    codes = list(dict.fromkeys(rule["code"] for rule in rules))
    return [clock for code in codes if (clock := _clock(code, marks, (rules, priority, calendar)))]


def due(rule: Rule, start: date, calendar: Calendar) -> Due:
    """The end of the term of `rule`: working days are counted by the calendar, calendar days one by one."""
    if rule["unit"] == "working":
        return calendar.add_working_days(start, rule["days"])
    counted = tuple(start + timedelta(days=n) for n in range(1, rule["days"] + 1))
    return Due(counted[-1] if counted else start, counted, (), calendar.version, ())


def level_due(overdue_since: date, today: date, ladder: Iterable[Rule], calendar: Calendar) -> int:
    """How far up the ladder a clock has come that was due on `overdue_since`; 0 when nowhere."""
    late = calendar.working_days(overdue_since + timedelta(days=1), today)
    return max((row["level"] for row in valid_on(ladder, today) if late >= row["after_days"]), default=0)


def _clock(code: str, marks: Sequence[Mark], known: tuple[tuple[Rule, ...], str | None, Calendar]) -> Clock | None:
    rules, priority, calendar = known
    starts = {rule["starts"] for rule in rules if rule["code"] == code}
    begun = [index for index, (mark, _) in enumerate(marks) if mark in starts]
    if not begun:
        return None
    start = marks[begun[-1]][1]
    if not (rule := _in_force([rule for rule in rules if rule["code"] == code], start, priority)):
        return None
    stops = {*rule["stops"], *UNANSWERED_ENDS}
    stopped = next((day for mark, day in marks[begun[-1] + 1 :] if mark in stops), None)
    return Clock(rule, start, due(rule, start, calendar), stopped)


def _in_force(rules: Iterable[Rule], day: date, priority: str | None) -> Rule | None:
    """The row made for this priority, or the one for all."""
    rows = [rule for rule in valid_on(rules, day) if rule.get("priority") in (None, priority)]
    return max(rows, key=lambda row: (row.get("priority") is not None, row["valid_from"]), default=None)
