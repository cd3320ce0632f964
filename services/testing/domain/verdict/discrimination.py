"""Judges how small a load moves a display (R 76-1, 3.8.2.2 and A.4.8): at Min, half of Max and Max."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.testing.domain.limits.plate_rules import Scale
from services.testing.domain.quantity import amount, text
from services.testing.domain.verdict.evaluation_context import Bench, Found, Readings
from services.testing.domain.verdict.faults import fault
from services.testing.domain.verdict.result import Gap, Point
from services.testing.domain.verdict.scales import check_step, limited, on_the_scale


def discrimination(bench: Bench, readings: Readings) -> Found:
    """An extra load of 1.4 divisions changes the indication by at least one."""
    points = bench.each(readings, _nudged)
    return Found(tuple(points), tuple(unvisited(bench, (point.load for point in points if point.load is not None))))


def unvisited(bench: Bench, done: Iterable[Decimal]) -> Iterable[Gap]:
    """The places of the range where the procedure wants a reading and there is none."""
    scale, near, done = bench.instrument.scale, bench.step["near"], set(done)
    for name in bench.step["at"]:
        place, low, high = _place(name, scale, near)
        if not any(low <= limited(bench, load) <= high for load in done):
            yield Gap("place-missing", {"load": text(place), "unit": scale.unit})


def _place(name: str, scale: Scale, near: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """A place and from where to where a load counts for it: nothing is below Min or above Max."""
    half = scale.max / 2
    return {
        "zero": (Decimal(0), Decimal(0), scale.min * (1 + near)),
        "min": (scale.min, scale.min, scale.min * (1 + near)),
        "half": (half, half * (1 - near), half * (1 + near)),
        "max": (scale.max, scale.max * (1 - near), scale.max),
    }[name]


def _nudged(bench: Bench, reading: Mapping[str, Any]) -> Point:
    scale, step = bench.instrument.scale, bench.step
    load = on_the_scale(bench, reading)
    before, after, extra = (
        amount(reading, name, scale.unit) for name in ("indication", "indication_after", "extra_load")
    )
    bench.instrument.limit(
        {"load": limited(bench, load), "unit": scale.unit}
    )  # refuses a load that no scale of this plate takes
    d = scale.at(load).d
    _check_extra(bench, extra, d)
    for name, shown in (("indication", before), ("indication_after", after)):
        check_step(bench, shown, f"/{name}")
    if after - before > step["most_d"] * d:
        most = text(before + step["most_d"] * d)
        raise fault("moved-too-far", "/indication_after", indication=text(after), most=most, unit=scale.unit)
    short = d - (after - before)  # what is lacking to a full division
    rule = f"+{text(step['extra_d'])} d → ≥ 1 d"
    also = {"indication_before": before, "extra_load": extra}
    return Point(bench.test, "", short, short, -scale.max, Decimal(0), scale.unit, rule, load, after, also=also)


def _check_extra(bench: Bench, extra: Decimal, d: Decimal) -> None:
    """A smaller load moves the display by luck only, a larger one moves every display."""
    most = bench.step["extra_d"] * d
    least = most * (1 - bench.step["near_extra"])
    if not least <= extra <= most:
        facts = {"extra_load": text(extra), "min": text(least), "max": text(most), "unit": bench.instrument.scale.unit}
        raise fault("extra-load-not-in-place", "/extra_load", **facts)
