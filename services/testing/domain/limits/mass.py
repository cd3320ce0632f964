"""Limits of scales (OIML R 76) and of weights (OIML R 111)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from services.testing.domain.limits.plate_rules import Scale
from services.testing.domain.limits.tables import CONFIDENCE
from services.testing.domain.quantity import amount, convert, spelled, text
from services.testing.domain.verdict.faults import fault


class Span(NamedTuple):
    """From where to where an error may go, the rule in symbols that any language reads, and how sure its row is."""

    low: Decimal
    high: Decimal
    unit: str
    rule: str
    confidence: str = CONFIDENCE[0]
    note: str = ""


def scale(content: Mapping[str, Any], factor: Decimal, described: Scale, point: Mapping[str, Any]) -> Span:
    """Limits step up with the load in verification intervals; each upper bound belongs to the lower step.

    Table 6 begins at zero: a load below Min proves nothing of the scale, but is judged where one was read.
    """
    unit = described.unit
    load = amount(point, "load", unit)
    if load < 0:
        raise fault("load-below-min", "/load", load=text(load), min="0", unit=unit)
    if load > described.max:
        raise fault("load-above-max", "/load", load=text(load), max=text(described.max), unit=unit)
    e = described.at(load).e
    band = next(
        row
        for row in content["bands"]
        if row["class"] == described.accuracy and load <= row.get("up_to_e", load / e) * e
    )
    error = band["limit_e"] * e * factor
    bound = f" ≤ {band['up_to_e']} e" if "up_to_e" in band else ""
    steps = f"{text(Decimal(band['limit_e']))} e × {text(factor)}"
    interval = f" (e = {text(e)} {unit})" if len(described.parts) > 1 else ""
    return Span(-error, error, unit, f"{described.accuracy}: m = {text(load / e)} e{interval}{bound} → ± {steps}")


def check_usable(described: Scale, point: Mapping[str, Any]) -> None:
    """Nobody may weigh below Min (R 76-1, T.3.1.2), so whoever asks for a limit there is told so."""
    load = amount(point, "load", described.unit)
    if load < described.min:
        facts = {"load": text(load), "min": text(described.min), "unit": described.unit}
        raise fault("load-below-min", "/load", **facts)


def weight(content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]) -> Span:
    """One cell of the table: nominal mass and class, in milligram."""
    given = point if spelled(point, "nominal") else plate
    nominal = amount(given, "nominal", "mg", "g")
    accuracy = str(plate.get("class", "")).strip().upper()
    if accuracy not in content["classes"]:
        raise fault("class-unknown", "/class", accuracy_class=accuracy[:20])
    cell = content["cells"].get((nominal, accuracy))
    if cell is None:
        raise fault("nominal-undefined", "/nominal", nominal=text(nominal), unit="mg", accuracy_class=accuracy)
    error = cell * factor
    doubt = next((row for row in content.get("doubts", ()) if _doubted(row, nominal, accuracy)), {})
    sure = (doubt.get("confidence", CONFIDENCE[0]), doubt.get("note", ""))
    return Span(-error, error, "mg", f"{accuracy}: {text(nominal)} mg → ± {text(cell)} mg × {text(factor)}", *sure)


def _doubted(row: Mapping[str, Any], nominal: Decimal, accuracy: str) -> bool:
    """Whether this row of doubt, a set of classes or all above a nominal, covers the cell."""
    heavy = "above_kg" in row and nominal > convert(Decimal(row["above_kg"]), "kg", "mg")
    return heavy or accuracy in row.get("classes", ())
