"""Waits until an office has come to rest, and reads its books."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.chaos import ledger
from tests.live.office import Office

TYPES = "SELECT type, COUNT(*) FROM log_event GROUP BY type"
STATES = "SELECT source, state, COUNT(*) FROM inbox_event GROUP BY source, state"
UNSENT = "SELECT COUNT(*) FROM log_event WHERE published_at IS NULL"
HEAD = "SELECT position FROM log_head"
PAUSE = 0.5


@dataclass
class Shelf:
    """Where the books of an office lie."""

    office: Office

    @cached_property
    def hears(self) -> dict[str, set[str]]:
        speakers = {name: self.office.speaker(name) for name in self.office.names}
        return {name: ledger.hears(one.get("/asyncapi.json").json) for name, one in speakers.items()}

    def place(self, name: str) -> Path | str:
        return self.office.database(name) if self.office.database else self.office.var / f"{name}.db"

    @property
    def places(self) -> dict[str, Path | str]:
        return {name: self.place(name) for name in self.office.names}

    def head(self) -> int:
        """How many events have been told so far, by all."""
        return sum(row[0] for place in self.places.values() for row in ledger.rows(place, HEAD))

    def counted(self) -> Counter[str]:
        return sum((ledger.counted(place) for place in self.places.values()), Counter())

    def restless(self) -> str:
        """What is still under way, counted cheaply; empty when all has arrived and was worked on.

        What was heard is read before what was told: whatever is told between the two is then seen to be on its way.
        """
        heard = {name: ledger.rows(place, STATES) for name, place in self.places.items()}
        told = {name: dict(ledger.rows(place, TYPES)) for name, place in self.places.items()}
        moving = (self._moving(reader, heard[reader], told) for reader in self.office.names)
        return next((one for one in moving if one), "") or self._unsent()

    def _moving(self, reader: str, heard: list[tuple], told: dict[str, dict[str, int]]) -> str:
        states: Counter[str] = Counter()
        for source, state, count in heard:
            if state not in ledger.SETTLED:
                return f"{reader} has {count} {state} from {source}"
            states[source.rsplit(":", 1)[-1]] += count
        wanted = {name: sum(types.get(one, 0) for one in self.hears[reader]) for name, types in told.items()}
        late = [name for name in wanted if name != reader and states[name] < wanted[name]]
        return "".join(f"{reader} has {states[one]} of {wanted[one]} events of {one}" for one in late[:1])

    def _unsent(self) -> str:
        waiting = {name: ledger.rows(place, UNSENT)[0][0] for name, place in self.places.items()}
        late = [name for name, count in waiting.items() if count and self.office.bus_url]
        return "".join(f"{name} has {waiting[name]} events to send" for name in late[:1])

    def settle(self, until: float) -> str:
        """Wait for rest, or for the end of the time; returns what still moves."""
        while (moving := self.restless()) and time.monotonic() < until:
            time.sleep(PAUSE)
        return moving

    def audit(self, excused: Iterable[str] = ()) -> ledger.Findings:
        books = {name: ledger.read_books(place, self.hears[name]) for name, place in self.places.items()}
        return ledger.audit(books, excused)


def settle(office: Office, until: float) -> ledger.Findings:
    """Wait until the books agree, or the time is over, and say what they show."""
    shelf = Shelf(office)
    shelf.settle(until)
    return shelf.audit()
