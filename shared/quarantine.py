"""Events that the broker refuses each time they are sent alone: set aside so that others go on, until released."""

from typing import Any

from shared import clock, history
from shared.actor import Actor
from shared.errors import Conflict, NotFound
from shared.service import Room

RELAY = Actor("relay", "relay")
ASIDE = "published_at IS NULL AND quarantined_at IS NOT NULL"
FACTS = ("position", "event_id", "type", "subject", "quarantined_at")


def put(room: Room, position: int, why: str) -> None:
    """Set the event at `position` aside; its subject waits behind it."""
    with room.store.transaction():
        now = clock.rfc3339(clock.now())
        room.store.execute("UPDATE log_event SET quarantined_at = ? WHERE position = ?", now, position)
        history.record(room, _row(room, position), "quarantine", RELAY, reason=why)


def listed(room: Room) -> list[dict[str, Any]]:
    """What stands aside, oldest first. The feed carries it all the same."""
    sql = f"SELECT {', '.join(FACTS)} FROM log_event WHERE {ASIDE} ORDER BY position"
    return [dict(zip(FACTS, row, strict=True)) for row in room.store.execute(sql).fetchall()]


def subjects(room: Room) -> set[str]:
    """Whose events wait behind one that stands aside."""
    rows = room.store.execute(f"SELECT DISTINCT subject FROM log_event WHERE {ASIDE}").fetchall()
    return {subject for (subject,) in rows}


def release(room: Room, position: int, by: Actor, reason: str) -> None:
    """Send it again, with what waits behind it; the relay notices within seconds."""
    with room.store.transaction():
        row = _row(room, position)
        sql = f"UPDATE log_event SET quarantined_at = NULL WHERE position = ? AND {ASIDE}"
        if not room.store.execute(sql, position).rowcount:
            raise Conflict("not-quarantined", position=position)
        history.record(room, row, "release", by, reason=reason)


def _row(room: Room, position: int) -> Any:
    """The log's row, named by its event's id as histories want it."""
    table = next(table for table in room.tables if table.__name__ == "LogEvent")
    if (row := table.get_or_none(table.position == position)) is None:
        raise NotFound("not-found")
    row.id = row.event_id
    return row
