"""Judges the loads of a truck scale with fewer standards than Max: enough of them, and what took their place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits import loads
from services.testing.domain.limits.plate_rules import Scale
from services.testing.domain.quantity import amount, convert, spelled, text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings, optional
from services.testing.domain.verdict.faults import Faults, mapping
from services.testing.domain.verdict.result import Gap, Point
from services.testing.domain.verdict.scales import check_step


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
    """1 t or half of Max, whichever is more; a smaller share of Max where it repeats well (R 76-1, 3.7.3)."""
    scale = bench.instrument.scale
    standards = amount(reading, "standards", scale.unit)
    spread = _repeats(bench, reading, standards)
    good = (row for row in bench.step["shares"] if _within(row, spread, scale))
    divisor = next(good, bench.step["shares"][-1])["of_max"]
    floor = min(scale.max, convert(Decimal(bench.step["least_kg"]), "kg", scale.unit))
    need = max(floor, loads.whole_intervals(scale.max / divisor, scale))
    if standards < floor or standards * divisor < scale.max:
        yield Gap("standards-too-few", {"need": text(need), "have": text(standards), "unit": scale.unit})


def _within(row: Mapping[str, Any], spread: Decimal | None, scale: Scale) -> bool:
    return "repeatability_e" not in row or (spread is not None and spread <= row["repeatability_e"] * scale.e)


def _repeats(bench: Bench, reading: Mapping[str, Any], standards: Decimal) -> Decimal | None:
    """How well it repeats where material takes the place of standards: as written, or as shown where that is worse."""
    unit = bench.instrument.scale.unit
    at = optional(reading, "indication", unit) or standards
    shown = [spread for load, spread in bench.repeats.items() if abs(load - at) <= bench.step["near"] * at]
    written = optional(reading, "repeatability", unit)
    return max([*shown, *([] if written is None else [written])], default=None)


def present(bench: Bench, record: Any) -> Decimal | None:
    """The mass of standards that are there; None where the record tells none that can be read."""
    known = []
    rows_ = record.get("readings") if isinstance(record, Mapping) else None
    for reading in rows_ if isinstance(rows_, list | tuple) else ():
        with Faults().at(""):
            known.append(amount(mapping(reading, ""), "standards", bench.instrument.scale.unit))
    return max(known, default=None)


def _replaced(bench: Bench, reading: Mapping[str, Any]) -> Iterator[Decimal]:
    """The material weighs what the standards weighed, and the change of what the scale said before rounding.

    Whatever error the scale has at this load is in both readings, so it is not carried into the material.
    """
    unit = bench.instrument.scale.unit
    if spelled(reading, "indication_after"):
        standards = bench.truly(reading, amount(reading, "standards", unit), unit)
        yield standards + _before_rounding(bench, reading, "_after") - _before_rounding(bench, reading, "")


def _before_rounding(bench: Bench, reading: Mapping[str, Any], moment: str) -> Decimal:
    unit = bench.instrument.scale.unit
    # Half an interval stands on both sides of the difference and drops out.
    extra = optional(reading, f"delta_load{moment}", unit) or Decimal(0)
    shown = amount(reading, f"indication{moment}", unit)
    check_step(bench, shown, f"/indication{moment}")
    return shown - extra
