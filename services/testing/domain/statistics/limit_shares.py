"""How much of its limit an error uses up: 1 is the limit itself, more is beyond it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.quantity import text

FINEST = Decimal("0.001")  # a thousandth of the limit: finer than any reading tells
SPREAD = "range"


def share(error: Decimal, low: Decimal, high: Decimal) -> Decimal | None:
    """The error over the limit on its side, with its sign; None where the limit leaves no room on that side."""
    bound = high if error >= 0 else -low
    return error / bound if bound > 0 else None


def rounded(value: Decimal) -> Decimal:
    return value.quantize(FINEST)


def quantity(point: Mapping[str, Any]) -> str:
    """What the point measures: the errors of a test are one thing, the spread of its repeats is another."""
    return f"{point['test']}_{SPREAD}" if point["label"].split(" ")[0] == SPREAD else point["test"]


def points(result: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(unit, point) of every judged number of a stored result."""
    for unit in result.get("units", ()):
        for test in unit["tests"]:
            yield from ((unit["unit"], point) for point in test["points"])


def of_point(point: Mapping[str, Any]) -> Decimal | None:
    """The share of a stored point in the limit it was judged by."""
    return share(*(Decimal(point[name]) for name in ("corrected", "low", "high")))


def largest(result: Mapping[str, Any]) -> dict[str, str]:
    """The largest share, without its sign, of each measured quantity over all units of a stored result."""
    found: dict[str, Decimal] = {}
    for _, point in points(result):
        used = of_point(point)
        if used is not None:
            name = quantity(point)
            found[name] = max(found.get(name, Decimal(0)), abs(used))
    return {name: text(rounded(value)) for name, value in found.items()}
