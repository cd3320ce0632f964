"""The durable inbox: bytes stored once and acknowledged, then worked on until the effect is written once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from shared import clock
from shared.database.store import Store
from shared.events.declarations import Event, read
from shared.events.envelope import Cause, Envelope, Unreadable, cause, unpack
from shared.events.inbox_store import Received, line
from shared.events.retry_policy import MOST, Outcome, Overtaken, judge
from shared.ids import uuid7
from shared.process import fault_injection

# Each handler takes the event it is named beside; `tests/test_house_rules.py` holds their types together.
Handlers = Mapping[type[Event], Callable[[Any], object]]

LEASE = timedelta(minutes=5)

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


class Inbox(Received):
    """Receives for one service; both carriers call `store_page`, one worker calls `work`."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.lease = LEASE
        self.acted, self.woken = 1, 0  # events done since those that wait were woken, and how many were woken then
        self.newest: list[str] = []

    def listen(self, handlers: Handlers) -> None:
        self.handlers = {kind.type: (kind, act) for kind, act in handlers.items()}
        self.newest = [kind.type for kind in handlers if kind.newest]

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
                fault_injection.point("after_effect_before_done")
        except Exception as error:  # any failure becomes an outcome; the loop must outlive every handler
            return self._fail(row, token, error)
        return Outcome.DONE

    def counts(self) -> dict[str, int]:
        """How many events stand in each state; those behind a dead one count as parked."""
        rows = self.store.execute("SELECT state, COUNT(*) FROM inbox_event GROUP BY state").fetchall()
        counts = {"pending": 0, "done": 0, "dead": 0, "skipped": 0} | dict(rows)
        parked = self.store.execute(PARKED).fetchone()[1]
        return {**counts, "pending": counts["pending"] - parked, "parked": parked}

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
        fault_injection.point(f"on {envelope.subject}")
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
        text = line(f"{outcome}: {type(error).__name__}: {error}")
        ends, waited = outcome in (Outcome.DEAD, Outcome.SKIPPED), outcome is Outcome.WAIT
        state = str(outcome) if ends else "pending"
        with self.store.transaction():
            self.store.execute(
                """UPDATE inbox_event SET state = ?, next_at = ?, last_error = ?, attempts = ?, lease = NULL,
                   lease_until = NULL WHERE id = ? AND lease = ?""",
                *(state, clock.rfc3339(clock.now() + delay), text, row.attempts - waited, row.id, token),
            )
        return outcome
