"""The officers of the load bring everything to its end, whichever of their answers is lost or refused once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from shared.ids import uuid7
from tests.chaos.bot import Bot
from tests.chaos.market import Desk, Market
from tests.story import Town
from tests.support import MONDAY, NAMES, carry

ROUNDS = 40
REFUSED = SimpleNamespace(status_code=503, data=b"", json=None)


@dataclass
class Line:
    """What stands between the officers and the office, and when it fails: at the write of this number."""

    fails_at: int
    how: str
    writes: int = 0

    def fails(self) -> bool:
        self.writes += 1
        return self.writes == self.fails_at

    @property
    def has_failed(self) -> bool:
        return self.writes >= self.fails_at


@dataclass
class Caller:
    """As a client that speaks again with the same key when it heard nothing."""

    inner: Any
    line: Line

    def get(self, path: str) -> Any:
        return self.inner.get(path)

    def post(self, path: str, body: Any = None, match: Any = None, key: str = "") -> Any:
        headers, fails = {"Idempotency-Key": key or uuid7()}, self.line.fails()
        if fails and self.line.how == "refused":
            return REFUSED
        answer = self.inner.post(path, body, match, **headers)
        return self.inner.post(path, body, match, **headers) if fails else answer


@pytest.fixture
def office(opened: Callable[..., Any], caller: Callable[..., Any], monday: Any) -> Callable[[Line], Town]:
    """All four services in one process."""
    services = {name: opened(name) for name in NAMES}
    for service in services.values():
        service.demo()

    @cache
    def person(name: str, role: str) -> Any:
        return caller(services[name], role, name=role)

    def build(line: Line) -> Town:
        def speak(name: str, role: str) -> Caller:
            return Caller(person(name, role), line)

        return Town(speak, lambda: carry(list(services.values())), MONDAY.date())

    return build


def test_a_bot(office, monkeypatch):
    each_in_turn(lambda town, seed: Bot(town, seed), office, monkeypatch)


def test_a_market(office, monkeypatch):
    each_in_turn(lambda town, seed: Market(town, seed, size=2), office, monkeypatch)


def test_a_desk(office, monkeypatch):
    each_in_turn(lambda town, seed: Desk(town, seed), office, monkeypatch)


def each_in_turn(make: Callable[[Town, str], Any], office: Callable[[Line], Town], patch: pytest.MonkeyPatch) -> None:
    """Let the first write fail, then the second, until a whole story has fewer writes than that."""
    for kind in (Bot, Market, Desk):
        patch.setattr(kind, "today", lambda self: MONDAY.date())
    patch.setattr("tests.chaos.bot.PAUSE", 0)
    for how in ("lost", "refused"):
        at, failed = 0, True
        while failed:
            at += 1
            line = Line(at, how)
            town = office(line)
            assert ends(make(town, f"{how}{at}"), town), f"answer {at} {how}, and the story stands still"
            failed = line.has_failed
        assert at > 2


def ends(officer: Any, town: Town) -> bool:
    """Push a thing until it has ended; False when it never does."""
    id = officer.begin(0)
    for _ in range(ROUNDS):
        town.settle()
        if officer.push(id):
            return True
        officer.rest()
    return False
