"""Testing's own database, log and inbox, its reading of the agency profile and of the dated rules."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from shared.context import ServiceContext
from shared.errors import Invalid
from shared.office import profile as office
from shared.office.agency import Questions, newest
from shared.office.calendar import Period, period_after, periods_of, valid_on
from shared.office.profile import text, whole
from shared.office.workdays import office_periods

context = ServiceContext("testing")
store, log, inbox, history = context.store, context.log, context.inbox, context.history
transaction = store.transaction
Table = context.table_base()
RULES = Path(__file__).parent.parent / "data"


def rule(name: str, day: date) -> Mapping[str, Any]:
    """The office's own rule in force on `day`, from data/rules.toml."""
    table = f"rules.{name}"
    return newest(valid_on(office.Profile(RULES).table(table), day), table, day)


class Profile(Questions):
    """Testing's own questions to the agency profile."""

    def kinds(self, day: date) -> dict[str, Mapping[str, Any]]:
        """Kinds of instrument in force on `day`, by code."""
        return self.by_code("kinds", day, name_id=text, name_en=text, place=text, minutes_per_unit=whole)

    def minutes(self, kind: str, units: int, day: date) -> int:
        """What an instrument of this kind costs a session."""
        row = self.kinds(day).get(kind)
        if row is None:
            raise Invalid("unknown-kind", errors=[{"pointer": "/kind", "code": "unknown-kind"}], kind=kind)
        return row["minutes_per_unit"] * units

    def modes(self, kind: str, day: date) -> list[str]:
        """Where a kind may be tested: `office`, `group`, `on_site`."""
        places = self.agency()["place"]
        row = self.kinds(day).get(kind) or {"place": "".join(places)}
        return [places[letter]["mode"] for letter in row["place"]]

    def districts(self, day: date) -> dict[str, Mapping[str, Any]]:
        return self.by_code("districts", day, name=text)

    def period_after(self, period: Period) -> Period:
        return period_after(period, office_periods(self.office.profile))

    def periods(self, years: range) -> list[Period]:
        rows = office_periods(self.office.profile)
        return [each for year in years for each in periods_of(year, rows)]

    def next_number(self, day: date) -> str:
        """The next order number of the year."""
        return self.official_number("order", day)


profile = Profile(context)
