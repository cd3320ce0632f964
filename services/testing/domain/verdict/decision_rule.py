"""How an error and a limit become a verdict: simple acceptance, or a guard band as wide as the uncertainty."""

from collections.abc import Iterator
from dataclasses import replace

from services.testing.domain.limits.tables import Tables
from services.testing.domain.quantity import text
from services.testing.domain.verdict.evaluation_context import Found
from services.testing.domain.verdict.result import Gap, Point

GUARD_BAND = "guard_band"
# A comparison of weights is guarded by its own norm; settings of zero and nudges have no measured value to guard.
GUARDED = {"correctness", "eccentricity", "repeatability", "tare", "runs", "measure", "intervals"}


def guarded(tables: Tables, method: str, found: Found) -> Found:
    """The same points under the rule of the day; under a guard band a point without its uncertainty decides nothing."""
    rule = tables.rules.get("conformity")
    if rule is None or rule.setting != GUARD_BAND or method not in GUARDED:
        return found
    points = tuple(_narrowed(point) for point in found.points)
    gaps = {gap.code: gap for point in points for gap in _undecided(point)}
    return replace(found, points=points, gaps=(*found.gaps, *gaps.values()))


def _narrowed(point: Point) -> Point:
    # A spread has no uncertainty of its own: what shifts all readings alike drops out of it.
    if point.indication is None or point.uncertainty is None:
        return point
    room = {"low": point.low + point.uncertainty, "high": point.high - point.uncertainty}
    return replace(point, **room, limit=point.mpe, rule=f"{point.rule} − U {text(point.uncertainty)} {point.unit}")


def _undecided(point: Point) -> Iterator[Gap]:
    if point.indication is not None and point.uncertainty is None:
        yield Gap("uncertainty-missing", {"load": text(point.load), "unit": point.unit})
    if point.low > point.high:
        facts = {"uncertainty": text(point.uncertainty), "limit": text(point.high + point.uncertainty), "of": "1"}
        yield Gap("uncertainty-too-large", {**facts, "unit": point.unit})
