"""Measures contenders in turns: on a machine that others use too, only what ran side by side may be compared."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

Act = Callable[[], object]
Clock = Callable[[], float]
STEPS = 20  # so many looks at the clock in one turn


@dataclass(frozen=True)
class Plan:
    """How much is measured: seconds of loops per section, turns of each contender, and how many scales and events."""

    seconds: float = 12.0
    rounds: int = 5
    scales: int = 20
    events: int = 500
    servers: bool = True  # with RabbitMQ and PostgreSQL, where they are installed


@dataclass(frozen=True)
class Row:
    """One number, and what it is against: `ratio` is `value` over the peer's or the limit's, from the same turns."""

    what: str
    value: float
    unit: str
    against: str = ""
    limit: float | None = None
    ratio: float | None = None
    calls: int | None = None  # over HTTP, where they are what is counted

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Turns:
    """What each contender reached in each round, as calls per second."""

    rates: Mapping[str, Sequence[float]]

    def rate(self, name: str) -> float:
        return median(self.rates[name])

    def ratio(self, one: str, other: str) -> float:
        """Of the quotients of each round, the middle one."""
        return median(a / b for a, b in zip(self.rates[one], self.rates[other], strict=True))

    def row(self, what: str, unit: str, one: str, other: str, against: str) -> Row:
        return Row(what, self.rate(one), unit, against, self.rate(other), self.ratio(one, other))


def in_turns(contenders: Mapping[str, Act], seconds: float, rounds: int, clock: Clock = time.process_time) -> Turns:
    """`seconds` for all together; by CPU time unless the work waits for something."""
    share = seconds / rounds / len(contenders)
    for act in contenders.values():
        act()  # what is made at the first call is made before the measuring
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, act in contenders.items():
            rates[name].append(_rate(act, share, clock))
    return Turns(rates)


def _rate(act: Act, share: float, clock: Clock) -> float:
    done, batch, took, began = 0, 1, 0.0, clock()
    while took < share or not took:
        for _ in range(batch):
            act()
        done, took = done + batch, clock() - began
        batch = max(1, int(done / max(took, 1e-6) * share / STEPS))
    return done / took


def timed(act: Act) -> float:
    """Seconds of one call, by the clock on the wall."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds; of a single one that one."""
    cuts = quantiles([*seconds, seconds[0]] if len(seconds) == 1 else seconds, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[98] * 1000
