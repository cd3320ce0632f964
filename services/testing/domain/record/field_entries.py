"""What a device wrote down while it was offline, put together the same way in whatever order it arrives."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from services.testing.domain.lifecycle import OrderState, SessionState

Entry = Mapping[str, Any]
PARTS = ("environment", "standards", "adjustment", "marks", "type_conformity")


def folded(entries: Iterable[Entry]) -> dict[str, Any]:
    """The record that all entries make together: of two words on one thing the later counts."""
    record: dict[str, Any] = {}
    tests: dict[str, dict[str, Any]] = {}
    stops: dict[str, str] = {}
    for entry in sorted(entries, key=lambda one: (one["taken_at"], one["id"])):
        record |= {name: entry[name] for name in PARTS if name in entry}
        if entry.get("replaces"):  # a list that was typed replaces all of the former
            tests, stops = {}, {}
        for unit in _units(entry):
            tests.setdefault(unit["unit"], {}).update(unit.get("tests") or {})
            stops |= {unit["unit"]: unit["stopped"]} if unit.get("stopped") else {}
    readings = [{"unit": unit, "tests": tests.get(unit, {})} for unit in sorted(tests.keys() | stops.keys())]
    stopped = ({"stopped": stops[row["unit"]]} if row["unit"] in stops else {} for row in readings)
    return {**record, "readings": [row | more for row, more in zip(readings, stopped, strict=True)]}


def _units(entry: Entry) -> Sequence[Mapping[str, Any]]:
    return entry.get("readings") or ()


def all_here(entries: Sequence[Entry]) -> bool:
    """Whether the device said how many entries it has, and all of them have come."""
    own = [entry for entry in entries if not entry.get("online")]
    counts = [entry["complete"] for entry in own if entry.get("complete")]
    return bool(counts) and len(own) >= max(counts)


def late(taken: date, received: date) -> bool:
    """ISO/IEC 17020, 7.3.1: records are made at the time; what comes on a later day says so."""
    return received > taken


def refusal(taken_at: datetime, begins: datetime | None, now: datetime, drift_minutes: int) -> str:
    """Why an entry cannot belong to the day of testing that `begins` then; empty when it can.

    The moment is only compared: a broken clock may say one that no calendar has a day for.
    """
    if taken_at > now + timedelta(minutes=drift_minutes):
        return "from-the-future"
    if begins is None:
        return "order-not-scheduled"
    return "before-session" if taken_at < begins else ""


def closed_to(order_state: str, session_state: str | None) -> str:
    """Why nothing can be written for this order now; empty when something can."""
    if order_state not in (OrderState.SCHEDULED, OrderState.EXAMINED):
        return "order-not-scheduled"
    if order_state == OrderState.SCHEDULED and session_state != SessionState.OPEN:
        return "session-not-open"
    return ""
