"""Where a scenario plays: a running office under load, its broker, and hands to hurt them."""

import itertools
import math
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pika

from tests.chaos import ledger
from tests.chaos.answers import Answers
from tests.chaos.effects_check import Deeds
from tests.chaos.killer import deaths
from tests.chaos.load import Crew, Size, officers
from tests.chaos.proxy import Proxy
from tests.chaos.rest import Shelf
from tests.live.office import Office
from tests.live.servers import Broker

CALM = float(os.environ.get("CALM", "300"))  # seconds that everything may take to come to rest
WAIT = 20.0
ARMED = 120.0  # it ends with the death it waits for; a slow machine boots a process in half a minute
EXIT = 25.0


class Forbidden(Exception):
    """This machine does not allow that fault; the text says why."""


@dataclass
class Ground:
    """One office on one pair of carrier and database; scenarios follow each other on it."""

    office: Office
    carrier: str
    database: str
    seed: int
    broker: Broker | None = None
    proxy: Proxy | None = None
    context: str = "/"
    kills: int = 0
    points: int = 0
    excused: set[str] = field(default_factory=set)
    unordered: set[str] = field(default_factory=set)
    known: ledger.Findings = field(default_factory=ledger.Findings)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.answers, self.shelf = Answers(self.office), Shelf(self.office)
        self.crews, self.end = itertools.count(), math.inf

    @contextmanager
    def load(self, size: Size) -> Iterator[Crew]:
        """Officers begin letters while the block runs, and end them when it is over."""
        over, self.end = threading.Event(), math.inf
        staff = officers(self.answers, f"C{self.seed}-{next(self.crews)}", size, self.is_late)
        self.crew = Crew(staff, size.at_once, over.is_set, self.is_late).start()
        try:
            yield self.crew
        finally:
            self.heal()
            over.set()
            self.end = time.monotonic() + CALM
            self.crew.join(CALM + WAIT)

    def is_late(self) -> bool:
        return time.monotonic() > self.end

    def findings(self) -> ledger.Findings:
        """What this scenario has left wrong: books, deeds, dead letters at the broker."""
        until = time.monotonic() + CALM
        moving = self.shelf.settle(until) or self._settle_queues(until)
        found = self.shelf.audit(self.excused)
        Deeds(self.shelf.places, self.excused).check(self.answers.kept, found)
        judged = [one for one in found.order_violations if not any(subject in one for subject in self.unordered)]
        found.order_violations = judged
        found.dead += self._in_queues("dead")  # given up by the broker; storing never crashes that often
        found.lost += [f"still moving: {moving}"] if moving else []
        new, self.known = found.beyond(self.known), found
        return new

    def sums(self) -> Counter[str]:
        return self.shelf.counted()

    def kill(self, name: str, role: str, **extra: str) -> None:
        """kill -9 and start again, perhaps armed."""
        self.kills += self.office.kill(name, role)
        self.office.start(name, role, **extra)

    def crash_at(self, role: str, point: str, names: tuple[str, ...], times: int) -> None:
        """Let processes die at a named point; each is started again unarmed.

        A gunicorn master outlives its worker and would arm the next one too, so the whole group is replaced.
        """
        before = self.points
        for number in range(times):
            name = names[number % len(names)]
            known = deaths(self.office, name) if role == "web" else 0
            self.kill(name, role, CRASH_AT=f"{point}:{self.rng.randint(1, 3)}")
            died = self.waits_for(lambda name=name, known=known: self._has_died(name, role, known), ARMED)
            self.died(died)
            self.kill(name, role)
        assert self.points > before, f"nobody ever came to {point}"

    def died(self, times: int = 1) -> None:
        """Somebody has killed himself at a named point."""
        self.points += times
        self.kills += times

    def _has_died(self, name: str, role: str, known: int) -> bool:
        return deaths(self.office, name) > known if role == "web" else (name, role) in self.office.dead()

    def heal(self) -> None:
        """Whatever is dead lives again, and everybody is ready."""
        for name, role in self.office.dead():
            self.kill(name, role)
        if self.proxy:
            self.proxy.mode = "pass"
        for name in self.office.names:
            self.office.wait_ready(name)

    def restart_broker(self, away: float = 3.0, wiped: bool = False) -> None:
        """kill -9 of the broker; it comes back on its data, or with nothing."""
        self.broker.kill()
        time.sleep(away)
        if wiped:
            self.broker.wipe()
        self.broker.start()
        self.kills += 1

    @contextmanager
    def stopped(self, name: str, role: str) -> Iterator[None]:
        """SIGSTOP for a while: longer than heartbeats and leases of a connection."""
        pid = self.office.processes[name, role].pid
        os.killpg(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGCONT)

    def terminate(self, name: str, role: str) -> float:
        """SIGTERM, and start again; returns how long the process took to go."""
        process, began = self.office.processes[name, role], time.monotonic()
        process.terminate()
        process.wait(EXIT)
        took = time.monotonic() - began
        self.office.kill(name, role)
        self.office.start(name, role)
        return took

    def waits_for(self, condition: Callable[[], Any], seconds: float = WAIT) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.2)
        return False

    def rows(self, name: str, sql: str) -> list[tuple]:
        return ledger.rows(self.shelf.place(name), sql)

    def one(self, name: str, sql: str) -> Any:
        return self.rows(name, sql)[0][0]

    def said(self, name: str, role: str, text: str) -> int:
        """How often a process has written that into its log."""
        return (self.office.var / f"{name}-{role}.log").read_bytes().count(text.encode())

    def at_broker(self) -> pika.BlockingConnection:
        return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", self.broker.port, self.context))

    def _settle_queues(self, until: float) -> str:
        """Copies of what has come by the feed are fetched too."""
        while (left := self._in_queues("inbox")) and time.monotonic() < until:
            time.sleep(1)
        return ", ".join(left)

    def _in_queues(self, kind: str) -> list[str]:
        if not self.broker:
            return []
        with self.at_broker() as connection:
            channel = connection.channel()
            queues = [f"{name}.{kind}" for name in self.office.names]
            counts = {one: channel.queue_declare(one, passive=True).method.message_count for one in queues}
        return [f"{count} messages in {one}" for one, count in counts.items() if count]
