"""Whose file is opened next: few at a time, of one caller no more than a share, and accounts before addresses.

Addresses cost nothing, so that a few of them together could hold every place; some are kept for accounts.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import Unavailable


class _Ticket:
    def __init__(self, caller: str, account: bool) -> None:
        self.caller, self.account, self.running = caller, account, False


class Turns:
    """`at_once` files are open, `places` hold those and what waits, the last of them are `kept` for accounts; one
    caller has one turn and `each` places."""

    def __init__(self, at_once: int, places: int, each: int, kept: int = 0) -> None:
        self.at_once, self.places, self.each, self.kept = at_once, places, each, kept
        self._here: list[_Ticket] = []  # in the order in which they came
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
                self._changed.notify_all()

    def _enter(self, mine: _Ticket) -> _Ticket:
        most = self.places if mine.account else self.places - self.kept
        with self._changed:
            own = sum(one.caller == mine.caller for one in self._here)
            if own >= self.each or len(self._here) >= most:
                raise Unavailable("files-busy")
            self._here.append(mine)
        return mine

    def _await(self, mine: _Ticket, patience: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._next() is mine, patience):
                raise Unavailable("files-busy")
            mine.running = True
            self._changed.notify_all()  # another turn may be free for whoever stands behind

    def _next(self) -> _Ticket | None:
        """The first account that waits and has no file open; when there is none, the first address."""
        running = {one.caller for one in self._here if one.running}  # one turn each, so that they count as callers
        if len(running) >= self.at_once:
            return None
        free = [one for one in self._here if one.caller not in running]
        return min(free, key=lambda one: not one.account, default=None)
