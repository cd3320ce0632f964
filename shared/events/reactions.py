"""Reads a total table of what another's event means in each own state: apply, already past, wait, or refuse."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import Conflict, Unavailable


class Reaction(StrEnum):
    """APPLY: act. PAST: it is already so. WAIT: something must come first. REFUSE: it can never be right."""

    APPLY = "apply"
    PAST = "past"
    WAIT = "wait"
    REFUSE = "refuse"


class Reactions:
    """Rows of {own state: reaction} by event; `None` as state stands for "we know nothing of it yet"."""

    def __init__(self, rows: Mapping[str, Mapping[str | None, Reaction]]) -> None:
        self.rows = rows

    def applies(self, event: str, state: str | None) -> bool:
        """True: act; False: already past. Raises Unavailable (wait) or Conflict (refuse), which the inbox reads."""
        reaction = self.rows[event][state]
        if reaction is Reaction.WAIT:
            raise Unavailable("not-yet", event=event, state=state)
        if reaction is Reaction.REFUSE:
            raise Conflict("refused-in-state", event=event, state=state)
        return reaction is Reaction.APPLY

    def missing(self, states: type[StrEnum]) -> list[tuple[str, str | None]]:
        """Cells that the table lacks; the test wants none."""
        wanted = [None, *map(str, states)]
        return [(event, state) for event, row in self.rows.items() for state in wanted if state not in row]
