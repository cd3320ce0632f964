"""Who may keep a thread waiting for news, and how many at a time: the threads of everybody else stay free."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shared.errors import Refused


@dataclass(frozen=True)
class Bench:
    """`seats` in one process, and how many of them one account may take; the last ones are `kept` for the staff."""

    seats: int
    each: int
    kept: int = 0


# Together eight fewer than a web process has threads. The embedded office has twelve readers of feeds of its own.
BENCHES = {
    "peers": Bench(seats=12, each=12),
    "subscribers": Bench(seats=4, each=1),
    "wait-for": Bench(seats=8, each=2, kept=4),
}


class Crowded(Refused):
    """No seat is free; who asks again a moment later has lost nothing."""

    status = 503


_sitting: list[tuple[str, str]] = []
_guard = threading.Lock()


@contextmanager
def seat(name: str, account: str, staff: bool = False) -> Iterator[bool]:
    """Whether there is a place to wait, for as long as the block lasts. `staff`: those kept for it count as well, so
    that accounts from outside, however many, keep no officer from waiting."""
    seated = _sit(name, account, staff)
    try:
        yield seated
    finally:
        if seated:
            with _guard:
                _sitting.remove((name, account))


def _sit(name: str, account: str, staff: bool) -> bool:
    bench = BENCHES[name]
    most = bench.seats if staff else bench.seats - bench.kept
    with _guard:
        here = [one for one in _sitting if one[0] == name]
        free = len(here) < most and here.count((name, account)) < bench.each
        _sitting.extend([(name, account)] if free else [])
    return free
