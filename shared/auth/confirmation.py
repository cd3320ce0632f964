"""What one person writes of a power waits on its row until a second one confirmed it; one of the two decides."""

import json
from collections.abc import Mapping
from typing import Any

from shared import clock
from shared.auth.actor import Actor
from shared.auth.separation_of_duties import check_not_oneself, is_person
from shared.errors import Conflict, Forbidden


def proposal(by: Actor, decides: bool, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What waits: the columns that shall change, none where the row itself is new; a later one takes its place."""
    plain = json.loads(json.dumps(dict(facts or {}), default=str))
    return {"by": by.sub, "name": by.name, "decides": decides, "facts": plain}


def second(by: Actor, row: Any, decides: bool, own: bool = False) -> dict[str, Any]:
    """The columns that change because the caller stands behind what waits on the row: another than who entered the row
    and who proposed the change, and not whom it concerns, unless it only takes from him (`own`). `decides`: whether the
    word of the caller is one without which nothing counts; then the other's may be anybody's."""
    waiting = row.proposed or _entry(row)
    _check_other(by, row, waiting)
    concerned = own and is_person(by, row.subject, getattr(row, "name", ""))
    if not concerned:
        check_not_oneself(by, row.subject, getattr(row, "name", ""))
        if not (decides or waiting["decides"]):
            raise Forbidden("decider-needed")
    return {**_read(row, waiting["facts"]), "proposed": None, "confirmed_by": by.sub, "confirmed_at": clock.now()}


def _entry(row: Any) -> dict[str, Any]:
    """A row from before proposals were kept waits as long as nobody confirmed it."""
    if row.confirmed_by:
        raise Conflict("already-confirmed")
    return {"by": row.recorded_by, "name": "", "decides": False, "facts": {}}


def _check_other(by: Actor, row: Any, waiting: Mapping[str, Any]) -> None:
    entered = not row.confirmed_by and is_person(by, row.recorded_by)
    if entered or is_person(by, waiting["by"], waiting["name"]):
        raise Forbidden("second-person-needed")


def _read(row: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Days were kept as texts."""
    columns = row._meta.fields
    return {name: columns[name].adapt(value) if isinstance(value, str) else value for name, value in facts.items()}
