"""Who makes room when the server is full: of all that keep it waiting, the one that takes most and moves least.

An address is the peer, or the one that the trusted proxies before us name once a head has come. What one address takes
together weighs on each of its connections, so that a crowd from one address pushes out its own and nobody else.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable

from shared.http.server.connection import FRESH, LEAST_RATE, WAITING, WINDOW, Connection, Phase

STILL = LEAST_RATE * WINDOW  # bytes that weigh nothing: who trickles is as good as who does not move


def for_a_newcomer(connections: Iterable[Connection]) -> Connection | None:
    """An idle connection before one in the middle of something; of those the one that stood longest for the least."""
    everybody, now = list(connections), time.monotonic()
    idle = [one for one in everybody if one.phase in (Phase.IDLE, Phase.LEAVING)]
    if idle:
        return min(idle, key=lambda one: one.due)
    crowd = Counter(one.address for one in everybody)
    settled = [one for one in everybody if now - one.since >= FRESH and one.phase in WAITING]
    return _heaviest(settled or everybody, now, lambda one: crowd[one.address] * (now - one.since))


def for_memory(connections: Iterable[Connection], least: int) -> Connection | None:
    """Of those that hold so many bytes the one that holds most, and whose bytes go on least."""
    everybody, now = list(connections), time.monotonic()
    crowd: Counter[str] = Counter()
    for one in everybody:
        crowd[one.address] += one.held
    large = [one for one in everybody if one.held >= least]
    return _heaviest(large, now, lambda one: crowd[one.address] * one.held**2)


def _heaviest(candidates: list[Connection], now: float, weight: Callable[[Connection], float]) -> Connection | None:
    """Of those that keep us waiting, by weight over what moved in the last seconds."""
    waiting = [one for one in candidates if one.phase in WAITING]
    return max(waiting, key=lambda one: weight(one) / (one.recent(now) + STILL), default=None)
