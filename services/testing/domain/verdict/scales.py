"""Judges the loads of a scale (R 76): zero, correctness, corners."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits import loads
from services.testing.domain.quantity import amount, count, spelled, text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings, optional
from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Gap, Point


def weighing(bench: Bench, reading: Mapping[str, Any]) -> Point:
    """One load on the scale, against the limit of that load.

    The zero error is taken off where both were read with extra loads; a display rounded to whole e cannot be corrected.
    """
    unit = bench.instrument.scale.unit
    load = on_the_scale(bench, reading)
    check_backed(bench, reading)
    limit = bench.instrument.limit({"load": limited(bench, load), "unit": unit})
    found = error_of(bench, reading, load)
    label = str(reading.get("direction") or reading.get("position") or "")[:40]
    corrected = found["error"] - (Decimal(0) if found["delta_load"] is None else bench.zero_error)
    bounds = {"low": limit.low, "high": limit.high, "rule": limit.rule, "confidence": limit.source.confidence}
    return Point(bench.test, label, corrected=corrected, **bounds, **found)


def on_the_scale(bench: Bench, reading: Mapping[str, Any]) -> Decimal:
    """The load as stated, and with it the material that took the place of standards before."""
    load = amount(reading, "load", bench.instrument.scale.unit)
    if reading.get("substitutes") in (None, "", 0, "0"):
        return load
    many = count(reading["substitutes"], "/substitutes")
    if many > len(bench.materials):
        raise fault("material-unknown", "/substitutes", given=str(many), have=str(len(bench.materials)))
    return load + sum(bench.materials[:many])


def limited(bench: Bench, load: Decimal) -> Decimal:
    """The load whose limit counts; material that is a little heavier than thought makes no load above Max."""
    most = bench.instrument.scale.max
    room = bench.step.get("near_max_e", 0) * bench.instrument.scale.e if bench.materials else 0
    return most if most < load <= most + room else load


def is_backed(bench: Bench, reading: Mapping[str, Any]) -> bool:
    """Whether the standards that are there can be this load; what stands in their place was weighed before."""
    if bench.standards is None:
        return True
    scale = bench.instrument.scale
    return amount(reading, "load", scale.unit) <= bench.standards + BESIDE_E * scale.e


BESIDE_E = 1  # small weights beside the standards, in e


def check_backed(bench: Bench, reading: Mapping[str, Any]) -> None:
    """A load of more than the standards there are has no known mass (R 76-1, 3.7.3)."""
    if not is_backed(bench, reading):
        unit = bench.instrument.scale.unit
        facts = {"load": text(amount(reading, "load", unit)), "have": text(bench.standards), "unit": unit}
        bench.lacks(Gap("load-beyond-standards", facts))


def check_step(bench: Bench, shown: Decimal, pointer: str) -> None:
    """A display shows whole divisions of the part in which it stands; anything else was not read off it."""
    scale = bench.instrument.scale
    d = scale.at(shown).d
    if bench.step.get("display") and shown % d:
        raise fault("indication-not-a-step", pointer, indication=text(shown), d=text(d), unit=scale.unit)


def error_of(bench: Bench, reading: Mapping[str, Any], load: Decimal) -> dict[str, Any]:
    """E = I − L, or before rounding E = I + ½ d − ΔL − L; a beam is brought to balance instead: E = I − ΔL − L.

    Rounding happens on the display: d is the division of the part in which the indication lies (R 76-1 A.4.4.3; NITP
    6.6 writes ½ d as well), and no more than d brings it to the next division.
    """
    unit = bench.instrument.scale.unit
    indication = amount(reading, "indication", unit)
    check_step(bench, indication, "/indication")
    shown = bench.instrument.scale.at(indication)
    balanced = bench.step.get("balance", False)
    delta = optional(reading, "to_balance" if balanced else "delta_load", unit)
    if delta is not None and not balanced and not 0 <= delta <= shown.d:
        raise fault("delta-load-out-of-range", "/delta_load", delta_load=text(delta), d=text(shown.d), unit=unit)
    if balanced and spelled(reading, "delta_load"):
        raise fault("no-display", "/delta_load", test=bench.test)
    half = Decimal(0) if balanced else shown.d / 2
    rounding = Decimal(0) if delta is None else half - delta
    error = indication + rounding - bench.truly(reading, load, unit)
    also = {"d": shown.d} if shown.d != shown.e else {}
    return {"load": load, "indication": indication, "delta_load": delta, "error": error, "unit": unit, "also": also}


def zero(bench: Bench, readings: Readings) -> Found:
    """How well the scale sets itself to zero; the same for tera and tera ulang."""
    points = tuple(bench.each(readings, _at_zero))
    return Found(points, remarks=tuple(_rounded_away(bench, points)))


def _rounded_away(bench: Bench, points: Iterable[Point]) -> Iterable[Gap]:
    """A display in whole e hides up to half of it; extra loads would show it."""
    e, unit = bench.instrument.scale.e, bench.instrument.scale.unit
    hidden = any(point.delta_load is None and "d" not in point.also for point in points)
    if hidden and bench.step.get("rounded"):
        yield Gap("zero-without-extra-load", {"half": text(e / 2), "unit": unit})


def _at_zero(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale, step = bench.instrument.scale, bench.step
    load = optional(reading, "load", scale.unit) or Decimal(0)
    if not 0 <= load <= step["max_load_e"] * scale.e:
        raise fault("zero-load-out-of-range", "/load", load=text(load), max=text(step["max_load_e"] * scale.e))
    found = error_of(bench, reading, load)
    span = step["limit_e"] * scale.e
    rule = f"± {text(step['limit_e'])} e"
    return Point(bench.test, "", corrected=found["error"], low=-span, high=span, rule=rule, **found)


def correctness(bench: Bench, readings: Readings) -> Found:
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
    # Below Min a load is judged, but it is none of those that are wanted.
    done = {point.load for point in points if point.label == way and point.load >= bench.instrument.scale.min}
    # Going down starts from Max, which was read going up.
    wanted = bench.instrument.turning[:-1] if down else bench.instrument.turning
    unit = bench.instrument.scale.unit
    for load in wanted:
        if not any(_is_near(bench, load, one) for one in done):
            yield Gap("load-missing", {"direction": way, "load": text(load), "unit": unit})
    least = bench.step["min_loads"] - down
    if len(done) < least:
        yield Gap("loads-missing", {"direction": way, "need": str(least), "have": str(len(done))})


def _is_near(bench: Bench, load: Decimal, one: Decimal) -> bool:
    """Below a load where the limit changes, since above it the laxer limit counts; only Min has nothing below it.

    Max is reached itself (R 76-1, A.4.4.1); only material, which weighs no whole steps, may miss it by a little.
    """
    scale, step = bench.instrument.scale, bench.step
    if load == scale.max:
        return one >= load - (step["near_max_e"] * scale.e if bench.materials else 0)
    width = step["near"] * load
    return load <= one <= load + width if load == scale.min else load - width <= one <= load


def eccentricity(bench: Bench, readings: Readings) -> Found:
    """The same limit at every corner, with a load that is large enough to tell."""
    points = bench.each(readings, _placed)
    scale = bench.instrument.scale
    _, positions, divisor = loads.corners(scale, loads.supports(bench.instrument.plate, bench.step), bench.step)
    least = (1 - bench.step["near"]) * scale.max
    # L·n ≥ Max instead of L ≥ Max/n, which need not be a finite decimal.
    enough = {_place(point.label) for point in points if point.load * divisor >= least}
    load = loads.whole_intervals(least / divisor, scale)
    facts = {"need": str(positions), "have": str(len(enough)), "load": text(load), "unit": scale.unit}
    return Found(tuple(points), () if len(enough) >= positions else (Gap("positions-missing", facts),))


def _place(written: str) -> str:
    """A position however it is spelled: `1` and `01`, `Kiri` and `kiri ` are one."""
    plain = " ".join(written.split()).casefold()
    return plain.lstrip("0") or plain


def _placed(bench: Bench, reading: Mapping[str, Any]) -> Point:
    if reading.get("position") in (None, ""):
        raise fault("required", "/position", field="position")
    return weighing(bench, reading)
