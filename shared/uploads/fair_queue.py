"""Whose file is opened next: few at a time, of one caller no more than a share, accounts before addresses, and of these
whoever has cost least of late.

Addresses cost nothing, so that a few of them together could hold every place; some are kept for accounts.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import Unavailable

HALF = 60.0  # seconds in which half of what a caller has cost is forgotten
MOST_CALLERS = 1_000


class _Costs:
    """Seconds that the files of each caller took, those of long ago counting little."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[float, float]] = {}  # by caller: seconds, and the moment of which they are true

    def of(self, caller: str, now: float) -> float:
        seconds, at = self._rows.get(caller, (0.0, now))
        return seconds * 0.5 ** ((now - at) / HALF)

    def add(self, caller: str, seconds: float, now: float) -> None:
        self._rows[caller] = self.of(caller, now) + seconds, now
        if len(self._rows) > MOST_CALLERS:
            del self._rows[min(self._rows, key=lambda one: self.of(one, now))]


class _Ticket:
    def __init__(self, caller: str, account: bool) -> None:
        self.caller, self.account, self.began, self.gone = caller, account, 0.0, False

    @property
    def running(self) -> bool:
        return self.began > 0


class Turns:
    """`at_once` files are open, `places` hold those and what waits, the last of them are `kept` for accounts; one
    caller has one turn and `each` places."""

    def __init__(self, at_once: int, places: int, each: int, kept: int = 0) -> None:
        self.at_once, self.places, self.each, self.kept = at_once, places, each, kept
        self._here: list[_Ticket] = []  # in the order in which they came
        self._costs = _Costs()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, caller: str, patience: float, account: bool = False) -> Iterator[None]:
        """The block runs when it is this caller's turn; Unavailable without a place, or after so many seconds."""
        mine = self._enter(_Ticket(caller, account))
        try:
            self._await(mine, patience)
            yield
        finally:
            with self._changed:
                self._here.remove(mine)
                if mine.running:
                    now = time.monotonic()
                    self._costs.add(caller, now - mine.began, now)
                self._changed.notify_all()

    def _enter(self, mine: _Ticket) -> _Ticket:
        most = self.places if mine.account else self.places - self.kept
        with self._changed:
            here = [one for one in self._here if not one.gone]
            if sum(one.caller == mine.caller for one in here) >= self.each:
                raise Unavailable("files-busy")
            if len(here) >= most:
                self._make_room(mine, here)
            self._here.append(mine)
        return mine

    def _make_room(self, mine: _Ticket, here: list[_Ticket]) -> None:
        """Whoever waits, has cost most and more than this one gives up his place."""
        worst = max((one for one in here if not one.running), key=self._rank, default=mine)
        if self._rank(worst) <= self._rank(mine):
            raise Unavailable("files-busy")
        worst.gone = True
        self._changed.notify_all()

    def _await(self, mine: _Ticket, patience: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: mine.gone or self._next() is mine, patience) or mine.gone:
                raise Unavailable("files-busy")
            mine.began = time.monotonic()
            self._changed.notify_all()  # another turn may be free for whoever stands behind

    def _next(self) -> _Ticket | None:
        """Of who waits and has no file open, an account before an address, and who has cost least."""
        running = {one.caller for one in self._here if one.running}  # one turn each, so that they count as callers
        if len(running) >= self.at_once:
            return None
        free = [one for one in self._here if one.caller not in running and not one.gone]
        return min(free, key=self._rank, default=None)

    def _rank(self, one: _Ticket) -> tuple[bool, float]:
        return not one.account, self._costs.of(one.caller, time.monotonic())
