"""Testing's own database, log and inbox, its reading of the agency profile and of the dated rules."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.context import ServiceContext
from shared.database import audit_trail as lines
from shared.database import sequences
from shared.database.store import Row
from shared.errors import Invalid
from shared.office.calendar import Calendar, Period, period_after, period_named, period_of, periods_of, valid_on
from shared.office.profile import Profile, text, whole
from shared.office.workdays import office_calendar, office_periods

context = ServiceContext("testing")
store, log, inbox = context.store, context.log, context.inbox
transaction = store.transaction
RULES = Path(__file__).parent.parent / "data"


class Table(Row):
    """A table of testing."""

    class Meta:
        database = store.database
        legacy_table_names = False


def history(id: str) -> list[Any]:
    """What happened to a thing, oldest first."""
    return lines.of(context, id)


def rule(name: str, day: date) -> Mapping[str, Any]:
    """The office's own rule in force on `day`, from data/rules.toml."""
    return _dated(Profile(RULES).table(f"rules.{name}"), f"rules.{name}", day)


class profile:
    """Testing's questions to the agency profile; each names the faulty row when the profile is wrong."""

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return context.profile.document("agency")

    @staticmethod
    def kinds(day: date) -> dict[str, Mapping[str, Any]]:
        """Kinds of instrument in force on `day`, by code."""
        rows = context.profile.table("kinds", code=text, name_id=text, name_en=text, place=text, minutes_per_unit=whole)
        return {row["code"]: row for row in valid_on(rows, day)}

    @staticmethod
    def minutes(kind: str, units: int, day: date) -> int:
        """What an instrument of this kind costs a session."""
        row = profile.kinds(day).get(kind)
        if row is None:
            raise Invalid("unknown-kind", errors=[{"pointer": "/kind", "code": "unknown-kind"}], kind=kind)
        return row["minutes_per_unit"] * units

    @staticmethod
    def modes(kind: str, day: date) -> list[str]:
        """Where a kind may be tested: `office`, `group`, `on_site`."""
        places = profile.agency()["place"]
        row = profile.kinds(day).get(kind) or {"place": "".join(places)}
        return [places[letter]["mode"] for letter in row["place"]]

    @staticmethod
    def districts(day: date) -> dict[str, Mapping[str, Any]]:
        return {row["code"]: row for row in valid_on(context.profile.table("districts", code=text, name=text), day)}

    @staticmethod
    def period(day: date) -> Period:
        return period_of(day, office_periods(context.profile))

    @staticmethod
    def named_period(code: str) -> Period | None:
        """The period with this code, if the office has one."""
        return period_named(code, office_periods(context.profile))

    @staticmethod
    def period_after(period: Period) -> Period:
        return period_after(period, office_periods(context.profile))

    @staticmethod
    def periods(years: range) -> list[Period]:
        rows = office_periods(context.profile)
        return [each for year in years for each in periods_of(year, rows)]

    @staticmethod
    def calendar() -> Calendar:
        return _calendar(context.profile)

    @staticmethod
    def next_number(day: date) -> str:
        """The next order number of the year; taken inside the transaction that uses it."""
        rows = [row for row in context.profile.table("agency.number", of=text) if row["of"] == "order"]
        pattern = _dated(rows, "agency.number", day)["pattern"]
        return sequences.official(pattern, sequences.take(store, f"order-{day.year}"), day.year, day.month)


@cache
def _calendar(of: Profile) -> Calendar:
    return office_calendar(of)


def _dated(rows: list[Mapping[str, Any]], table: str, day: date) -> Mapping[str, Any]:
    valid = valid_on(rows, day)
    if not valid:
        raise Invalid("profile-has-no-row", table=table, day=str(day))
    return valid[-1]
