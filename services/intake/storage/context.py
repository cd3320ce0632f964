"""Intake's own database, log and inbox, and its reading of the agency profile."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.context import ServiceContext
from shared.database import audit_trail as lines
from shared.database import sequences
from shared.errors import Invalid
from shared.office.calendar import Period, period_of, valid_on
from shared.office.profile import optional, text, whole, words
from shared.office.workdays import office_periods

context = ServiceContext("intake")
store, log, inbox = context.store, context.log, context.inbox
transaction = store.transaction


def history(id: str) -> list[Any]:
    """What happened to a thing, oldest first."""
    return lines.of(context, id)


class profile:
    """Intake's questions to the agency profile; each names the faulty row when the profile is wrong."""

    @staticmethod
    def agency() -> Mapping[str, Any]:
        return context.profile.document("agency")

    @staticmethod
    def kinds(day: date) -> dict[str, Mapping[str, Any]]:
        """Kinds of instrument in force on `day`, by code."""
        lists = dict.fromkeys(("params", "required"), optional(words))
        rows = context.profile.table("kinds", code=text, name_id=text, name_en=text, most_units=whole, **lists)
        rows = [{**row, "params": row["params"] or (), "required": row["required"] or ()} for row in rows]
        return {row["code"]: row for row in valid_on(rows, day)}

    @staticmethod
    def districts(day: date) -> dict[str, Mapping[str, Any]]:
        return {row["code"]: row for row in valid_on(context.profile.table("districts", code=text, name=text), day)}

    @staticmethod
    def referrals(day: date) -> dict[str, Mapping[str, Any]]:
        """Offices to which an instrument out of scope may be referred."""
        return {row["code"]: row for row in valid_on(context.profile.table("referrals", code=text, name_id=text), day)}

    @staticmethod
    def period(day: date) -> Period:
        return period_of(day, office_periods(context.profile))

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
            row for row in valid_on(context.profile.table("agency.number", of=text), day) if row["of"] == "application"
        ]
        serial = sequences.take(store, f"application-{day.year}")
        return sequences.official(patterns[-1]["pattern"], serial, day.year, day.month)


def _dated(table: str, day: date, **columns: Any) -> Mapping[str, Any]:
    rows = valid_on(context.profile.table(table, **columns), day)
    if not rows:
        raise Invalid("profile-has-no-row", table=table, day=str(day))
    return rows[-1]
