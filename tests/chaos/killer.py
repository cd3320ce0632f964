"""The random killer: takes one process after another away, at random or at a named point, and keeps count."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.live.office import ROLES, Office

POINTS = {
    "web": ("before_commit", "after_commit", "feed_page"),
    "bus": (
        *("before_commit", "after_commit", "after_publish", "after_confirm"),
        *("after_store_before_cursor", "after_store_before_ack", "after_effect_before_done"),
    ),
}
SELDOM = 0.08
DIED = b"was sent SIGKILL"  # what gunicorn's master writes when its worker is gone


@dataclass
class Killer:
    """`pause`: seconds between two strikes, in which the office breathes; `broker`: restarts it, where there is one."""

    office: Office
    rng: random.Random
    pause: tuple[float, float]
    kills: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)
    limit: int | None = None
    broker: Callable[[], None] | None = None
    armed: dict[tuple[str, str], int] = field(default_factory=dict)

    def run(self) -> None:
        while not self.stopping.wait(self.rng.uniform(*self.pause)):
            self.revive()
            if self.limit is None or sum(self.kills.values()) < self.limit:
                self._strike()

    def revive(self) -> None:
        """Start again what died at its own point, without a point."""
        for name, role in {*self.office.dead(), *self._fallen_workers()}:
            self.kills[f"{role} at a point"] += 1
            self._replace(name, role)

    def _strike(self) -> None:
        if self.broker and self.rng.random() < SELDOM:
            self.broker()
            self.kills["broker"] += 1
            return
        name, role, extra = self.rng.choice(self.office.names), self.rng.choice(ROLES), {}
        if self.rng.random() < 0.5:
            extra = {"CRASH_AT": f"{self.rng.choice(POINTS[role])}:{self.rng.randint(1, 20)}"}
        self.kills[role] += self._replace(name, role, **extra)

    def _replace(self, name: str, role: str, **extra: str) -> bool:
        lived = self.office.kill(name, role)
        self.armed.pop((name, role), None)
        if extra and role == "web":
            self.armed[name, role] = deaths(self.office, name)
        self.office.start(name, role, **extra)
        return lived

    def _fallen_workers(self) -> list[tuple[str, str]]:
        """A master outlives its worker and would arm the next one too, so it is replaced as well."""
        return [(name, role) for (name, role), known in self.armed.items() if deaths(self.office, name) > known]

    def stop(self) -> None:
        """From now on everything lives; whoever may still die at a point is replaced."""
        self.stopping.set()
        for name in self.office.names:
            for role in ROLES:
                self._replace(name, role)


def deaths(office: Office, name: str) -> int:
    """How many workers of this web process its masters have lost by kill -9 so far."""
    return (office.var / f"{name}-web.log").read_bytes().count(DIED)
