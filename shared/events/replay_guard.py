"""After a restore the inbox is worked on again: what it made us tell then, and came back, is not told a second time."""

import hashlib

from shared import clock
from shared.database.store import Store
from shared.events.declarations import Draft
from shared.events.envelope import Envelope

PREFIX = "told "


def note(store: Store, one: Envelope) -> None:
    """Remember an event that came back, if another's event had caused it."""
    if causation := one.attributes.get("causationid"):
        sql = "INSERT INTO marker (name, at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
        store.execute(sql, _name(causation, one.type, one.subject), clock.rfc3339(clock.now()))


def is_told(store: Store, one: Draft) -> bool:
    """Whether this event stands in the log already, from before the restore."""
    name = _name(one.cause.causation, one.kind.type, one.subject)
    return bool(store.execute("SELECT 1 FROM marker WHERE name = ?", name).fetchone())


def _name(causation: str, type_: str, subject: str) -> str:
    return PREFIX + hashlib.sha256(f"{causation}\n{type_}\n{subject}".encode()).hexdigest()
