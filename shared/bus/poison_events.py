"""Finds the one event that makes the broker close the channel, so that it can be set aside and the others go on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MOST = 3


@dataclass
class Suspects:
    """After a closed channel what was in flight is sent one by one; who closes it alone three times is guilty.

    A broken broker closes the channel over everything. So nobody is guilty unless the broker took another event
    after it first closed the channel over this one; where nothing passes, all wait for the broker to be mended.
    """

    open: set[int] = field(default_factory=set)
    strikes: Counter[int] = field(default_factory=Counter)
    since: dict[int, int] = field(default_factory=dict)
    taken: int = 0

    def closed(self, flying: Iterable[int]) -> int | None:
        """The broker closed the channel over these; returns the position of a guilty one."""
        positions = list(flying)
        self.open.update(positions)
        if len(positions) != 1:
            return None
        (one,) = positions
        self.strikes[one] += 1
        self.since.setdefault(one, self.taken)
        if self.strikes[one] < MOST or not self._proved(one):
            return None
        self._forget(one)
        return one

    def cleared(self, positions: Iterable[int]) -> None:
        """The broker took these."""
        for position in positions:
            self.taken += 1
            self._forget(position)

    def next(self, rows: list[Any]) -> list[Any]:
        """Which of the waiting rows (position first) may fly: all of them, or while there is a suspect only one."""
        suspected = [row for row in rows if row[0] in self.open]
        if not suspected:
            return rows
        one = min(suspected, key=self._rank)
        # Without proof against it, somebody without a strike shows first whether the broker takes anything at all.
        return [one if self._proved(one[0]) or not self.strikes[one[0]] else min(rows, key=self._rank)]

    def _rank(self, row: Any) -> tuple[int, int]:
        return self.strikes[row[0]], row[0]

    def _proved(self, position: int) -> bool:
        return self.taken > self.since.get(position, self.taken)

    def _forget(self, position: int) -> None:
        self.open.discard(position)
        self.strikes.pop(position, None)
        self.since.pop(position, None)
