"""Judges the tests of a scale (R 76): zero, correctness, corners, repeats, discrimination, tare, substitution."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain import loads
from services.testing.domain.bench import Bench, Found, optional
from services.testing.domain.faults import fault
from services.testing.domain.quantity import amount, text
from services.testing.domain.result import Gap, Point


def error_of(bench: Bench, reading: Mapping[str, Any], load: Decimal) -> dict[str, Any]:
    """E = I − L, or with the extra load that made the display change E = I + ½ e − ΔL − L."""
    scale = bench.instrument.scale
    indication = amount(reading, "indication", scale.unit)
    delta = optional(reading, "delta_load", scale.unit)
    if delta is not None and not 0 <= delta <= scale.e:
        raise fault("delta-load-out-of-range", "/delta_load", delta_load=text(delta), e=text(scale.e), unit=scale.unit)
    rounding = Decimal(0) if delta is None else scale.e / 2 - delta
    error = indication + rounding - load
    return {"load": load, "indication": indication, "delta_load": delta, "error": error, "unit": scale.unit}


def weighing(bench: Bench, reading: Mapping[str, Any]) -> Point:
    """One load on the scale, against the limit of that load.

    The zero error is taken off where both were read with extra loads; a display rounded to whole e cannot be corrected.
    """
    scale = bench.instrument.scale
    load = amount(reading, "load", scale.unit)
    limit = bench.instrument.limit({"load": load, "unit": scale.unit})
    found = error_of(bench, reading, load)
    label = str(reading.get("direction") or reading.get("position") or "")[:40]
    corrected = found["error"] - (Decimal(0) if found["delta_load"] is None else bench.zero_error)
    return Point(bench.test, label, corrected=corrected, low=limit.low, high=limit.high, rule=limit.rule, **found)


def zero(bench: Bench, readings: list[Any]) -> Found:
    """How well the scale sets itself to zero; the same for tera and tera ulang."""
    return Found(tuple(bench.each(readings, _at_zero)))


def _at_zero(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale, step = bench.instrument.scale, bench.step
    load = optional(reading, "load", scale.unit) or Decimal(0)
    if not 0 <= load <= step["max_load_e"] * scale.e:
        raise fault("zero-load-out-of-range", "/load", load=text(load), max=text(step["max_load_e"] * scale.e))
    found = error_of(bench, reading, load)
    span = step["limit_e"] * scale.e
    rule = f"± {text(step['limit_e'])} e"
    return Point(bench.test, "", corrected=found["error"], low=-span, high=span, rule=rule, **found)


def correctness(bench: Bench, readings: list[Any]) -> Found:
    """Every load where the limit changes, at least so many loads, in each direction the procedure names."""
    points = bench.each(readings, _directed)
    gaps = (gap for way in bench.step["directions"] for gap in _uncovered(bench, points, way))
    return Found(tuple(points), tuple(gaps))


def _directed(bench: Bench, reading: Mapping[str, Any]) -> Point:
    directions = ("up", "down")
    direction = reading.get("direction") or directions[0]
    if direction not in directions:
        raise fault("direction-unknown", "/direction", known=", ".join(directions))
    return weighing(bench, {**reading, "direction": direction})


def _uncovered(bench: Bench, points: Iterable[Point], way: str) -> Iterable[Gap]:
    down = way == "down"
    done = {point.load for point in points if point.label == way}
    # Going down starts from Max, which was read going up.
    wanted = bench.instrument.turning[:-1] if down else bench.instrument.turning
    unit = bench.instrument.scale.unit
    for load in wanted:
        if not any(abs(load - one) <= bench.step["near"] * load for one in done):
            yield Gap("load-missing", {"direction": way, "load": text(load), "unit": unit})
    least = bench.step["min_loads"] - down
    if len(done) < least:
        yield Gap("loads-missing", {"direction": way, "need": str(least), "have": str(len(done))})


def eccentricity(bench: Bench, readings: list[Any]) -> Found:
    """The same limit at every corner, with a load that is large enough to tell."""
    points = bench.each(readings, _placed)
    scale = bench.instrument.scale
    load, positions, divisor = loads.corners(scale, loads.supports(bench.instrument.plate, bench.step), bench.step)
    # L·n ≥ Max instead of L ≥ Max/n, which need not be a finite decimal.
    enough = {point.label for point in points if point.load * divisor >= scale.max}
    facts = {"need": str(positions), "have": str(len(enough)), "load": text(load), "unit": scale.unit}
    return Found(tuple(points), () if len(enough) >= positions else (Gap("positions-missing", facts),))


def _placed(bench: Bench, reading: Mapping[str, Any]) -> Point:
    if reading.get("position") in (None, ""):
        raise fault("required", "/position", field="position")
    return weighing(bench, reading)


def repeatability(bench: Bench, readings: list[Any]) -> Found:
    """Each weighing within its limit, and the spread of one load within the limit of that load."""
    points = bench.each(readings, weighing)
    groups = defaultdict(list)
    for point in points:
        groups[point.load].append(point)
    spreads = tuple(_spread(group) for group in groups.values() if len(group) >= bench.step["repeats"])
    most = max((len(group) for group in groups.values()), default=0)
    facts = {"need": str(bench.step["repeats"]), "have": str(most)}
    return Found((*points, *spreads), () if spreads else (Gap("repeats-missing", facts),))


def _spread(group: list[Point]) -> Point:
    errors, one = [point.error for point in group], group[0]
    spread = max(errors) - min(errors)
    return Point(one.test, "range", spread, spread, Decimal(0), one.high, one.unit, one.rule, one.load)


def discrimination(bench: Bench, readings: list[Any]) -> Found:
    """A small extra load changes the indication by one division."""
    return Found(tuple(bench.each(readings, _nudged)))


def _nudged(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale, most = bench.instrument.scale, bench.step["extra_d"] * bench.instrument.scale.d
    load, before, after, extra = (
        amount(reading, name, scale.unit) for name in ("load", "indication", "indication_after", "extra_load")
    )
    if not 0 < extra <= most:
        raise fault("extra-load-out-of-range", "/extra_load", extra_load=text(extra), max=text(most), unit=scale.unit)
    bench.instrument.limit({"load": load, "unit": scale.unit})  # refuses a load outside Min … Max
    short = scale.d - (after - before)  # what is lacking to a full division
    rule = f"+{text(bench.step['extra_d'])} d → ≥ 1 d"
    return Point(bench.test, "", short, short, -scale.max, Decimal(0), scale.unit, rule, load, after)


def tare(bench: Bench, readings: list[Any]) -> Found:
    """Net loads are judged like gross loads; tare and net together stay within Max."""
    return Found(tuple(bench.each(readings, _net)))


def _net(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale = bench.instrument.scale
    tared = amount(reading, "tare", scale.unit)
    gross = tared + amount(reading, "load", scale.unit)
    if tared <= 0 or gross > scale.max:
        raise fault("tare-out-of-range", "/tare", tare=text(tared), max=text(scale.max), unit=scale.unit)
    return weighing(bench, reading)


def substitution(bench: Bench, readings: list[Any]) -> Found:
    """Standards may be fewer than Max, the better the scale repeats; too few leave the test incomplete."""
    gaps: list[Gap] = []
    for index, reading in enumerate(readings):
        with bench.faults.at(f"{bench.pointer}/readings/{index}"):
            gaps += _too_few(bench, reading)
    return Found(gaps=tuple(gaps))


def _too_few(bench: Bench, reading: Any) -> list[Gap]:
    scale = bench.instrument.scale
    standards, spread = (amount(reading, name, scale.unit) for name in ("standards", "repeatability"))
    shares = (row["of_max"] for row in bench.step["shares"] if spread <= row.get("repeatability_e", spread) * scale.e)
    divisor = next((of for of in shares), bench.step["shares"][-1]["of_max"])
    need = loads.whole_intervals(scale.max / divisor, scale.e)
    facts = {"need": text(need), "have": text(standards), "unit": scale.unit}
    return [] if standards * divisor >= scale.max else [Gap("standards-too-few", facts)]
