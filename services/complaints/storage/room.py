"""The complaints service's own database, log and inbox, and its reading of the agency profile."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from shared import clock, numbers
from shared import history as lines
from shared.calendar import Calendar, Period, period_named, period_of, valid_on
from shared.database import Row
from shared.errors import NotFound
from shared.profile import text
from shared.service import Room
from shared.workdays import office_calendar, office_periods

room = Room("complaints")
store, log, inbox = room.store, room.log, room.inbox
transaction = store.transaction


class Table(Row):
    """A table of complaints."""

    class Meta:
        database = store.database
        legacy_table_names = False


def history(id: str) -> list[Any]:
    """What happened to a thing, oldest first."""
    return lines.of(room, id)


class profile:
    """The service's questions to the agency profile."""

    _calendars: dict[str, Calendar] = {}

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return room.profile.document("agency")

    @classmethod
    def calendar(cls) -> Calendar:
        """The office's working days; reckoned once per profile."""
        folder = str(room.profile.folder)
        if folder not in cls._calendars:
            cls._calendars[folder] = office_calendar(room.profile)
        return cls._calendars[folder]

    @staticmethod
    def earliest() -> datetime:
        """Nothing reached the office before its number patterns were in force."""
        rows = room.profile.table("agency.number", of=text, pattern=text)
        first = min(row["valid_from"] for row in rows if row["of"] == "complaint")
        return datetime.combine(first, time.min, room.zone)

    @staticmethod
    def day(at: datetime) -> date:
        """The office's day of a moment."""
        return clock.today(room.zone, at)

    @staticmethod
    def period(day: date) -> Period:
        return period_of(day, office_periods(room.profile))

    @staticmethod
    def named_period(code: str) -> Period:
        """The period with this code; NotFound when there is none."""
        found = period_named(code, office_periods(room.profile))
        if found is None:
            raise NotFound("not-found")
        return found

    @staticmethod
    def next_number(day: date) -> str:
        """The next complaint number of the year; taken inside the transaction that uses it."""
        rows = valid_on(room.profile.table("agency.number", of=text, pattern=text), day)
        pattern = next(row["pattern"] for row in reversed(rows) if row["of"] == "complaint")
        serial = numbers.take(store, f"complaint-{day.year}")
        return numbers.official(pattern, serial, day.year, day.month)
