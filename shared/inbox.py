"""The durable inbox: bytes stored once and acknowledged, then worked on until the effect is written once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from shared import clock, crash, tally
from shared.database import Store
from shared.events import Cause, Envelope, Event, Unreadable, cause, read, unpack
from shared.ids import uuid7
from shared.outcomes import MOST, Outcome, Overtaken, judge

Handlers = Mapping[type[Event], Callable[[SimpleNamespace], Any]]

LEASE = timedelta(minutes=5)

STORE = """INSERT INTO inbox_event
           (id, source, event_id, type, subject, sequence, position, body, state, attempts, next_at, last_error,
            received_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT (source, event_id) DO NOTHING"""
# A subject's events are worked on in order: nothing is eligible behind an earlier one that is not done.
# A clock that was set back strands nothing: what was never tried waits for no time, no lease ends later than any can.
FREE = "(lease_until IS NULL OR lease_until < ? OR lease_until > ?)"
ELIGIBLE = f"""SELECT id FROM inbox_event AS e WHERE state = 'pending' AND (next_at <= ? OR last_error IS NULL)
              AND {FREE} AND NOT EXISTS (
                SELECT 1 FROM inbox_event AS b WHERE b.source = e.source AND b.subject = e.subject
                AND b.sequence < e.sequence AND b.state IN ('pending', 'dead'))
              ORDER BY received_at, id LIMIT 1"""
# What waited for another fact may have it now.
AGAIN = """UPDATE inbox_event SET next_at = ? WHERE state = 'pending' AND next_at > ? AND last_error IS NOT NULL
           AND last_error LIKE 'wait:%'"""
LATER = """SELECT type FROM inbox_event WHERE source = ? AND subject = ? AND sequence > ? AND state = 'done'
           AND type IN ({}) ORDER BY sequence DESC LIMIT 1"""
PARKED = """SELECT 'parked' AS state, COUNT(*) FROM inbox_event AS e WHERE state = 'pending' AND EXISTS (
            SELECT 1 FROM inbox_event AS b WHERE b.source = e.source AND b.subject = e.subject
            AND b.sequence < e.sequence AND b.state = 'dead')"""
RECEIVED, ABSORBED = "received", "absorbed"  # sums of what was new and of what came once more
# Sources of what is kept dead for a look alone: bytes that are no event, and events under another's name.
UNREADABLE, FORGED = "unreadable", "forged"


class Inbox:
    """Receives for one service; both carriers call `store`, one worker calls `work`."""

    def __init__(self, store: Store) -> None:
        self.store, self.lease = store, LEASE
        self.acted, self.woken = 1, 0  # events done since those that wait were woken, and how many were woken then
        self.handlers: dict[str, tuple[type[Event], Callable]] = {}
        self.newest: list[str] = []

    def listen(self, handlers: Handlers) -> None:
        self.handlers = {kind.type: (kind, act) for kind, act in handlers.items()}
        self.newest = [kind.type for kind in handlers if kind.newest]

    def store_page(
        self, bodies: list[bytes], source: str = "", position: int = 0, epoch: int = 1, comparing: bool = False
    ) -> int:
        """Keep the events and move the cursor of `source`, all in one transaction; returns how many were new.

        `comparing`: a second witness reads out what the carrier brings as well; what is known then is no surprise.
        """
        with self.store.transaction():
            new = sum(self._keep(raw) for raw in bodies)
            tally.add(self.store, RECEIVED, new)
            tally.add(self.store, ABSORBED, 0 if comparing else len(bodies) - new)
            crash.point("after_store_before_cursor")
            if source:
                self.store.execute(
                    """INSERT INTO source_cursor (source, position, epoch) VALUES (?, ?, ?)
                       ON CONFLICT (source) DO UPDATE SET position = excluded.position, epoch = excluded.epoch""",
                    *(source, position, epoch),
                )
        crash.point("after_store_before_ack")
        return new

    def distrust(self, bodies: list[bytes]) -> None:
        """Keep, as dead for ever, what came under the name of a service that did not tell it."""
        with self.store.transaction():
            tally.add(self.store, RECEIVED, sum(self._aside(raw, FORGED, "told in another's name") for raw in bodies))

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
        known = {name for (name,) in self.store.execute(sql, *names).fetchall()} if names else set()
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

    def work(self) -> Outcome | None:
        """Take one eligible event and act on it; None when nothing is eligible now."""
        if (claimed := self._claim()) is None:
            return None
        token, row = claimed
        try:
            with self.store.transaction():
                if not self._still_ours(row.id, token):
                    return Outcome.DONE
                if row.attempts > MOST:
                    raise Unreadable(f"the process died {row.attempts - 1} times on it")
                self._act(row)
                self._finish(row.id)
                crash.point("after_effect_before_done")
        except Exception as error:  # any failure becomes an outcome; the loop must outlive every handler
            return self._fail(row, token, error)
        return Outcome.DONE

    def healed(self, source: str, count: int, first: bool) -> None:
        """Count what the broker failed to bring; a reader's first catch-up counts apart."""
        series = f"{'caught-up' if first else 'healed'} {source}"
        tally.add(self.store, series, count)

    def settled(self, source: str, position: int) -> bool:
        """Whether everything of `source` up to `position` has been read and worked on."""
        sql = "SELECT COUNT(*) FROM inbox_event WHERE source = ? AND position <= ? AND state = 'pending'"
        return self.cursor(source)[0] >= position and not self.store.execute(sql, source, position).fetchone()[0]

    def counts(self) -> dict[str, int]:
        """How many events stand in each state; those behind a dead one count as parked."""
        rows = self.store.execute("SELECT state, COUNT(*) FROM inbox_event GROUP BY state").fetchall()
        counts = {"pending": 0, "done": 0, "dead": 0, "skipped": 0} | dict(rows)
        parked = self.store.execute(PARKED).fetchone()[1]
        return {**counts, "pending": counts["pending"] - parked, "parked": parked}

    def _keep(self, raw: bytes) -> int:
        try:
            one = unpack(raw)
        except Unreadable as fault:
            return self._aside(raw, UNREADABLE, _line(str(fault)))
        key, now = (one.source, one.id, one.type, one.subject, one.sequence, one.position), clock.rfc3339(clock.now())
        return self.store.execute(STORE, uuid7(), *key, self._shut(one), "pending", now, None, now).rowcount

    def _aside(self, raw: bytes, source: str, why: str) -> int:
        digest, now = hashlib.sha256(raw).hexdigest(), clock.rfc3339(clock.now())
        return self.store.execute(STORE, uuid7(), source, digest, "", digest, 1, 0, raw, "dead", now, why, now).rowcount

    def _shut(self, one: Envelope) -> bytes:
        """Internal events carry personal data, which lies sealed."""
        kind, _ = self.handlers.get(one.type, (None, None))
        return self.store.vault.shut(one.raw) if kind is not None and kind.internal else one.raw

    def _claim(self) -> tuple[str, SimpleNamespace] | None:
        with self.store.transaction():
            moment = clock.now()
            now, until, never = map(clock.rfc3339, (moment, moment + self.lease, moment + self.lease + clock.SLACK))
            found = self.store.execute(ELIGIBLE, now, now, never).fetchone()
            if not found and self.acted and self._wake(now):
                found = self.store.execute(ELIGIBLE, now, now, never).fetchone()
            if not found:
                return None
            token = uuid7()
            row = self.store.execute(
                f"""UPDATE inbox_event SET attempts = attempts + 1, lease = ?, lease_until = ?
                   WHERE id = ? AND state = 'pending' AND {FREE}
                   RETURNING id, body, attempts, received_at""",
                *(token, until, found[0], now, never),
            ).fetchone()
        return (
            (token, SimpleNamespace(id=row[0], body=self.store.vault.bare(row[1]), attempts=row[2], since=row[3]))
            if row
            else None
        )

    def _act(self, row: SimpleNamespace) -> None:
        envelope = unpack(row.body)
        if envelope.type not in self.handlers:
            raise Unreadable(f"nobody here hears {envelope.type}")
        kind, act = self.handlers[envelope.type]
        crash.point(f"on {envelope.subject}")
        attributes = envelope.attributes
        link = Cause(attributes.get("correlationid", ""), envelope.id, attributes.get("traceparent", ""))
        later = self._later(envelope)
        if later and kind.newest:
            raise Overtaken(f"{later} was acted on before it")
        token = cause.set(link)
        try:
            act(read(kind, replace(envelope, later=later)))
        finally:
            cause.reset(token)

    def _later(self, one: Envelope) -> str:
        """The newest word about its subject that was acted on already, though told after it."""
        if not self.newest:
            return ""
        sql, place = LATER.format(", ".join("?" * len(self.newest))), (one.source, one.subject, one.sequence)
        found = self.store.execute(sql, *place, *self.newest).fetchone()
        return found[0] if found else ""

    def _still_ours(self, id: str, token: str) -> bool:
        """Asked by a write, which locks the row: nobody can take it over while we act on it."""
        sql = "UPDATE inbox_event SET lease = lease WHERE id = ? AND lease = ? AND state = 'pending'"
        return self.store.execute(sql, id, token).rowcount == 1

    def _finish(self, id: str) -> None:
        now = clock.rfc3339(clock.now())
        sql = "UPDATE inbox_event SET state = 'done', done_at = ?, lease = NULL, lease_until = NULL WHERE id = ?"
        self.store.execute(sql, now, id)
        self.acted += 1
        if self.acted > self.woken:
            self._wake(now)

    def _wake(self, now: str) -> int:
        """Look again at what waits: after as many events as were woken last time, and when nothing else is to be done.

        So those that wait, however many, never cost more tries than there are events that might help them.
        """
        self.acted, self.woken = 0, self.store.execute(AGAIN, now, now).rowcount
        return self.woken

    def _fail(self, row: SimpleNamespace, token: str, error: Exception) -> Outcome:
        outcome, delay = judge(error, row.attempts, clock.now() - datetime.fromisoformat(row.since))
        text = _line(f"{outcome}: {type(error).__name__}: {error}")
        ends, waited = outcome in (Outcome.DEAD, Outcome.SKIPPED), outcome is Outcome.WAIT
        state = str(outcome) if ends else "pending"
        with self.store.transaction():
            self.store.execute(
                """UPDATE inbox_event SET state = ?, next_at = ?, last_error = ?, attempts = ?, lease = NULL,
                   lease_until = NULL WHERE id = ? AND lease = ?""",
                *(state, clock.rfc3339(clock.now() + delay), text, row.attempts - waited, row.id, token),
            )
        return outcome


def _line(text: str) -> str:
    """What went wrong, without the characters that a database refuses, which poison likes to bring."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:2000])
