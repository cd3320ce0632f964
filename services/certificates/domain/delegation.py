"""In what capacity somebody signs for the head of the office, and which row gives him that right."""

from enum import StrEnum


class Capacity(StrEnum):
    """Holder of the office, or acting for it: on behalf of (a.n.), acting (Plt.), daily acting (Plh.)."""

    HOLDER = "holder"
    ON_BEHALF = "on_behalf"
    ACTING = "acting"
    DAILY_ACTING = "daily_acting"


# How each stands above the signature, as Indonesian offices write it.
PREFIXES = {
    Capacity.HOLDER: "",
    Capacity.ON_BEHALF: "a.n.",
    Capacity.ACTING: "Plt.",
    Capacity.DAILY_ACTING: "Plh.",
}


def title(capacity: str, office: str, own: str) -> tuple[str | None, str]:
    """The lines above a signature: (on whose behalf, title). Acting ones take the title; `a.n.` keeps their own."""
    prefix = PREFIXES[Capacity(capacity)]
    if capacity == Capacity.ON_BEHALF:
        return f"{prefix} {office}", own or office
    return None, f"{prefix} {office}".strip()


def counts(capacity: str, *, is_head: bool, confirmed: bool) -> bool:
    """The holder's own decree needs his role, which nobody here can enter; everybody else the word of the head."""
    return is_head if capacity == Capacity.HOLDER else confirmed


def ends_at_once(capacity: str, *, confirmed: bool, past: bool, by_head: bool) -> bool:
    """A holder's decree ends by two; a delegation by one, from today on, or whenever the head himself says."""
    return capacity != Capacity.HOLDER and (not confirmed or by_head or not past)
