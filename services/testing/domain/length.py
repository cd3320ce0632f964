"""Limits of material measures of length (OIML R 35)."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from services.testing.domain.faults import fault
from services.testing.domain.mass import Span
from services.testing.domain.quantity import amount, positive, spelled, text


def length(content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]) -> Span:
    """a + b L millimetre, L in metres rounded up to the next whole metre."""
    accuracy = str(plate.get("class", "")).strip().upper()
    row = next((row for row in content["rows"] if row["class"] == accuracy), None)
    if row is None:
        raise fault("class-unknown", "/class", accuracy_class=accuracy[:20])
    given, name = (point, "length") if spelled(point, "length") else (plate, "nominal")
    metres = positive(amount(given, name, "m", plate.get("unit")), f"/{name}")
    whole = metres.to_integral_value(ROUND_CEILING)
    error = (row["a"] + row["b"] * whole) * factor
    steps = f"({row['a']} + {row['b']} × {text(whole)}) mm × {text(factor)}"
    return Span(-error, error, "mm", f"{accuracy}: {text(metres)} m → ± {steps}")
