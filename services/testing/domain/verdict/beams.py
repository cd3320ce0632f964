"""Judges how far a needle or beam moves: scales without a display (R 76-1, 3.8.2 and 6.1)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits.plate_rules import Scale
from services.testing.domain.quantity import amount, convert, text
from services.testing.domain.verdict.discrimination import unvisited
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings
from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Point


def movement(bench: Bench, readings: Readings) -> Found:
    """An extra load of at most one limit moves the needle by a share of itself."""
    points = bench.each(readings, _moved)
    return Found(tuple(points), tuple(unvisited(bench, (point.load for point in points if point.load is not None))))


def _moved(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale = bench.instrument.scale
    load, extra = _extra(bench, reading)
    before, after = (amount(reading, name, scale.unit) for name in ("indication", "indication_after"))
    short = bench.step["share"] * extra - (after - before)
    rule = f"+1 BKD/MPE → ≥ {text(bench.step['share'])} ×"
    also = {"indication_before": before, "extra_load": extra}
    return Point(bench.test, "", short, short, -scale.max, Decimal(0), scale.unit, rule, load, after, also=also)


def sensitivity(bench: Bench, readings: Readings) -> Found:
    """An extra load of at most one limit moves a balanced beam by so many millimetres."""
    points = bench.each(readings, _swung)
    loads = (Decimal(point.label.partition(" ")[0]) for point in points)
    return Found(tuple(points), tuple(unvisited(bench, loads)))


def _swung(bench: Bench, reading: Mapping[str, Any]) -> Point:
    load, extra = _extra(bench, reading)
    moved, least = amount(reading, "displacement", "mm", "mm"), _least(bench)
    label, rule = f"{text(load)} {bench.instrument.scale.unit}", f"+1 BKD/MPE → ≥ {text(least)} mm"
    short = least - moved
    numbers = {"indication": moved, "also": {"extra_load": extra}}
    return Point(bench.test, label, short, short, -abs(moved) - least, Decimal(0), "mm", rule, **numbers)


def _least(bench: Bench) -> Decimal:
    scale = bench.instrument.scale
    return Decimal(next(row["mm"] for row in bench.step["moves"] if _covers(row, scale)))


def _covers(row: Mapping[str, Any], scale: Scale) -> bool:
    light = "max_to_kg" not in row or convert(scale.max, scale.unit, "kg") <= row["max_to_kg"]
    return scale.accuracy in row["classes"] and light


def _extra(bench: Bench, reading: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """The load and the extra load; one larger than the limit of the load would prove nothing."""
    unit = bench.instrument.scale.unit
    load, extra = (amount(reading, name, unit) for name in ("load", "extra_load"))
    most = bench.instrument.limit({"load": load, "unit": unit}).high
    if not 0 < extra <= most:
        raise fault("extra-load-out-of-range", "/extra_load", extra_load=text(extra), max=text(most), unit=unit)
    return load, extra
