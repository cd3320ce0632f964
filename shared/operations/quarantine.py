"""Events that the broker refuses each time they are sent alone: set aside so that others go on, until released."""

from typing import Any

from shared import clock
from shared.auth.actor import Actor
from shared.context import ServiceContext
from shared.database import audit_trail
from shared.errors import Conflict, NotFound

RELAY = Actor("relay", "relay")
ASIDE = "published_at IS NULL AND quarantined_at IS NOT NULL"
FACTS = ("position", "event_id", "type", "subject", "quarantined_at")


def put(context: ServiceContext, position: int, why: str) -> None:
    """Set the event at `position` aside; its subject waits behind it."""
    with context.store.transaction():
        now = clock.rfc3339(clock.now())
        context.store.execute("UPDATE log_event SET quarantined_at = ? WHERE position = ?", now, position)
        audit_trail.record(context, _row(context, position), "quarantine", RELAY, reason=why)


def listed(context: ServiceContext) -> list[dict[str, Any]]:
    """What stands aside, oldest first. The feed carries it all the same."""
    sql = f"SELECT {', '.join(FACTS)} FROM log_event WHERE {ASIDE} ORDER BY position"
    return [dict(zip(FACTS, row, strict=True)) for row in context.store.execute(sql).fetchall()]


def subjects(context: ServiceContext) -> set[str]:
    """Whose events wait behind one that stands aside."""
    rows = context.store.execute(f"SELECT DISTINCT subject FROM log_event WHERE {ASIDE}").fetchall()
    return {subject for (subject,) in rows}


def release(context: ServiceContext, position: int, by: Actor, reason: str) -> None:
    """Send it again, with what waits behind it; the relay notices within seconds."""
    with context.store.transaction():
        row = _row(context, position)
        sql = f"UPDATE log_event SET quarantined_at = NULL WHERE position = ? AND {ASIDE}"
        if not context.store.execute(sql, position).rowcount:
            raise Conflict("not-quarantined", position=position)
        audit_trail.record(context, row, "release", by, reason=reason)


def _row(context: ServiceContext, position: int) -> Any:
    """The log's row, named by its event's id as histories want it."""
    table = next(table for table in context.tables if table.__name__ == "LogEvent")
    if (row := table.get_or_none(table.position == position)) is None:
        raise NotFound("not-found")
    row.id = row.event_id
    return row
