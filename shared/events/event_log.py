"""The event log: what this service tells, written in the transaction of the change, read by position."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shared import clock
from shared.database.bounded_reads import filled
from shared.database.store import Store
from shared.events import replay_guard
from shared.events.declarations import Draft, Event, draft
from shared.events.envelope import MAX_BYTES, written
from shared.process.stopping import stopping

INSERT = """INSERT INTO log_event (position, event_id, type, subject, sequence, internal, body, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True)
class Page:
    """A piece of the log: bodies in order, the position to go on from, the last position there is, the epoch."""

    bodies: list[bytes]
    next: int
    head: int
    epoch: int


class Log:
    """`emit` collects; the transaction writes rows and counter as its last statements, so positions are gapless."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.source = ""
        self.schemas = ""
        self.grown = threading.Condition()
        store.before_commit.append(self._write)
        store.after_commit.append(self._wake)
        store.after_rollback.append(self._drop)

    def emit(self, kind: type[Event], /, **facts: Any) -> None:
        """Tell `kind` when the running transaction commits; raises outside a transaction and on wrong facts."""
        if not self.store.in_transaction:
            raise RuntimeError(f"{kind.type} told outside a transaction")
        self.store.scratch.setdefault("drafts", []).append(draft(kind, facts))

    def head(self) -> tuple[int, int]:
        """Last position and epoch; (0, 1) before the first event."""
        row = self.store.execute("SELECT position, epoch FROM log_head WHERE id = 1").fetchone()
        return tuple(row) if row else (0, 1)

    def page(self, after: int, limit: int, types: Iterable[str] = (), internal: bool = False) -> Page:
        """Events after a position, oldest first, fewer than `limit` when they are large.

        `next` also passes what the filter left out.
        """
        head, epoch = self.head()
        where, params = "position > ? AND position <= ?", [after, head]
        if not internal:
            where += " AND internal = ?"
            params.append(False)
        if chosen := sorted(types):
            where += f" AND type IN ({', '.join('?' * len(chosen))})"
            params += chosen
        sql = f"SELECT position, body FROM log_event WHERE {where} ORDER BY position LIMIT ?"

        def read(last: tuple[int, bytes] | None, count: int) -> list[tuple[int, bytes]]:
            params[0] = last[0] if last else after
            rows = self.store.execute(sql, *params, count).fetchall()
            return [(position, self.store.vault.bare(body)) for position, body in rows]

        rows, more = filled(read, limit, lambda row: len(row[1]))
        return Page([body for _, body in rows], rows[-1][0] if more else head, head, epoch)

    def wait(self, after: int, seconds: float) -> None:
        """Return when the log has grown past `after`, or the time is over; another process's commit is seen too."""
        deadline = seconds
        while self.head()[0] <= after and deadline > 0 and not stopping.is_set():
            with self.grown:
                self.grown.wait(min(0.1, deadline))
            deadline -= 0.1

    def _write(self) -> None:
        drafts = self.store.scratch.pop("drafts", [])
        if not (
            drafts := [one for one in drafts if not (one.cause.causation and replay_guard.is_told(self.store, one))]
        ):
            return
        last, epoch = self._advance(len(drafts))
        for position, one in enumerate(drafts, last - len(drafts) + 1):
            self._append(one, position, epoch)
        self.store.scratch["told"] = last

    def _drop(self) -> None:
        """What was collected in a transaction that failed never happened."""
        self.store.scratch.pop("drafts", None)

    def _advance(self, count: int) -> tuple[int, int]:
        sql = "UPDATE log_head SET position = position + ? WHERE id = 1 RETURNING position, epoch"
        if row := self.store.execute(sql, count).fetchone():
            return tuple(row)
        self.store.execute("INSERT INTO log_head (id, position, epoch) VALUES (1, 0, 1) ON CONFLICT DO NOTHING")
        return self._advance(count)

    def _append(self, one: Draft, position: int, epoch: int) -> None:
        last = self.store.execute("SELECT MAX(sequence) FROM log_event WHERE subject = ?", one.subject).fetchone()[0]
        sequence = (last or 0) + 1
        body = self._envelope(one, {"sequence": str(sequence), "position": str(position), "epoch": str(epoch)})
        if len(body) > MAX_BYTES:
            raise ValueError(f"{one.kind.type} has {len(body)} bytes")
        kept = self.store.vault.shut(body) if one.kind.internal else body
        values = (one.kind.type, one.subject, sequence, one.kind.internal, kept, clock.rfc3339(clock.now()))
        self.store.execute(INSERT, position, one.id, *values)

    def _envelope(self, one: Draft, place: dict[str, str]) -> bytes:
        attributes = {
            "specversion": "1.0",
            "id": one.id,
            "source": self.source,
            "type": one.kind.type,
            "subject": one.subject,
            "time": one.time,
            "datacontenttype": "application/json",
            "dataschema": f"{self.schemas}/{one.kind.type}.json",
            **place,
            "correlationid": one.cause.correlation,
            **({"causationid": one.cause.causation} if one.cause.causation else {}),
            **({"traceparent": one.cause.traceparent} if one.cause.traceparent else {}),
            "data": one.data,
        }
        return written(attributes)

    def _wake(self) -> None:
        if self.store.scratch.get("told"):
            with self.grown:
                self.grown.notify_all()

    def forget(self) -> None:
        """Start a new request or task in this thread."""
        self.store.scratch.clear()

    @property
    def told(self) -> int:
        """The position of the last event this thread wrote since `forget`; 0 when it wrote none."""
        return self.store.scratch.get("told", 0)
