"""Events that could not be applied: found, shown, tried again, skipped or exported by a person who gives a reason."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from shared import clock
from shared.auth.actor import Actor
from shared.context import ServiceContext
from shared.database import audit_trail
from shared.database.fields import plain
from shared.errors import Conflict, NotFound
from shared.events.envelope import Unreadable, unpack
from shared.events.inbox_store import FORGED, UNREADABLE

DEAD, PARKED, WAITING = STANDINGS = "dead", "parked", "waiting"
# What is written into the history, and what becomes of the event.
RETRY, REREAD, SKIP = ("retry", "pending"), ("read-again", "skipped"), ("skip", "skipped")
SHOWN = ("id", "source", "event_id", "type", "subject", "sequence", "position", "attempts", "received_at", "last_error")
BEHIND = """SELECT COUNT(*) FROM inbox_event WHERE source = ? AND subject = ? AND sequence > ? AND state = 'pending'"""


@dataclass(frozen=True)
class Wanted:
    """Which events; what is empty or None is not asked for. The times are those of receipt.

    `standing`: dead; parked behind a dead one of the same subject; or waiting, tried in vain and to be tried again.
    """

    standing: str = DEAD
    id: str = ""
    type: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None


def query(context: ServiceContext, wanted: Wanted) -> Any:
    """The events that `wanted` describes, as a query to be ordered and paged."""
    table = _table(context)
    asked = [
        (wanted.id, table.id == wanted.id),
        (wanted.type, table.type == wanted.type),
        (wanted.source, table.source == wanted.source),
        (wanted.since, table.received_at >= wanted.since),
        (wanted.until, table.received_at < wanted.until),
    ]
    return table.select().where(_stands(table, wanted.standing), *[condition for value, condition in asked if value])


def _stands(table: Any, standing: str) -> Any:
    if standing == DEAD:
        return table.state == DEAD
    other = table.alias()
    same = (other.source == table.source) & (other.subject == table.subject) & (other.sequence < table.sequence)
    parked = fn.EXISTS(other.select(other.id).where(same, other.state == DEAD))
    pending = table.state == "pending"
    return pending & parked if standing == PARKED else pending & table.last_error.is_null(False) & ~parked


def show(context: ServiceContext, row: Any) -> dict[str, Any]:
    """What an operator may see of `row`: never the personal data that an internal event carries."""
    behind = context.store.execute(BEHIND, row.source, row.subject, row.sequence).fetchone()[0]
    return {**{name: getattr(row, name) for name in SHOWN}, "state": row.state, "waiting_behind": behind}


def detail(context: ServiceContext, id: str) -> dict[str, Any]:
    """The same with the event itself and with what people did about it."""
    row = find(context, id)
    return {**show(context, row), "event": _event(context, row), "history": audit_trail.newest(context, id)}


def find(context: ServiceContext, id: str) -> Any:
    """An event of the inbox by its id, whatever became of it."""
    table = _table(context)
    if (row := table.get_or_none(table.id == id)) is None:
        raise NotFound("not-found")
    return row


def retry(context: ServiceContext, id: str, by: Actor, reason: str) -> None:
    """Give the event a fresh set of tries; what waits behind it follows in its order."""
    with context.store.transaction():
        _retry(context, find(context, id), by, reason)


def retry_all(context: ServiceContext, wanted: Wanted, by: Actor, reason: str) -> int:
    """Retry all that are wanted, but for bytes that still are no event; returns how many."""
    with context.store.transaction():
        rows = [
            row for row in _oldest_first(context, wanted) if row.source not in (UNREADABLE, FORGED) or _readable(row)
        ]
        for row in rows:
            _retry(context, row, by, reason)
    return len(rows)


def skip(context: ServiceContext, id: str, by: Actor, reason: str) -> None:
    """Give the event up: it is never applied, and what waits behind it goes on."""
    with context.store.transaction():
        _leave(context, find(context, id), SKIP, by, reason)


def export(context: ServiceContext, wanted: Wanted, by: Actor, reason: str) -> Iterator[str]:
    """A JSON line for each event with its exact bytes; each export stands in the history of what it held."""
    with context.store.transaction():
        rows = _oldest_first(context, wanted)
        for row in rows:
            audit_trail.record(context, row, "export", by, reason=reason)
    return (_line(row) for row in rows)


def _retry(context: ServiceContext, row: Any, by: Actor, reason: str) -> None:
    if row.source not in (UNREADABLE, FORGED):
        _leave(context, row, RETRY, by, reason)
        return
    if not _readable(row):
        raise Conflict("still-unreadable", error=row.last_error)
    # It goes in anew under its own name, so that a second copy from elsewhere is known as one.
    context.inbox.store_page([context.store.vault.bare(row.body)])
    _leave(context, row, REREAD, by, reason)


def _leave(context: ServiceContext, row: Any, deed: tuple[str, str], by: Actor, reason: str) -> None:
    (action, state), now = deed, clock.rfc3339(clock.now())
    sql = "UPDATE inbox_event SET state = ?, attempts = 0, next_at = ? WHERE id = ? AND state = 'dead'"
    if not context.store.execute(sql, state, now, row.id).rowcount:
        raise Conflict("not-dead", state=row.state)
    facts = {"reason": reason, "error": row.last_error, "attempts": row.attempts}
    audit_trail.record(context, row, action, by, source=DEAD, target=state, **facts)


def _oldest_first(context: ServiceContext, wanted: Wanted) -> list[Any]:
    return list(query(context, wanted).order_by(_table(context).id))


def _event(context: ServiceContext, row: Any) -> dict[str, Any] | None:
    try:
        attributes = unpack(context.store.vault.bare(row.body)).attributes
    except Unreadable:
        return None
    kind, _ = context.inbox.handlers.get(row.type, (None, None))
    public = kind is not None and not kind.internal
    return attributes if public else {name: value for name, value in attributes.items() if name != "data"}


def _readable(row: Any) -> bool:
    try:
        unpack(bytes(row.body))
    except Unreadable:
        return False
    return row.source != FORGED


def _line(row: Any) -> str:
    facts = {name: getattr(row, name) for name in SHOWN}
    body = base64.b64encode(bytes(row.body)).decode()  # what is sealed leaves sealed
    return json.dumps({**facts, "body_base64": body}, ensure_ascii=False, default=plain)


def _table(context: ServiceContext) -> Any:
    return next(table for table in context.tables if table.__name__ == "InboxEvent")
