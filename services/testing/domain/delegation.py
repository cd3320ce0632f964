"""Which row gives somebody the head's word: a decree on file for the head, confirmed by the head for others."""

from enum import StrEnum


class Capacity(StrEnum):
    """Holder of the office, or acting for it: on behalf of (a.n.), acting (Plt.), daily acting (Plh.)."""

    HOLDER = "holder"
    ON_BEHALF = "on_behalf"
    ACTING = "acting"
    DAILY_ACTING = "daily_acting"


def counts(capacity: str, *, is_head: bool, confirmed: bool) -> bool:
    """The holder's own decree needs his role, which nobody here can enter; everybody else the word of the head."""
    return is_head if capacity == Capacity.HOLDER else confirmed


def ends_at_once(capacity: str, *, confirmed: bool, past: bool, by_head: bool) -> bool:
    """A holder's decree ends by two; a delegation by one, from today on, or whenever the head himself says."""
    return capacity != Capacity.HOLDER and (not confirmed or by_head or not past)
