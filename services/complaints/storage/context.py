"""The complaints service's own database, log and inbox, and its reading of the agency profile."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from shared import clock
from shared.context import ServiceContext
from shared.database import audit_trail as lines
from shared.database import sequences
from shared.database.store import Row
from shared.errors import NotFound
from shared.office.calendar import Calendar, Period, period_named, period_of, valid_on
from shared.office.profile import text
from shared.office.workdays import office_calendar, office_periods

context = ServiceContext("complaints")
store, log, inbox = context.store, context.log, context.inbox
transaction = store.transaction


class Table(Row):
    """A table of complaints."""

    class Meta:
        database = store.database
        legacy_table_names = False


def history(id: str) -> list[Any]:
    """What happened to a thing, oldest first."""
    return lines.of(context, id)


class profile:
    """The service's questions to the agency profile."""

    _calendars: dict[str, Calendar] = {}

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return context.profile.document("agency")

    @classmethod
    def calendar(cls) -> Calendar:
        """The office's working days; reckoned once per profile."""
        folder = str(context.profile.folder)
        if folder not in cls._calendars:
            cls._calendars[folder] = office_calendar(context.profile)
        return cls._calendars[folder]

    @staticmethod
    def earliest() -> datetime:
        """Nothing reached the office before its number patterns were in force."""
        rows = context.profile.table("agency.number", of=text, pattern=text)
        first = min(row["valid_from"] for row in rows if row["of"] == "complaint")
        return datetime.combine(first, time.min, context.zone)

    @staticmethod
    def day(at: datetime) -> date:
        """The office's day of a moment."""
        return clock.today(context.zone, at)

    @staticmethod
    def period(day: date) -> Period:
        return period_of(day, office_periods(context.profile))

    @staticmethod
    def named_period(code: str) -> Period:
        """The period with this code; NotFound when there is none."""
        found = period_named(code, office_periods(context.profile))
        if found is None:
            raise NotFound("not-found")
        return found

    @staticmethod
    def next_number(day: date) -> str:
        """The next complaint number of the year; taken inside the transaction that uses it."""
        rows = valid_on(context.profile.table("agency.number", of=text, pattern=text), day)
        pattern = next(row["pattern"] for row in reversed(rows) if row["of"] == "complaint")
        serial = sequences.take(store, f"complaint-{day.year}")
        return sequences.official(pattern, serial, day.year, day.month)
