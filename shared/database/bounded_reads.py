"""Reads rows until there are enough or they weigh too much, so that no answer grows with what its rows may hold."""

from collections.abc import Callable
from typing import TypeVar

MOST_BYTES = 1024 * 1024  # of rows as they lie in the database; a page always has one row
FIRST = 25  # read at once before anything is known of their weight

Row = TypeVar("Row")


def filled(
    fetch: Callable[[Row | None, int], list[Row]], limit: int, weigh: Callable[[Row], int]
) -> tuple[list[Row], bool]:
    """At most `limit` rows, and whether more may follow; `fetch(last, count)` reads on behind the last one."""
    rows: list[Row] = []
    weight, wanted = 0, FIRST
    while len(rows) < limit:
        wanted = min(wanted, limit - len(rows))
        new = fetch(rows[-1] if rows else None, wanted)
        for row in new:
            weight += weigh(row)
            if rows and weight > MOST_BYTES:
                return rows, True
            rows.append(row)
        if len(new) < wanted:
            return rows, False
        wanted = max(1, (MOST_BYTES - weight) * len(rows) // max(1, weight))
    return rows, True
