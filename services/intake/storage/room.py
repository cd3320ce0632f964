"""Intake's own database, log and inbox, and its reading of the agency profile."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared import history as lines
from shared import numbers
from shared.calendar import Period, period_of, valid_on
from shared.errors import Invalid
from shared.profile import optional, text, whole, words
from shared.service import Room
from shared.workdays import office_periods

room = Room("intake")
store, log, inbox = room.store, room.log, room.inbox
transaction = store.transaction


def history(id: str) -> list[Any]:
    """What happened to a thing, oldest first."""
    return lines.of(room, id)


class profile:
    """Intake's questions to the agency profile; each names the faulty row when the profile is wrong."""

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return room.profile.document("agency")

    @staticmethod
    def kinds(day: date) -> dict[str, Mapping[str, Any]]:
        """Kinds of instrument in force on `day`, by code."""
        lists = dict.fromkeys(("params", "required"), optional(words))
        rows = room.profile.table("kinds", code=text, name_id=text, name_en=text, most_units=whole, **lists)
        rows = [{**row, "params": row["params"] or (), "required": row["required"] or ()} for row in rows]
        return {row["code"]: row for row in valid_on(rows, day)}

    @staticmethod
    def districts(day: date) -> dict[str, Mapping[str, Any]]:
        return {row["code"]: row for row in valid_on(room.profile.table("districts", code=text, name=text), day)}

    @staticmethod
    def referrals(day: date) -> dict[str, Mapping[str, Any]]:
        """Offices to which an instrument out of scope may be referred."""
        return {row["code"]: row for row in valid_on(room.profile.table("referrals", code=text, name_id=text), day)}

    @staticmethod
    def period(day: date) -> Period:
        return period_of(day, office_periods(room.profile))

    @staticmethod
    def lapse_days(day: date) -> int:
        """After how many days a returned letter that was not handed in again lapses."""
        return _dated("agency.lapse", day, days=whole)["days"]

    @staticmethod
    def promise_years(day: date) -> int:
        return _dated("agency.promise", day, years=whole)["years"]

    @staticmethod
    def next_number(day: date) -> str:
        """The next application number of the year; taken inside the transaction that uses it."""
        patterns = [
            row for row in valid_on(room.profile.table("agency.number", of=text), day) if row["of"] == "application"
        ]
        serial = numbers.take(store, f"application-{day.year}")
        return numbers.official(patterns[-1]["pattern"], serial, day.year, day.month)


def _dated(table: str, day: date, **columns: Any) -> Mapping[str, Any]:
    rows = valid_on(room.profile.table(table, **columns), day)
    if not rows:
        raise Invalid("profile-has-no-row", table=table, day=str(day))
    return rows[-1]
