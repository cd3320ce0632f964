"""How long a certificate holds: the interval of the kind, ended by the office's rule."""

from collections.abc import Callable
from datetime import date, timedelta

from shared.office.calendar import add_months, add_years

DAY = timedelta(days=1)

# The last day is included. Offices differ in where they let the interval end, so the rule is a name in the profile.
RULES: dict[str, Callable[[date, int], date]] = {
    "anniversary": lambda tested_on, years: add_years(tested_on, years) - DAY,
    "same_day": add_years,
    "month_end": lambda tested_on, years: add_months(add_years(tested_on, years).replace(day=1), 1) - DAY,
}


def valid_until(tested_on: date, years: int | None, rule: str) -> date | None:
    """The last day on which the certificate holds; None when no interval is settled for the kind."""
    return RULES[rule](tested_on, years) if years else None
