"""Walks through what the objects of one PDF hold, within a bound on all of it together."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Object, Stream

from shared.uploads.refusals import too_costly

# Values in all; looking at one costs a microsecond or two, at a dictionary three times as much, at a stream ten.
MOST_VALUES, STREAM = 250_000, 10


class Walk:
    """One file's; what is looked at is counted before it is read."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def dictionaries(self, top: Object) -> Iterator[tuple[Dictionary, dict[str, Any]]]:
        """Every dictionary that is part of this object, and its entries; what they refer to is an object of its own."""
        open_ = [top]
        while open_:
            one = open_.pop()
            one = one.stream_dict if isinstance(one, Stream) else one
            if isinstance(one, Dictionary):
                self.charge(3 + len(one))
                entries = dict(one.items())
                yield one, entries
                open_ += _direct(entries.values())
            elif isinstance(one, Array):
                self.charge(len(one))
                open_ += _direct(one)

    def charge(self, values: int) -> None:
        self.left -= values
        if self.left < 0:
            raise too_costly()


def pages_below(root: Any, most: int) -> int:
    """How many pages and nodes hang below this one, counted until they are more than `most`; a page that hangs at two
    places counts twice. Whoever asks qpdf lets it copy each of them."""
    open_, seen = [root], 0
    while open_ and seen <= most:
        one = open_.pop()
        kids = one.get("/Kids") if isinstance(one, Dictionary) else None
        seen += len(kids) if isinstance(kids, Array) else 0
        open_ += list(kids) if isinstance(kids, Array) and seen <= most else []
    return seen


def _direct(values: Any) -> list[Any]:
    return [one for one in values if isinstance(one, Object) and not one.is_indirect]
