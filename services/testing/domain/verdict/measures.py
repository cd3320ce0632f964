"""Judges runs of meters and dispensers, comparisons of weights, and measures of length or capacity."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits.tables import Limit
from services.testing.domain.quantity import UNITS, amount, positive, spelled, text
from services.testing.domain.verdict.evaluation_context import Bench, Found
from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Gap, Point


def runs(bench: Bench, readings: list[Any]) -> Found:
    """So many runs at each flow, each within its limit, and their spread within a share of it where one is set."""
    points = bench.each(readings, _run)
    need = bench.step["repeats"]
    flows = {
        flow: [point for point in points if point.label == flow and _is_large(bench, point)]
        for flow in bench.step["flows"]
    }
    gaps = tuple(_few(bench, points, flow, len(done)) for flow, done in flows.items() if len(done) < need)
    share = bench.step.get("repeatability_share")
    spreads = [_spread(done, share) for done in flows.values() if share is not None and len(done) >= need]
    return Found((*points, *spreads), gaps)


def _check_room(bench: Bench, reading: Mapping[str, Any], reference: Decimal) -> None:
    """A vessel holds what runs into it; so many fillings hold so many times as much, each with its error.

    A reading that names no vessel may have run into the largest of the examination, once.
    """
    unit, named = bench.step["unit"], bench.instrument.kit.uses(reading)
    held = [(use.code, use.times, use.holds(unit)) for use in named or bench.instrument.kit.all]
    known = [times * size for _, times, size in held if size is not None]
    if not held or len(known) < len(held) or UNITS[unit][0] != "volume":
        return
    room = sum(known) if named else max(known)
    if reference > room * (1 + bench.step.get("near_vessel", 0)):
        facts = {"standard": ", ".join(code for code, *_ in held), "have": text(Decimal(room)), "load": text(reference)}
        bench.lacks(Gap("vessel-too-small", {**facts, "unit": unit}))


def _is_large(bench: Bench, point: Point) -> bool:
    """A run that fills the vessel the procedure wants, by the display or by the vessel: one of them may be wrong."""
    step = bench.step
    return "least_volume" not in step or max(point.load, point.indication) >= step["least_volume"] * (1 - step["near"])


def _few(bench: Bench, points: list[Point], flow: str, have: int) -> Gap:
    """Too few runs at this flow, or enough of them and too small."""
    need = bench.step["repeats"]
    facts = {"flow": flow, "need": str(need), "have": str(have)}
    if sum(point.label == flow for point in points) < need:
        return Gap("runs-missing", facts)
    return Gap(
        "runs-too-small", {**facts, "volume": text(Decimal(bench.step["least_volume"])), "unit": bench.step["unit"]}
    )


def _run(bench: Bench, reading: Mapping[str, Any]) -> Point:
    step, unit = bench.step, bench.step["unit"]
    flow = reading.get("flow")
    if flow not in step["flows"]:
        raise fault("flow-unknown", "/flow", known=", ".join(step["flows"]))
    indicated = amount(reading, "indicated", unit)
    reference = positive(bench.truly(reading, amount(reading, "reference", unit), unit), "/reference")
    _check_room(bench, reading, amount(reading, "reference", unit))
    zone = step.get("zones", {}).get(flow)
    warm = f"{zone}_warm"  # above 30 °C, where the table has a limit of its own for it (R 49-1: not below Q2)
    has_warm = any(row.get("zone") == warm for row in bench.instrument.content.get("rows", ()))
    zone = warm if reading.get("warm") is True and has_warm else zone
    point = {bench.instrument.content["quantity"]: reference, "unit": unit} | ({"zone": zone} if zone else {})
    limit = bench.instrument.limit(point).into(unit)
    return _point(bench, flow, limit, reference, indicated)


def _spread(done: list[Point], share: Decimal) -> Point:
    # In units of volume and against the smallest limit of the runs: exact, and never milder than the percentage.
    errors, one = [point.error for point in done], min(done, key=lambda point: point.high)
    spread, limit = max(errors) - min(errors), one.high * share
    rule = f"{text(share)} × {text(one.high)} {one.unit}"
    return Point(one.test, f"range {one.label}", spread, spread, Decimal(0), limit, one.unit, rule, one.load)


def comparison(bench: Bench, readings: list[Any]) -> Found:
    """The deviation from nominal, within the limit less the uncertainty it was measured with (R 111, 5.3)."""
    points = bench.each(readings, _compared)
    gaps = [gap for point in points for gap in _unsure(bench, point)]
    return Found(tuple(points), tuple(gaps) if points else (Gap("repeats-missing", {"need": "1", "have": "0"}),))


def _unsure(bench: Bench, point: Point) -> list[Gap]:
    """A comparison less certain than its share of the limit decides nothing."""
    uncertainty, limit = point.uncertainty, point.mpe
    facts = {"uncertainty": text(uncertainty), "limit": text(limit), "of": str(bench.step["uncertainty_of"])}
    coarse = uncertainty * bench.step["uncertainty_of"] > limit
    return [Gap("uncertainty-too-large", {**facts, "unit": point.unit})] if coarse else []


def _compared(bench: Bench, reading: Mapping[str, Any]) -> Point:
    """The difference read against the standards, and what those really are beyond their nominal value."""
    unit = bench.step["unit"]
    deviation = bench.truly(reading, amount(reading, "deviation", unit), unit)
    uncertainty = amount(reading, "uncertainty", unit)
    if uncertainty < 0:
        raise fault("not-positive", "/uncertainty", value=text(uncertainty))
    limit = bench.instrument.limit({}).into(unit)
    nominal = amount(bench.instrument.plate, "nominal", unit, "g")
    room = limit.high - uncertainty
    rule, sure = f"{limit.rule} − U {text(uncertainty)} {unit}", limit.source.confidence
    more = {"indication": nominal + deviation, "limit": limit.high, "confidence": sure}
    return Point(bench.test, "", deviation, deviation, -room, room, unit, rule, nominal, **more)


def measure(bench: Bench, readings: list[Any]) -> Found:
    """Points of a measure against a standard; its whole nominal value must be among them."""
    points = bench.each(readings, _measured)
    unit = bench.step["unit"]
    whole = amount(bench.instrument.plate, "nominal", unit, DEFAULT[bench.step["quantity"]])
    reached = any(one.indication >= whole for one in points)
    return Found(tuple(points), () if reached else (Gap("nominal-missing", {"load": text(whole), "unit": unit}),))


DEFAULT = {"length": "m", "volume": "L"}


def _measured(bench: Bench, reading: Mapping[str, Any]) -> Point:
    step, unit = bench.step, bench.step["unit"]
    given = reading if spelled(reading, "nominal") else bench.instrument.plate
    nominal = amount(given, "nominal", unit, unit if given is reading else DEFAULT[step["quantity"]])
    reference = positive(bench.truly(reading, amount(reading, "reference", unit), unit), "/reference")
    start = {"from": reading["from"]} if reading.get("from") else {}
    limit = bench.instrument.limit({step["quantity"]: nominal, "unit": unit, **start}).into(unit)
    return _point(bench, str(start.get("from", "")), limit, reference, nominal)


def intervals(bench: Bench, readings: list[Any]) -> Found:
    """How far two consecutive marks really are apart."""
    return Found(tuple(bench.each(readings, _interval)))


def _interval(bench: Bench, reading: Mapping[str, Any]) -> Point:
    unit = bench.step["unit"]
    apart = amount(reading, "interval", unit)
    reference = positive(bench.truly(reading, amount(reading, "reference", unit), unit), "/reference")
    limit = bench.instrument.limit({"interval": apart, "unit": unit}).into(unit)
    return _point(bench, "", limit, reference, apart)


def _point(bench: Bench, label: str, limit: Limit, load: Decimal, indication: Decimal) -> Point:
    error = (indication - load) * bench.step.get("sense", 1)
    numbers = {"load": load, "indication": indication, "confidence": limit.source.confidence}
    return Point(bench.test, label, error, error, limit.low, limit.high, bench.step["unit"], limit.rule, **numbers)
