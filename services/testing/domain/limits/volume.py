"""Limits of liquid and energy meters (OIML R 117, R 49, R 46, R 80, chargers) and of measures of capacity (R 138)."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from services.testing.domain.limits.mass import Span
from services.testing.domain.quantity import amount, positive, spelled, text, unit
from services.testing.domain.verdict.faults import fault

UNIT = {"volume": "L", "energy": "kWh"}
SMALLEST_STEP = Decimal("1E-9")


def small_volume(
    content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]
) -> Span:
    """A percentage that grows for small volumes, and is never less than Emin."""
    volume = positive(amount(point, "volume", "L", _written(plate)), "/volume")
    percent = _percentages(content, plate)
    value, why = _in_band(content, percent["line"], volume)
    if spelled(plate, "mmq"):
        mmq = positive(amount(plate, "mmq", "L"), "/mmq")
        least = content["emin_times"] * _in_band(content, percent["system"], mmq)[0]
        if least > value:
            value, why = least, f"Emin = {content['emin_times']} × {percent['system']} % × MMQ {text(mmq)} L"
    error = value * 1000 * factor
    return Span(-error, error, "mL", f"{plate['class']}: V = {text(volume)} L, {why}, × {text(factor)}")


def check_measurable(plate: Mapping[str, Any], point: Mapping[str, Any]) -> None:
    """Below its minimum measured quantity a meter has no limit: it may not be used there (R 117-1, from memory)."""
    if not (spelled(plate, "mmq") and spelled(point, "volume")):
        return
    asked, least = amount(point, "volume", "L", _written(plate)), amount(plate, "mmq", "L")
    if asked < least:
        raise fault("volume-below-mmq", "/volume", volume=text(asked), mmq=text(least))


def _percentages(content: Mapping[str, Any], plate: Mapping[str, Any]) -> dict[str, Decimal]:
    lines = content["percent"]
    assembly = str(plate.get("assembly") or content["assembly"])
    if assembly not in lines:
        raise fault("assembly-unknown", "/assembly", known=", ".join(lines))
    name = _class(plate, lines["system"])
    return {"system": lines["system"][name], "line": lines[assembly][name]}


def _in_band(content: Mapping[str, Any], percent: Decimal, volume: Decimal) -> tuple[Decimal, str]:
    band = next(row for row in content["bands"] if "below_l" not in row or volume < row["below_l"])
    of = Decimal(band.get("of_l", volume))
    return band["times"] * percent * of / 100, f"{band['times']} × {text(Decimal(percent))} % × {text(of)} L"


def percent(content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]) -> Span:
    """A percentage of the quantity, by class and zone of flow or current."""
    name = content["quantity"]
    measure = unit(point.get("unit") or _written(plate) or UNIT[name])
    value = positive(amount(point, name, measure), f"/{name}")
    accuracy = _class(plate, {row["class"]: row for row in content["rows"]})
    zone = point.get("zone") or plate.get("zone") or content["zone"]
    row = next((row for row in content["rows"] if (row["class"], row["zone"]) == (accuracy, zone)), None)
    if row is None:
        allowed = sorted({row["zone"] for row in content["rows"]})
        raise fault("zone-unknown", "/zone", known=", ".join(allowed))
    error = row["percent"] * value / 100 * factor
    steps = f"{text(Decimal(row['percent']))} % × {text(factor)}"
    if "scaled_by" in row:
        error, steps = _scaled(row["scaled_by"], error, {**plate, **point, "unit": "A"}), f"{steps} × Imin/I"
    return Span(-error, error, measure, f"{accuracy} {zone}: ± {steps}".strip())


def _scaled(names: list[str], error: Decimal, given: Mapping[str, Any]) -> Decimal:
    """The error times one quantity over another; a quotient without end is cut, so never milder than the norm."""
    top, bottom = (positive(amount(given, name, "A"), f"/{name}") for name in names)
    if bottom > top:
        raise fault("zone-mismatch", f"/{names[1]}", given=text(bottom), bound=text(top))
    return (error * top / bottom).quantize(SMALLEST_STEP, ROUND_FLOOR)


def capacity(content: Mapping[str, Any], factor: Decimal, plate: Mapping[str, Any], point: Mapping[str, Any]) -> Span:
    """A fixed part and a percentage of nominal; a measure filled to the brim may only hold more."""
    given = point if spelled(point, "volume") else {**plate, "volume": plate.get("nominal")}
    given = given if spelled(given, "volume") else {"volume_l": plate.get("nominal_l")}
    nominal = positive(amount(given, "volume", "mL", _written(plate)), "/volume")
    vessel, mark = (plate.get(name) or content[name] for name in ("vessel", "mark"))
    row = next((row for row in content["rows"] if _fits(row, vessel, mark, nominal)), None)
    if row is None:
        raise fault("nominal-undefined", "/volume", nominal=text(nominal), unit="mL", accuracy_class=f"{vessel} {mark}")
    error = (row["fixed_ml"] + row["percent"] * nominal / 100) * factor
    low = Decimal(0) if mark == "brim" else -error
    steps = f"({row['fixed_ml']} mL + {text(Decimal(row['percent']))} %) × {text(factor)}"
    return Span(low, error, "mL", f"{vessel} {mark}, {text(nominal)} mL: {'0/+' if mark == 'brim' else '±'} {steps}")


def _fits(row: Mapping[str, Any], vessel: str, mark: str, nominal: Decimal) -> bool:
    inside = row.get("from_ml", 0) <= nominal <= row.get("up_to_ml", nominal)
    return (row["vessel"], row["mark"]) == (vessel, mark) and inside and nominal < row.get("below_ml", nominal + 1)


def _written(plate: Mapping[str, Any]) -> str | None:
    return plate.get("unit")


def _class(plate: Mapping[str, Any], known: Iterable[str]) -> str:
    """The class as the table spells it: `1` and `1.0` are one class."""
    given = str(plate.get("class", "")).strip().upper()
    found = next((name for name in known if _same(name, given)), None)
    if found is None:
        raise fault("class-unknown", "/class", accuracy_class=given[:20])
    return found


def _same(name: str, given: str) -> bool:
    try:
        return Decimal(name) == Decimal(given)
    except InvalidOperation:
        return name == given
