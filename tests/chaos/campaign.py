"""One campaign: bots drive letters through the office while a killer with a seed strikes; then the ledger is read."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.chaos import ledger
from tests.chaos.bot import Bot, drive, in_background
from tests.live.office import ROLES, Office
from tests.story import Town

POINTS = {
    "web": ("before_commit", "after_commit"),
    "bus": ("before_commit", "after_commit", "after_store_before_cursor", "after_effect_before_done", "after_publish"),
}
CALM = 180.0
MOST = 100  # letters; a quick machine ends many before the killer has struck often enough


@dataclass
class Killer:
    """Kills one process after another, at random or at a named point, and starts it again."""

    office: Office
    rng: random.Random
    pause: tuple[float, float]
    kills: Counter = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)
    limit: int | None = None

    def run(self) -> None:
        while not self.stopping.wait(self.rng.uniform(*self.pause)):
            self.revive()
            if self.limit is None or sum(self.kills.values()) < self.limit:
                self._strike()

    def revive(self) -> None:
        """Start again what died at its own crash point."""
        for name, role in self.office.dead():
            self.kills[f"{role} at a point"] += 1
            self.office.kill(name, role)
            self.office.start(name, role)

    def _strike(self) -> None:
        name, role = self.rng.choice(self.office.names), self.rng.choice(ROLES)
        self.office.kill(name, role)
        self.kills[role] += 1
        extra = {}
        if self.rng.random() < 0.5:
            extra = {"CRASH_AT": f"{self.rng.choice(POINTS[role])}:{self.rng.randint(1, 12)}"}
        self.office.start(name, role, **extra)

    def stop(self) -> None:
        """From now on everything lives; processes that may still die at a point are replaced."""
        self.stopping.set()
        for name, role in list(self.office.processes):
            self.office.kill(name, role)
        for name in self.office.names:
            for role in ROLES:
                self.office.start(name, role)


@dataclass
class Outcome:
    """What a campaign found."""

    seed: str
    letters: int
    completed: int
    kills: dict[str, int]
    retries: int
    findings: ledger.Findings
    living: list[str]


def campaign(office: Office, seed: int, letters: int, pause: tuple[float, float], limit: int | None = None) -> Outcome:
    """Play at least `letters` letters, and until the killer struck `limit` times; every third scale fails first."""
    rng = random.Random(seed)
    town = Town(office.speaker, lambda: None, datetime.now(ZoneInfo("Asia/Jakarta")).date())
    bot = Bot(town, f"S{seed}")
    killer = Killer(office, rng, pause, limit=limit)
    thread = in_background(killer.run)
    ids: list[str] = []
    left: list[str] = []

    def struck() -> bool:
        return limit is not None and sum(killer.kills.values()) >= limit

    while len(ids) < letters or (limit is not None and not struck() and len(ids) < MOST):
        new = [bot.hand_in(number, fails=number % 3 == 0) for number in range(len(ids), len(ids) + 2)]
        ids, left = [*ids, *new], drive(bot, [*left, *new], struck)
    killer.stopping.set()
    thread.join(30)
    killer.stop()
    for name in office.names:
        office.wait_ready(name)
    until = time.monotonic() + CALM
    left = drive(bot, left, lambda: time.monotonic() > until)
    findings = settle(office, until)
    retries = sum(one.retries for one in town.known.values())
    completed = len(ids) - len(left)
    return Outcome(bot.seed, len(ids), completed, dict(killer.kills), retries, findings, unliving(town, ids))


def settle(office: Office, until: float) -> ledger.Findings:
    """Wait until the books agree, or the time is over, and say what they show."""
    heard = {name: ledger.hears(office.speaker(name).get("/asyncapi.json").json) for name in office.names}
    while True:
        books = {name: ledger.read_books(_database(office, name), heard[name]) for name in office.names}
        found = ledger.audit(books)
        if not found.faults() or time.monotonic() > until:
            return found
        time.sleep(0.5)


def unliving(town: Town, ids: list[str]) -> list[str]:
    """Letters whose instrument has not exactly one living certificate."""
    head, office = town.at("certificates", "head"), town.at("intake", "front_officer")
    wrong = []
    for id in ids:
        instrument = office.get(f"/v1/applications/{id}").json["items"][0]["instrument"]["id"]
        found = head.get(f"/v1/certificates?instrument={instrument}&limit=100").json["items"]
        living = [one["kind"] for one in found if one["state"] in ("valid", "in_force")]
        if living != ["verification"]:
            wrong.append(f"{id}: {[(one['kind'], one['state']) for one in found]}")
    return wrong


def _database(office: Office, name: str) -> Any:
    return office.database(name) if office.database else office.var / f"{name}.db"
