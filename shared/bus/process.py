"""The bus process of a service: hears the others, works the inbox, runs the clock's jobs, until told to stop."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from shared import jobs
from shared.bus import wakeup
from shared.bus.feed import catch_up, read_feed, sources
from shared.context import ServiceParts
from shared.events.retry_policy import Outcome
from shared.operations import reconciliation, retention
from shared.uploads import scanning, unnamed_files

log = logging.getLogger("shared.bus")
IDLE = 0.5
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
LONG_POLL = 10
BEAT = 5.0  # seconds between two signs of life


class Bus:
    """The loops of one service, each in its own thread with its own connection."""

    def __init__(self, service: ServiceParts) -> None:
        self.service = service
        self.stopping = threading.Event()
        self.news = threading.Event()
        self.threads: list[threading.Thread] = []
        self.sign = service.settings.alive
        self.signed = 0.0

    def start(self) -> None:
        loops: list[tuple[str, Callable[[], None]]] = [("work", self._work), ("jobs", self._jobs)]
        loops += self._amqp() if self.service.settings.bus_url else self._feeds()
        for name, loop in loops:
            thread = threading.Thread(target=self._life, args=(loop,), name=f"{self.service.name}-{name}", daemon=True)
            thread.start()
            self.threads.append(thread)

    def _life(self, loop: Callable[[], None]) -> None:
        """A loop that falls is begun again: a thread that is gone is missed by nobody, and with it goes a promise."""
        while not self.stopping.is_set():
            try:
                loop()
            except Exception:
                log.exception("a loop of %s fell", self.service.name)
            finally:
                self.service.store.leave()
            self.stopping.wait(IDLE)

    def stop(self, patience: float = 20.0) -> None:
        """Finish the transaction at hand, begin nothing new; all loops together get `patience` seconds."""
        self.stopping.set()
        self.news.set()
        until = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(0.1, until - time.monotonic()))

    def _feeds(self) -> list[tuple[str, Callable[[], None]]]:
        return [(f"feed-{name}", self._reading(name, url)) for name, url in sources(self.service).items()]

    def _amqp(self) -> list[tuple[str, Callable[[], None]]]:
        from shared.bus.listener import Listener
        from shared.bus.relay import Relay

        relay = Relay(self.service, self.stopping)
        loops = [("relay", relay.run), ("wake", lambda: wakeup.listen(self.service, self.stopping, relay.ring))]
        if self.service.handlers:
            loops.append(("listener", Listener(self.service, self.stopping, self.news, self._catch_up).run))
            loops.append(("reconcile", self._reconcile))
        return loops

    def _work(self) -> None:
        while not self.stopping.is_set():
            self._live()
            try:
                outcome = self.service.inbox.work()
            except Exception:  # the database may be away; the loop must outlive that
                log.exception("inbox of %s", self.service.name)
                outcome = None
            if outcome is None:
                self.news.wait(IDLE)
                self.news.clear()
            elif outcome is not Outcome.DONE:
                log.warning("event not done", extra={"outcome": str(outcome)})

    def _live(self) -> None:
        """Leave a sign of life, by which whoever watches sees that events are worked on here."""
        if time.monotonic() - self.signed > BEAT:
            self.signed = time.monotonic()
            with suppress(OSError):  # a full disk is told of elsewhere, and events are worked on all the same
                self.sign.parent.mkdir(parents=True, exist_ok=True)
                self.sign.touch()

    def _jobs(self) -> None:
        keys = retention.job(self.service.store, self.service.answers_kept)
        table = [*self.service.jobs, reconciliation.job(self.service), keys, scanning.job(self.service.context)]
        if self.service.drops_unnamed_files:
            table.append(unnamed_files.job(self.service))
        while not self.stopping.is_set():
            try:
                jobs.run_due(self.service.store, table)
            except Exception:
                log.exception("jobs of %s", self.service.name)
            self.stopping.wait(IDLE)

    def _reading(self, name: str, url: str) -> Callable[[], None]:
        """The loop that reads one peer's feed for ever; a peer that is away is tried again, ever more slowly."""

        def loop() -> None:
            failures = 0
            while not self.stopping.is_set():
                failures = 0 if self._read(name, url, failures) else failures + 1
                if failures:
                    self.stopping.wait(PAUSES[min(failures, len(PAUSES)) - 1])

        return loop

    def _read(self, name: str, url: str, failures: int) -> bool:
        """One page; False when peer or own database is away. The cursor then has not moved: nothing is lost."""
        try:
            if read_feed(self.service, name, url, LONG_POLL):
                self.news.set()
        except Exception as error:
            known = isinstance(error, OSError | ValueError)
            if (failures == 0 or not known) and not self.stopping.is_set():
                log.warning("feed of %s is away: %s", name, error, exc_info=not known)
            return False
        return True

    def _catch_up(self, lost: bool) -> None:
        """What the feeds hold is older than what a queue will bring; a peer that is away is left to the reconciler."""
        for name, url in sources(self.service).items():
            first = not lost or self.service.inbox.heard(self.service.source_of(name), 0) is None
            try:
                new = catch_up(self.service, name, url)
            except Exception as error:
                log.warning("feed of %s is away: %s", name, error)
                continue
            self.service.inbox.healed(self.service.source_of(name), new, first)
            self.news.set()

    def _reconcile(self) -> None:
        """Compare with the feeds what the broker brought; what is missing and old enough is pulled and counted."""
        every = float(self.service.settings.reconcile_seconds)
        while not self.stopping.wait(every):
            for name, url in sources(self.service).items():
                self._heal(name, url)

    def _heal(self, name: str, url: str) -> None:
        source, age = self.service.source_of(name), timedelta(seconds=float(self.service.settings.reconcile_age))
        try:
            first = self.service.inbox.cursor(source)[0] == 0
            new = catch_up(self.service, name, url, older=age, enough=self.stopping.is_set)
            if new:
                self.service.inbox.healed(source, new, first)
                self.news.set()
        except Exception as error:  # the peer, or the own database; the next round looks again
            log.warning("feed of %s is away: %s", name, error)
