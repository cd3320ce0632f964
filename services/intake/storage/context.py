"""Intake's own database, log and inbox, and its reading of the agency profile."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from services.intake.storage.plate_rules import plate_rules_on
from shared.context import ServiceContext
from shared.office import profile as office
from shared.office.agency import Questions
from shared.office.profile import optional, text, whole, words

context = ServiceContext("intake")
store, log, inbox, history = context.store, context.log, context.inbox, context.history
transaction = store.transaction
Table = context.table_base()
DATA = Path(__file__).parent.parent / "data"


class Profile(Questions):
    """Intake's own questions to the agency profile."""

    def kinds(self, day: date) -> dict[str, Mapping[str, Any]]:
        """Kinds of instrument in force on `day`, by code."""
        lists = dict.fromkeys(("params", "required"), optional(words))
        rows = self.by_code("kinds", day, name_id=text, name_en=text, most_units=whole, **lists)
        return {
            code: {
                **row,
                "params": row["params"] or (),
                "required": row["required"] or (),
                "plate_rules": plate_rules_on(day, row.get("mpe") or ""),
            }
            for code, row in rows.items()
        }

    @cached_property
    def parameters(self) -> dict[str, Mapping[str, Any]]:
        """What parameters are called, and in which unit they are said, by code."""
        rows = office.Profile(DATA).table("parameters", code=text, label_id=text, label_en=text)
        return {row["code"]: row for row in rows}

    def districts(self, day: date) -> dict[str, Mapping[str, Any]]:
        return self.by_code("districts", day, name=text)

    def referrals(self, day: date) -> dict[str, Mapping[str, Any]]:
        """Offices to which an instrument out of scope may be referred."""
        return self.by_code("referrals", day, name_id=text)

    def lapse_days(self, day: date) -> int:
        """After how many days a returned letter that was not handed in again lapses."""
        return self.dated("agency.lapse", day, days=whole)["days"]

    def promise_years(self, day: date) -> int:
        return self.dated("agency.promise", day, years=whole)["years"]

    def next_number(self, day: date) -> str:
        """The next application number of the year."""
        return self.official_number("application", day)


profile = Profile(context)
