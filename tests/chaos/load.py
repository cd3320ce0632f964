"""The load: several officers at once who begin letters while they may, and bring all of them to their end."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.answers import Answers
from tests.chaos.bot import Bot
from tests.chaos.market import Desk, Market
from tests.story import Town

PAUSE = 0.25


@dataclass(frozen=True)
class Size:
    """How many markets with how many stalls, how many officers with single letters; one more takes complaints."""

    markets: int = 1
    stalls: int = 6
    singles: int = 1
    at_once: int = 2


@dataclass
class Crew:
    """Begins new letters until `enough()`, then ends them until `late()`."""

    officers: Sequence[Any]
    at_once: int
    enough: Callable[[], bool]
    late: Callable[[], bool]
    faults: list[BaseException] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    begun: int = 0

    def start(self) -> "Crew":
        self.threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in self.officers]
        for thread in self.threads:
            thread.start()
        return self

    def join(self, seconds: float) -> None:
        """Everybody has gone home; raises what somebody met."""
        until = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.1, until - time.monotonic()))
        if self.faults:
            raise self.faults[0]
        waiting = {who: ids for who, ids in self.left.items() if ids}
        if waiting or any(thread.is_alive() for thread in self.threads):
            raise AssertionError(f"{self.open} letters never ended: {waiting}")

    @property
    def open(self) -> int:
        """How many letters have been begun and not ended."""
        return sum(map(len, self.left.values()))

    def _work(self, officer: Any) -> None:
        try:
            self._drive(officer)
        except BaseException as error:
            self.faults.append(error)

    def _drive(self, officer: Any) -> None:
        number, open_ = 0, []
        while not self.late() and not (self.enough() and not open_):
            before = len(open_)
            if len(open_) < self.at_once and not self.enough():
                open_.append(officer.begin(number))
                number += 1
                self.begun += 1
            open_ = [id for id in open_ if not officer.push(id)]
            officer.rest()
            self.left[officer.seed] = open_
            if len(open_) == before:
                time.sleep(PAUSE)


def officers(answers: Answers, name: str, size: Size, late: Callable[[], bool]) -> list[Any]:
    """Everybody has an own name, so that no two ever write the same letter."""

    def town() -> Town:
        return Town(answers.speaker, lambda: None, None)

    markets = [Market(town(), f"{name}m{each}", size=size.stalls, until=late) for each in range(size.markets)]
    singles = [Bot(town(), f"{name}s{each}") for each in range(size.singles)]
    return [*markets, *singles, Desk(town(), f"{name}d")]
