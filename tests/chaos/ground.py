"""Where a scenario plays: a running office under load, its broker, and hands to hurt them."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.chaos import ledger
from tests.chaos.bot import Bot, drive, in_background
from tests.chaos.campaign import Killer, settle
from tests.chaos.proxy import Proxy
from tests.live.office import Office
from tests.live.servers import Broker
from tests.story import Town

CALM = 240.0
WAIT = 15.0
ARMED = 6.0


@dataclass
class Ground:
    """One office on one pair of carrier and database; scenarios follow each other on it."""

    office: Office
    carrier: str
    database: str
    seed: int
    broker: Broker | None = None
    proxy: Proxy | None = None
    kills: int = 0
    letters: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.town = Town(self.office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
        self.bot = Bot(self.town, f"C{self.seed}")

    @contextmanager
    def load(self, letters: int) -> Iterator[None]:
        """Bots drive new letters while the block runs, and finish them when it is over."""
        stop, first = threading.Event(), len(self.letters)
        faults: list[BaseException] = []

        def work() -> None:
            try:
                for number in range(first, first + letters):
                    self.letters.append(self.bot.hand_in(number, fails=number % 4 == 0))
                drive(self.bot, self.letters[first:], stop.is_set)
            except BaseException as error:
                faults.append(error)

        thread = in_background(work)
        try:
            yield
        finally:
            self.heal()
            stop.set()
            thread.join(CALM)
        if faults:
            raise faults[0]
        until = time.monotonic() + CALM
        left = drive(self.bot, self.letters[first:], lambda: time.monotonic() > until)
        assert not left, f"{len(left)} letters never ended"

    def findings(self) -> ledger.Findings:
        return settle(self.office, time.monotonic() + CALM)

    def kill(self, name: str, role: str, **extra: str) -> None:
        """kill -9 and start again, perhaps armed."""
        self.office.kill(name, role)
        self.office.start(name, role, **extra)
        self.kills += 1

    def crash_at(self, role: str, point: str, times: int) -> None:
        """Let processes die at a named point; each is started again unarmed.

        A gunicorn master outlives its worker and would arm the next one too, so the whole group is replaced.
        """
        for _ in range(times):
            name = self.rng.choice(self.office.names)
            self.kill(name, role, CRASH_AT=f"{point}:{self.rng.randint(1, 4)}")
            self.waits_for(lambda: bool(self.office.dead()), ARMED)
            self.kill(name, role)

    def heal(self) -> None:
        """Whatever is dead lives again."""
        for name, role in self.office.dead():
            self.kill(name, role)

    def stopped(self, name: str, role: str, seconds: float) -> None:
        """SIGSTOP for a while: longer than heartbeats and leases of a connection."""
        pid = self.office.processes[name, role].pid
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.killpg(pid, signal.SIGCONT)

    def terminate_all(self, times: int, every: float) -> None:
        """A storm of SIGTERM over all processes."""
        for _ in range(times):
            for (name, role), process in list(self.office.processes.items()):
                process.terminate()
                with suppress(Exception):
                    process.wait(25)
                self.kill(name, role)
            time.sleep(every)

    def strike(self, seconds: float, pause: tuple[float, float]) -> None:
        """The random killer for a while."""
        killer = Killer(self.office, self.rng, pause)
        thread = in_background(killer.run)
        time.sleep(seconds)
        killer.stopping.set()
        thread.join(WAIT)
        self.kills += sum(killer.kills.values())

    def waits_for(self, condition: Callable[[], bool], seconds: float = WAIT) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.2)
        return False
