"""What came: bytes kept once, whoever brings them, and how far each source has been read."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from shared import clock
from shared.database import counters
from shared.database.store import Store
from shared.events.declarations import Event
from shared.events.envelope import Envelope, Unreadable, unpack
from shared.ids import uuid7
from shared.process import fault_injection

STORE = """INSERT INTO inbox_event
           (id, source, event_id, type, subject, sequence, position, body, state, attempts, next_at, last_error,
            received_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT (source, event_id) DO NOTHING"""
RECEIVED, ABSORBED = "received", "absorbed"  # sums of what was new and of what came once more
# Sources of what is kept dead for a look alone: bytes that are no event, and events under another's name.
UNREADABLE, FORGED = "unreadable", "forged"


class Received:
    """The door of the inbox."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.handlers: dict[str, tuple[type[Event], Callable[[Any], object]]] = {}

    def store_page(
        self, bodies: list[bytes], source: str = "", position: int = 0, epoch: int = 1, comparing: bool = False
    ) -> int:
        """Keep the events and move the cursor of `source`, all in one transaction; returns how many were new.

        `comparing`: a second witness reads out what the carrier brings as well; what is known then is no surprise.
        """
        with self.store.transaction():
            new = sum(self._keep(raw) for raw in bodies)
            counters.add(self.store, RECEIVED, new)
            counters.add(self.store, ABSORBED, 0 if comparing else len(bodies) - new)
            fault_injection.point("after_store_before_cursor")
            if source:
                self.store.execute(
                    """INSERT INTO source_cursor (source, position, epoch) VALUES (?, ?, ?)
                       ON CONFLICT (source) DO UPDATE SET position = excluded.position, epoch = excluded.epoch""",
                    *(source, position, epoch),
                )
        fault_injection.point("after_store_before_ack")
        return new

    def distrust(self, bodies: list[bytes]) -> None:
        """Keep, as dead for ever, what came under the name of a service that did not tell it."""
        with self.store.transaction():
            counters.add(
                self.store, RECEIVED, sum(self._aside(raw, FORGED, "told in another's name") for raw in bodies)
            )

    def cursor(self, source: str) -> tuple[int, int]:
        """Position and epoch up to which `source` has been read."""
        row = self.store.execute("SELECT position, epoch FROM source_cursor WHERE source = ?", source).fetchone()
        return tuple(row) if row else (0, 1)

    def begin_anew(self, source: str, types: Sequence[str]) -> None:
        """Read a source from its beginning once somebody here hears a type that was never asked for before.

        A cursor has passed what nobody heard: told by a peer that knew the type first, it would never come.
        """
        names = {f"asked {type_}" for type_ in types}
        sql = f"SELECT name FROM marker WHERE name IN ({', '.join('?' * len(names))})"
        known: set[str] = {name for (name,) in self.store.execute(sql, *names).fetchall()} if names else set()
        if new := sorted(names - known):
            with self.store.transaction():
                for name in new:
                    asked = "INSERT INTO marker (name, at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
                    self.store.execute(asked, name, clock.rfc3339(clock.now()))
                self.store.execute("UPDATE source_cursor SET position = 0 WHERE source = ?", source)

    def heard(self, source: str, back: int) -> tuple[int, str] | None:
        """Position and id of the last event of `source` that came, or of the one so many before it."""
        sql = "SELECT position, event_id FROM inbox_event WHERE source = ? ORDER BY position DESC LIMIT 1 OFFSET ?"
        return self.store.execute(sql, source, back).fetchone()

    def healed(self, source: str, count: int, first: bool) -> None:
        """Count what the broker failed to bring; a reader's first catch-up counts apart."""
        series = f"{'caught-up' if first else 'healed'} {source}"
        counters.add(self.store, series, count)

    def settled(self, source: str, position: int) -> bool:
        """Whether everything of `source` up to `position` has been read and worked on."""
        sql = "SELECT COUNT(*) FROM inbox_event WHERE source = ? AND position <= ? AND state = 'pending'"
        return self.cursor(source)[0] >= position and not self.store.execute(sql, source, position).fetchone()[0]

    def _keep(self, raw: bytes) -> int:
        try:
            one = unpack(raw)
        except Unreadable as fault:
            return self._aside(raw, UNREADABLE, line(str(fault)))
        key, now = (one.source, one.id, one.type, one.subject, one.sequence, one.position), clock.rfc3339(clock.now())
        return self.store.execute(STORE, uuid7(), *key, self._shut(one), "pending", now, None, now).rowcount

    def _aside(self, raw: bytes, source: str, why: str) -> int:
        digest, now = hashlib.sha256(raw).hexdigest(), clock.rfc3339(clock.now())
        return self.store.execute(STORE, uuid7(), source, digest, "", digest, 1, 0, raw, "dead", now, why, now).rowcount

    def _shut(self, one: Envelope) -> bytes:
        """Internal events carry personal data, which lies sealed."""
        heard = self.handlers.get(one.type)
        return self.store.vault.shut(one.raw) if heard is not None and heard[0].internal else one.raw


def line(text: str) -> str:
    """What went wrong, without the characters that a database refuses, which poison likes to bring."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:2000])
