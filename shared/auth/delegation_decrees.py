"""Who has the leader's word by decree on a day: he himself by his own, others by one that he confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.auth import confirmation, separation_of_duties
from shared.auth.actor import Actor
from shared.errors import Forbidden, Invalid


@dataclass(frozen=True)
class Decrees:
    """The decrees that one service keeps in `table`. `own`: the capacity of the leader himself, whose role comes from
    elsewhere; `counts` and `ends` are the rules of the service."""

    table: Any
    today: Callable[[], date]
    role: str
    own: str
    counts: Callable[..., bool]
    ends: Callable[..., bool]

    def authority(self, by: Actor) -> Any:
        """The row by which the caller has the leader's word today; None without one."""
        rows = filter(separation_of_duties.entered_by_another, self.table.holding(by.sub, self.today()))
        return next((row for row in rows if self._counts(by, row)), None)

    def names(self, by: Actor) -> list[str]:
        """What the decrees that count today call the caller."""
        return [row.name for row in self.table.holding(by.sub, self.today()) if self._counts(by, row)]

    def leads(self, by: Actor) -> bool:
        """Whether the caller is the leader, his decree on file."""
        return by.has(self.role) and self.authority(by) is not None

    def deciding(self, by: Actor) -> bool:
        """The same of who confirms: a leader without a decree confirms nothing."""
        if by.has(self.role) and not self.leads(by):
            raise Forbidden("no-decree-on-file")
        return by.has(self.role)

    def is_holder(self, subject: str) -> bool:
        """Whether it is the leader, who cannot be one of the two where something is about himself."""
        rows = self.table.holding(subject, self.today())
        return any(row.capacity == self.own and not waits(row) for row in rows)

    def proposal(self, by: Actor, capacity: str) -> dict[str, Any] | None:
        """What waits for a second person when a row is entered: nothing for the first decree of a leader, because
        nobody is there yet who could confirm it."""
        first = capacity == self.own and not self.table.select().where(self.table.capacity == self.own).exists()
        return None if first else confirmation.proposal(by, self.leads(by))

    def confirmed(self, by: Actor, row: Any) -> dict[str, Any]:
        """The columns that change because the caller stands behind the row, or behind an end that waits. Whoever holds
        it may confirm that it ends; and a leader his own decree, which takes another one to enter."""
        ending = bool(row.proposed and row.proposed["facts"])
        same = separation_of_duties.normal(by.sub) == separation_of_duties.normal(row.subject)
        mine = row.capacity == self.own and by.has(self.role) and same
        return confirmation.second(by, row, mine or self.deciding(by), own=ending or mine)

    def ends_at_once(self, by: Actor, row: Any, last_day: date) -> bool:
        known = {"confirmed": separation_of_duties.confirmed(row), "past": last_day < self.today()}
        return waits(row) or self.ends(row.capacity, **known, by_head=self.leads(by))

    def _counts(self, by: Actor, row: Any) -> bool:
        confirmed = separation_of_duties.confirmed(row)
        return not waits(row) and self.counts(row.capacity, is_head=by.has(self.role), confirmed=confirmed)


def waits(row: Any) -> bool:
    """Whether the row itself is new and nobody has confirmed it."""
    return bool(row.proposed) and not row.proposed["facts"] and not row.confirmed_by


def check_days(first: date, last: date | None) -> None:
    if last and last < first:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
