"""What every service asks of the agency profile; a service's own questions stand in a subclass of `Questions`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from shared.database import sequences
from shared.database.store import Store
from shared.errors import Invalid
from shared.office.calendar import Calendar, Period, period_named, period_of, valid_on
from shared.office.profile import Profile, Reader, text
from shared.office.workdays import office_calendar, office_periods


class Office(Protocol):
    """A service's context, as far as these questions need it; its profile is set when the service is opened."""

    profile: Profile
    store: Store


class Questions:
    """Questions to the agency profile; each names the faulty row or the missing table when the profile is wrong."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._calendars: dict[Profile, Calendar] = {}

    def agency(self) -> Mapping[str, Any]:
        return self.office.profile.document("agency")

    def rows(self, table: str, day: date, **columns: Reader) -> list[Mapping[str, Any]]:
        """The rows of a table in force on `day`; `columns` as in `Profile.table`."""
        return valid_on(self.office.profile.table(table, **columns), day)

    def by_code(self, table: str, day: date, **columns: Reader) -> dict[str, Mapping[str, Any]]:
        """The same by their column `code`."""
        return {row["code"]: row for row in self.rows(table, day, code=text, **columns)}

    def dated(self, table: str, day: date, **columns: Reader) -> Mapping[str, Any]:
        """The one row in force on `day`; refused when there is none."""
        return newest(self.rows(table, day, **columns), table, day)

    def calendar(self) -> Calendar:
        """The office's working days; built once per profile."""
        profile = self.office.profile
        if profile not in self._calendars:
            self._calendars[profile] = office_calendar(profile)
        return self._calendars[profile]

    def period(self, day: date) -> Period:
        return period_of(day, office_periods(self.office.profile))

    def named_period(self, code: str) -> Period | None:
        """The period with this code, if the office has one."""
        return period_named(code, office_periods(self.office.profile))

    def official_number(self, series: str, day: date) -> str:
        """The next official number of the year in `series`; taken inside the transaction that uses it."""
        table = "agency.number"
        rows = [row for row in self.rows(table, day, of=text, pattern=text) if row["of"] == series]
        pattern = newest(rows, table, day)["pattern"]
        serial = sequences.take(self.office.store, f"{series}-{day.year}")
        return sequences.official(pattern, serial, day.year, day.month)


def newest(rows: Iterable[Mapping[str, Any]], table: str, day: date) -> Mapping[str, Any]:
    """The last of the rows in force on `day`; refused, with the name of the table, when there is none."""
    found = list(rows)
    if not found:
        raise Invalid("profile-has-no-row", table=table, day=str(day))
    return found[-1]
