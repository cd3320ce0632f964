"""Until when a rejected instrument may come again, and which orders may still join a running session."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.testing.domain.lifecycle import SessionState
from shared.errors import Conflict
from shared.office.calendar import Calendar, Period


def retest_until(calendar: Calendar, day: date, working_days: int, last: Period) -> date:
    """So many working days after the test, never beyond the end of the last period that counts."""
    return min(calendar.add_working_days(day, working_days).on, last.last)


def check_bookable(session: Mapping[str, Any], order: Mapping[str, Any], modes: list[str], today: date) -> None:
    """Published sessions that are not over take everybody.

    Into a running one an officer who is there takes walk-ins and repaired instruments; nobody books himself into it.
    """
    joins = order["by_office"] and (order["channel"] == "walk_in" or order["cause"] == "retest")
    open_to = {SessionState.PUBLISHED: session["date"] >= today, SessionState.OPEN: joins}
    if not open_to.get(session["state"], False):
        raise Conflict("session-not-bookable", state=session["state"], errors=[_at("not-bookable")])
    if session["mode"] not in modes:
        raise Conflict("kind-not-tested-there", kind=order["kind"], modes=", ".join(modes), errors=[_at("mode")])


def _at(code: str) -> dict[str, str]:
    return {"pointer": "/session_id", "code": code}
