"""Which loads to put on a scale: Min, every change of limit, Max, and enough between; and where to put them."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from services.testing.domain.limits.plate_rules import Scale
from services.testing.domain.quantity import count


def turning(content: Mapping[str, Any], scale: Scale) -> tuple[Decimal, ...]:
    """The loads no examination may leave out: Min, the last load of each limit, Max of every part."""
    found, below = {scale.min}, scale.min
    for part in scale.parts:
        bounds = (row["up_to_e"] * part.e for row in content["bands"] if _within(row, scale))
        found |= {part.max, *(load for load in bounds if below < load < part.max)}
        below = part.max
    return tuple(sorted(found))


def _within(row: Mapping[str, Any], scale: Scale) -> bool:
    return row["class"] == scale.accuracy and "up_to_e" in row


def proposed(content: Mapping[str, Any], scale: Scale, least: int) -> tuple[Decimal, ...]:
    """The turning loads, and the middles of the widest gaps until there are at least so many."""
    loads = list(turning(content, scale))
    while 1 < len(loads) < least:
        gap = max(range(len(loads) - 1), key=lambda at: loads[at + 1] - loads[at])
        middle = whole_intervals((loads[gap] + loads[gap + 1]) / 2, scale)
        if middle in loads:  # a range of a few intervals only has no more loads to offer
            break
        loads.insert(gap + 1, middle)
    return tuple(loads)


def whole_intervals(load: Decimal, scale: Scale) -> Decimal:
    """The load, rounded up to whole verification intervals."""
    e = scale.at(load).e
    return (load / e).to_integral_value(ROUND_CEILING) * e


def supports(parameters: Mapping[str, Any], step: Mapping[str, Any]) -> int:
    """Points of support: as stated, or as many as load cells, or as few as the procedure assumes."""
    name = next((name for name in ("supports", "load_cells") if parameters.get(name) not in (None, "")), None)
    if name is None:
        return step["few_supports"]
    return count(parameters[name], f"/{name}")


def corners(scale: Scale, supported: int, step: Mapping[str, Any]) -> tuple[Decimal, int, int]:
    """Load, number of positions, and the divisor of Max behind the load, for so many supports."""
    few = supported <= step["few_supports"]
    divisor = step["share_of"] if few else supported - 1
    return whole_intervals(scale.max / divisor, scale), step["positions"] if few else supported, divisor
