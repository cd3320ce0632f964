"""Limits of material measures of length (OIML R 35)."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from services.testing.domain.limits.mass import Span
from services.testing.domain.quantity import amount, positive, spelled, text
from services.testing.domain.verdict.faults import fault

STARTS = ("mark", "face")  # where a length begins: at a mark, or at a surface that ends the measure


def length(content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]) -> Span:
    """a + b L millimetre, L in metres rounded up to the next whole metre; c more where it begins at a surface.

    A point that names an `interval` asks for the limit between two consecutive marks instead.
    """
    accuracy = str(plate.get("class", "")).strip().upper()
    row = next((row for row in content["rows"] if row["class"] == accuracy), None)
    if row is None:
        raise fault("class-unknown", "/class", accuracy_class=accuracy[:20])
    if spelled(point, "interval"):
        return _between_marks(content["intervals"], factor, accuracy, point)
    given, name = (point, "length") if spelled(point, "length") else (plate, "nominal")
    metres = positive(amount(given, name, "m", plate.get("unit")), f"/{name}")
    whole = metres.to_integral_value(ROUND_CEILING)
    surface = row["c"] if _start(point) == "face" else Decimal(0)
    error = (row["a"] + row["b"] * whole + surface) * factor
    more = f" + {row['c']}" if surface else ""
    steps = f"({row['a']} + {row['b']} × {text(whole)}{more}) mm × {text(factor)}"
    return Span(-error, error, "mm", f"{accuracy}: {text(metres)} m → ± {steps}")


def _start(point: Mapping[str, Any]) -> str:
    start = point.get("from") or STARTS[0]
    if start not in STARTS:
        raise fault("start-unknown", "/from", start=str(start)[:20], known=", ".join(STARTS))
    return start


def _between_marks(bands: list[Mapping[str, Any]], factor: Decimal, accuracy: str, point: Mapping[str, Any]) -> Span:
    apart = positive(amount(point, "interval", "mm"), "/interval")
    band = next((band for band in bands if apart <= band["up_to_mm"]), None)
    if band is None:
        raise fault("interval-too-long", "/interval", interval=text(apart), bound=str(bands[-1]["up_to_mm"]))
    limit = band["limit_mm"][accuracy]
    rule = f"{accuracy}: {text(apart)} mm ≤ {band['up_to_mm']} mm → ± {limit} mm × {text(factor)}"
    return Span(-limit * factor, limit * factor, "mm", rule)
