"""Judges the loads of a truck scale with fewer standards than Max: enough of them, and what took their place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits import loads
from services.testing.domain.quantity import amount, spelled, text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings, optional
from services.testing.domain.verdict.faults import mapping
from services.testing.domain.verdict.result import Gap, Point


def substitution(bench: Bench, readings: Readings) -> Found:
    """Standards may be fewer than Max, the better the scale repeats; each row may put material in their place."""
    gaps: list[Gap] = []
    materials: list[Decimal] = []
    for index, reading in enumerate(readings):
        with bench.faults.at(f"{bench.pointer}/readings/{index}"):
            row = mapping(reading, "")
            gaps += _too_few(bench, row)
            bench.doubt(_on_the_scale(bench, row), row)
            materials += _replaced(bench, row)
    return Found(gaps=tuple(gaps), materials=tuple(materials), unit=bench.instrument.scale.unit)


def _on_the_scale(bench: Bench, reading: Mapping[str, Any]) -> Point:
    """The standards as a load, so that they are held against its limit like those of any other load."""
    scale = bench.instrument.scale
    load = max(scale.min, min(amount(reading, "standards", scale.unit), scale.max))
    limit = bench.instrument.limit({"load": load, "unit": scale.unit})
    return Point(bench.test, "", Decimal(0), Decimal(0), limit.low, limit.high, scale.unit, limit.rule, load)


def _too_few(bench: Bench, reading: Mapping[str, Any]) -> Iterator[Gap]:
    """How well it repeats is what was written down, or what its own repeats showed where that is worse."""
    scale = bench.instrument.scale
    standards, written = (amount(reading, name, scale.unit) for name in ("standards", "repeatability"))
    spread = max(written, bench.spread)
    shares = (row["of_max"] for row in bench.step["shares"] if spread <= row.get("repeatability_e", spread) * scale.e)
    divisor = next((of for of in shares), bench.step["shares"][-1]["of_max"])
    need = loads.whole_intervals(scale.max / divisor, scale)
    if standards * divisor < scale.max:
        yield Gap("standards-too-few", {"need": text(need), "have": text(standards), "unit": scale.unit})


def _replaced(bench: Bench, reading: Mapping[str, Any]) -> Iterator[Decimal]:
    """The material weighs what the standards weighed, and the change of what the scale said before rounding.

    Whatever error the scale has at this load is in both readings, so it is not carried into the material.
    """
    unit = bench.instrument.scale.unit
    if spelled(reading, "indication_after"):
        standards = bench.truly(reading, amount(reading, "standards", unit), unit)
        yield standards + _before_rounding(reading, "_after", unit) - _before_rounding(reading, "", unit)


def _before_rounding(reading: Mapping[str, Any], moment: str, unit: str) -> Decimal:
    # Half an interval stands on both sides of the difference and drops out.
    extra = optional(reading, f"delta_load{moment}", unit) or Decimal(0)
    return amount(reading, f"indication{moment}", unit) - extra
