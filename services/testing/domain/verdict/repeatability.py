"""Judges how well a scale repeats (R 76-1, 3.6.1): often enough, with a load that is large enough."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.quantity import text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings
from services.testing.domain.verdict.result import Gap, Point
from services.testing.domain.verdict.scales import error_of, is_backed, on_the_scale, weighing

UNKNOWN = "unknown"


def repeatability(bench: Bench, readings: Readings) -> Found:
    """The weighings of one load lie no further apart than the limit of that load (R 76-1, 3.6.1).

    Where the mass of the load is known each weighing is within its limit as well (3.6); any other constant load, such
    as a truck, tells how the scale repeats and nothing else (A.4.10).
    """
    points = bench.each(readings, _weighed)
    groups = defaultdict(list)
    for point in points:
        groups[point.label, point.load].append(point)
    full = [group for group in groups.values() if len(group) >= bench.step["repeats"]]
    spreads = tuple(_spread(bench, group) for group in full)
    most = max((len(group) for group in groups.values()), default=0)
    gap = Gap("repeats-missing", {"need": str(bench.step["repeats"]), "have": str(most)})
    known = (point for point in points if point.label != UNKNOWN)
    return Found((*known, *spreads), tuple(_too_light(bench, spreads)) if spreads else (gap,))


def _weighed(bench: Bench, reading: Mapping[str, Any]) -> Point:
    """One weighing; of a load of unknown mass the error means nothing, so no limit of its own can be missed."""
    if reading.get("mass_unknown") is not True and is_backed(bench, reading):
        return weighing(bench, reading)
    most = bench.instrument.scale.max
    found = error_of(bench, reading, on_the_scale(bench, reading))
    return Point(bench.test, UNKNOWN, corrected=found["error"], low=-most, high=most, rule="", **found)


def _too_light(bench: Bench, spreads: Iterable[Point]) -> Iterable[Gap]:
    """Repeats of a small load alone do not show how the scale repeats."""
    scale = bench.instrument.scale
    least = bench.step["least_share"] * scale.max
    if all(one.load < least for one in spreads):
        facts = {"need": str(bench.step["repeats"]), "load": text(least), "unit": scale.unit}
        yield Gap("repeats-too-light", facts)


def _spread(bench: Bench, group: list[Point]) -> Point:
    errors, one, scale = [point.error for point in group], group[0], bench.instrument.scale
    spread, load = max(errors) - min(errors), one.load
    if one.label == UNKNOWN:  # the load is about what the scale says it is
        load = max(Decimal(0), min([scale.max, *(point.indication for point in group if point.indication is not None)]))
    limit = bench.instrument.limit({"load": load, "unit": scale.unit})
    return Point(one.test, "range", spread, spread, Decimal(0), limit.high, one.unit, limit.rule, load)
