"""Judges how well a scale repeats (R 76-1, 3.6.1): often enough, with a load that is large enough."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from services.testing.domain.quantity import text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings
from services.testing.domain.verdict.result import Gap, Point
from services.testing.domain.verdict.scales import weighing


def repeatability(bench: Bench, readings: Readings) -> Found:
    """Each weighing within its limit, and the spread of one load within the limit of that load."""
    points = bench.each(readings, weighing)
    groups = defaultdict(list)
    for point in points:
        groups[point.load].append(point)
    spreads = tuple(_spread(group) for group in groups.values() if len(group) >= bench.step["repeats"])
    most = max((len(group) for group in groups.values()), default=0)
    gap = Gap("repeats-missing", {"need": str(bench.step["repeats"]), "have": str(most)})
    return Found((*points, *spreads), tuple(_too_light(bench, spreads)) if spreads else (gap,))


def _too_light(bench: Bench, spreads: Iterable[Point]) -> Iterable[Gap]:
    """Repeats of a small load alone do not show how the scale repeats."""
    scale = bench.instrument.scale
    least = bench.step["least_share"] * scale.max
    if all(one.load < least for one in spreads):
        facts = {"need": str(bench.step["repeats"]), "load": text(least), "unit": scale.unit}
        yield Gap("repeats-too-light", facts)


def _spread(group: list[Point]) -> Point:
    errors, one = [point.error for point in group], group[0]
    spread = max(errors) - min(errors)
    return Point(one.test, "range", spread, spread, Decimal(0), one.high, one.unit, one.rule, one.load)
