"""A writer, a carrier that loses, doubles and swaps, a reader, and a clock: the world in which delivery is tried."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from shared import clock
from shared.auth.actor import CLOCK
from shared.errors import Conflict, Unavailable
from shared.events.envelope import unpack
from shared.events.retry_policy import Outcome
from shared.operations import dead_letters
from shared.operations.dead_letters import Wanted
from shared.process import fault_injection
from tests.shared.pair import Happened, Pair
from tests.support import MONDAY

DAY = timedelta(days=1)
WAITING = "SELECT position, subject, body FROM log_event WHERE published_at IS NULL ORDER BY position LIMIT ?"


class Crash(BaseException):
    """The process has died; nothing may catch this but the world."""


class Glitch(Exception):
    """A failure that may pass."""


FAILURES = {"glitch": Glitch("later"), "refuse": Conflict("refused"), "wait": Unavailable("not-yet"), "die": Crash()}


@cache
def pair() -> Pair:
    """One pair for all examples: each begins with empty tables. The broker is named, never reached."""
    return Pair(Path(tempfile.mkdtemp(prefix="model-")), bus_url="amqp://nowhere")


class World:
    """What happens, and what must have happened: the model's own books beside the databases."""

    def __init__(self) -> None:
        self.pair = pair()
        self.pair.before = self._before
        self._hurry()
        for service in self.pair.both:
            service.wipe()
        self.now: datetime = MONDAY
        self.told: list[tuple[str, int]] = []
        self.count = 0
        self.wire: list[bytes] = []
        self.carried: list[bytes] = []
        self.disturbed: set[str] = set()
        self.mood = ""
        self.worked = ""
        self.seen: list[bytes] = []

    @contextmanager
    def living(self, dies_at: str = "") -> Iterator[None]:
        """Life up to a crash point; a process that died is started again on the same databases."""
        fault_injection.arm(dies_at, _die)
        try:
            with clock.frozen_at(self.now):
                yield
        except Crash:
            self.restart()
        finally:
            fault_injection.arm("")

    def restart(self) -> None:
        for service in self.pair.both:
            service.close()
            self.pair.open(service)
        self._hurry()

    def tell(self, things: list[str], dies_at: str, refused: bool) -> None:
        """A change with its events; what was refused, and what died before its commit, never happened."""
        self.count += 1
        if not refused and dies_at != "before_commit":
            self.told += [(thing, self.count) for thing in things]
        with self.living(dies_at):
            try:
                with self.pair.writer.store.transaction():
                    self.pair.tell(Happened, *things, number=self.count)
                    if refused:
                        raise Conflict("refused")
            except Conflict:
                assert refused

    def relay(self, count: int, dies_at: str) -> None:
        """As the relay does: never past an unconfirmed event of the same subject; marks what was confirmed."""
        store, passed, sent = self.pair.writer.store, set(), []
        with self.living(dies_at):
            for position, subject, body in store.execute(WAITING, count).fetchall():
                if subject in passed:
                    continue
                passed.add(subject)
                sent.append(position)
                self.wire.append(bytes(body))
                self.carried.append(bytes(body))
                fault_injection.point("after_publish")
            fault_injection.point("after_confirm")
            with store.transaction():
                for position in sent:
                    sql = "UPDATE log_event SET published_at = ? WHERE position = ?"
                    store.execute(sql, clock.rfc3339(clock.now()), position)

    def deliver(self, count: int, dies_at: str) -> None:
        """A batch reaches the inbox; it leaves the queue only when the store has committed."""
        with self.living(dies_at):
            self.pair.reader.inbox.store_page(self.wire[:count])
            del self.wire[:count]

    def swap(self, at: int) -> None:
        """Two neighbours change places; of one subject, that is more than a carrier may do."""
        subjects = [unpack(body).subject for body in self.wire[at : at + 2]]
        if len(set(subjects)) == 1:
            self.disturbed |= set(subjects)
        self.wire[at : at + 2] = reversed(self.wire[at : at + 2])

    def lose(self) -> None:
        """The broker's disk is gone."""
        self.disturbed |= {unpack(body).subject for body in self.wire}
        self.wire.clear()

    def heal(self, limit: int, dies_at: str = "") -> bool:
        """Read a page of the feed; False when there is nothing beyond the cursor."""
        inbox, source = self.pair.reader.inbox, self.pair.writer.log.source
        page = self.pair.writer.log.page(inbox.cursor(source)[0], limit, internal=True)
        with self.living(dies_at):
            inbox.store_page(page.bodies, source, page.next, page.epoch)
        return bool(page.bodies)

    def work(self, mood: str, dies_at: str = "") -> Outcome | None:
        """One turn of the worker, in which the handler behaves as told."""
        self.mood, self.worked = mood, ""
        with self.living(dies_at):
            return self.pair.reader.inbox.work()
        return Outcome.RETRY  # it died, and is tried again

    def requeue(self) -> int:
        with self.living():
            return dead_letters.retry_all(self.pair.reader.context, Wanted(), CLOCK, "mended")

    def skip(self) -> None:
        """Give up the oldest dead event."""
        with self.living():
            context = self.pair.reader.context
            for row in dead_letters.query(context, Wanted()).limit(1):
                dead_letters.skip(context, row.id, CLOCK, "will not do")

    def settle(self) -> None:
        """Calm weather: everything that can arrive arrives, and is worked on."""
        self.relay(10_000, "")
        self.deliver(len(self.wire), "")
        while self.heal(500):
            continue
        self.now += DAY
        while self.requeue() + (self.work("") is not None):
            self.now += DAY

    def _hurry(self) -> None:
        """No power is cut here, so nothing waits for the disk."""
        for service in self.pair.both:
            service.store.execute(
                "PRAGMA synchronous = OFF" if service.store.is_sqlite else "SET synchronous_commit = OFF"
            )

    def _before(self, event: SimpleNamespace) -> None:
        self.worked = event.envelope.id
        if self.mood:
            raise FAILURES[self.mood]


def _die() -> None:
    raise Crash
