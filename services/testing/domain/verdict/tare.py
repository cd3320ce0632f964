"""Judges net loads (R 76-1, 3.5.3.3, 4.6.3, A.4.6): from the zero after taring, by the limit of the net load."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from services.testing.domain.quantity import amount, text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings
from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Gap, Point
from services.testing.domain.verdict.scales import error_of, weighing

ZERO = "zero"


def tare(bench: Bench, readings: Readings) -> Found:
    """A reading of load 0 is the zero after taring; what is read with that tare is corrected by it."""
    points = bench.each(readings, _net)
    zeros = {point.also["tare"]: _known(point) for point in points if point.label == ZERO}
    net = [_from_its_zero(point, zeros) for point in points]
    return Found(tuple(net), tuple(_unfinished(bench, net, zeros)))


def _known(zero: Point) -> Decimal:
    return Decimal(0) if zero.delta_load is None else zero.error


def _from_its_zero(point: Point, zeros: Mapping[Decimal, Decimal]) -> Point:
    """The error of a net load as it stands above its own zero, where both were read with extra loads."""
    if point.label == ZERO or point.delta_load is None:
        return point
    return replace(point, corrected=point.error - zeros.get(point.also["tare"], Decimal(0)))


def _unfinished(bench: Bench, points: Iterable[Point], zeros: Mapping[Decimal, Decimal]) -> Iterable[Gap]:
    net = [point for point in points if point.label != ZERO]
    for tared in sorted({point.also["tare"] for point in net} - set(zeros)):
        yield Gap("tare-zero-missing", {"tare": text(tared), "unit": bench.instrument.scale.unit})
    need = bench.step["min_loads"]
    if len({point.load for point in net}) < need:
        yield Gap("net-loads-missing", {"need": str(need), "have": str(len(net))})


def _net(bench: Bench, reading: Mapping[str, Any]) -> Point:
    unit = bench.instrument.scale.unit
    tared, load = amount(reading, "tare", unit), amount(reading, "load", unit)
    _check_room(bench, reading, tared, load)
    net = weighing(replace(bench, zero_error=Decimal(0)), reading) if load else _zero(bench, reading)
    return replace(net, also={**net.also, "tare": tared})


def _check_room(bench: Bench, reading: Mapping[str, Any], tared: Decimal, load: Decimal) -> None:
    """Subtractive tare takes its load from Max; additive tare stands beside it (R 76-1, T.2.7.4)."""
    scale = bench.instrument.scale
    gross = load if reading.get("additive") is True else tared + load
    if tared <= 0 or gross > scale.max:
        raise fault("tare-out-of-range", "/tare", tare=text(tared), max=text(scale.max), unit=scale.unit)


def _zero(bench: Bench, reading: Mapping[str, Any]) -> Point:
    found, share = error_of(bench, reading, Decimal(0)), bench.step["zero_e"]
    span = share * bench.instrument.scale.e
    return Point(bench.test, ZERO, corrected=found["error"], low=-span, high=span, rule=f"± {text(share)} e", **found)
