"""When a complaint may be reopened, and who leads it afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.errors import Conflict

OFFICER, HEAD = 1, 2


def check_window(today: date, until: date | None) -> None:
    """Only inside the window, which is counted from the delivery of the resolution; nothing later lengthens it."""
    if until is None or today > until:
        raise Conflict("reopen-window-over", until=str(until or ""), allowed=[])


def level_after(times: int, rule: Mapping[str, Any]) -> int:
    """Who leads the case after it was reopened for the `times`-th time; refused when that was once too often."""
    if times > rule["times"]:
        raise Conflict("reopened-too-often", times=rule["times"], allowed=[])
    return HEAD if times >= rule["head_from"] else OFFICER
