"""Whose file is opened next: few at a time, and of one caller no more than a share, so that nobody holds all turns."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import Unavailable


class _Ticket:
    def __init__(self, caller: str) -> None:
        self.caller, self.running = caller, False


class Turns:
    """`at_once` files are open, `places` hold those and what waits; one caller has one turn and `each` places."""

    def __init__(self, at_once: int, places: int, each: int) -> None:
        self.at_once, self.places, self.each = at_once, places, each
        self._here: list[_Ticket] = []  # in the order in which they came
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, caller: str, patience: float) -> Iterator[None]:
        """The block runs when it is this caller's turn; Unavailable without a place, or after so many seconds."""
        mine = self._enter(caller)
        try:
            self._await(mine, patience)
            yield
        finally:
            with self._changed:
                self._here.remove(mine)
                self._changed.notify_all()

    def _enter(self, caller: str) -> _Ticket:
        with self._changed:
            own = sum(one.caller == caller for one in self._here)
            if own >= self.each or len(self._here) >= self.places:
                raise Unavailable("files-busy")
            self._here.append(mine := _Ticket(caller))
        return mine

    def _await(self, mine: _Ticket, patience: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._next() is mine, patience):
                raise Unavailable("files-busy")
            mine.running = True
            self._changed.notify_all()  # another turn may be free for whoever stands behind

    def _next(self) -> _Ticket | None:
        """The first that waits and whose caller has no file open."""
        running = {one.caller for one in self._here if one.running}  # one turn each, so that they count as callers
        if len(running) >= self.at_once:
            return None
        return next((one for one in self._here if one.caller not in running), None)
