"""Measured numbers as people wrote them down: exact decimals, and units that differ by powers of ten."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from services.testing.domain.verdict.faults import fault

# Within these bounds every sum and product of the engine fits the 28 digits of a Decimal, so nothing is ever rounded.
DIGITS, SMALLEST, LARGEST = 15, -12, 11
MOST = 100

UNITS = {  # what is measured, power of ten
    "mg": ("mass", -3),
    "g": ("mass", 0),
    "kg": ("mass", 3),
    "t": ("mass", 6),
    "mL": ("volume", -3),
    "L": ("volume", 0),
    "m3": ("volume", 3),
    "mm": ("length", -3),
    "cm": ("length", -2),
    "m": ("length", 0),
    "mA": ("current", -3),
    "A": ("current", 0),
    "Wh": ("energy", 0),
    "kWh": ("energy", 3),
    "MWh": ("energy", 6),
}
SPELLINGS = {unit.lower(): unit for unit in UNITS} | {"m³": "m3"}


def number(value: Any, pointer: str = "") -> Decimal:
    """An exact decimal; floats are refused because they are not what was read off the instrument."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise fault("not-a-number", pointer)
    try:
        exact = Decimal(_plain(value) if isinstance(value, str) else value)
    except InvalidOperation:
        raise fault("not-a-number", pointer) from None
    if not exact.is_finite() or not _measurable(exact):
        raise fault("not-a-number", pointer)
    return exact


def _plain(written: str) -> str:
    """Digits as a keyboard types them; Decimal alone would also read `1_000` and digits of other scripts."""
    return written if written.isascii() and "_" not in written else ""


def _measurable(exact: Decimal) -> bool:
    _, digits, exponent = exact.as_tuple()
    return len(digits) <= DIGITS and exponent >= SMALLEST and (not exact or exact.adjusted() <= LARGEST)


def unit(name: Any, pointer: str = "/unit") -> str:
    """The unit in its one spelling; `l`, `L`, `ML` and `m³` are understood."""
    known = SPELLINGS.get(str(name).lower())
    if known is None:
        raise fault("unit-unknown", pointer, unit=str(name)[:20], known=", ".join(UNITS))
    return known


def convert(value: Decimal, source: str, target: str, pointer: str = "/unit") -> Decimal:
    """The same quantity in another unit, exactly."""
    (kind, power), (wanted, into) = UNITS[source], UNITS[target]
    if kind != wanted:
        raise fault("unit-mismatch", pointer, unit=source, expected=target)
    return value.scaleb(power - into)


def amount(fields: Mapping[str, Any], name: str, into: str, default: str | None = None) -> Decimal:
    """The quantity `name` in `into`; written as `mmq` beside `unit`, or as `mmq_l` with the unit in its name."""
    key = spelled(fields, name)
    if key is None:
        raise fault("required", f"/{name}", field=name)
    written = key.removeprefix(name).removeprefix("_") or fields.get("unit") or default or into
    converted = convert(number(fields[key], f"/{key}"), unit(written), into)
    return number(converted, f"/{key}")


def amounts(fields: Mapping[str, Any], name: str, into: str, most: int) -> tuple[Decimal, ...]:
    """One positive quantity, or several with strokes between them as plates of multi-interval scales write: `6/15`."""
    key = spelled(fields, name)
    written = fields.get(key) if key else None
    pieces = written.split("/") if isinstance(written, str) else [written]
    if len(pieces) > most:
        raise fault("not-a-number", f"/{key}")
    return tuple(positive(amount({**fields, key or name: piece}, name, into), f"/{name}") for piece in pieces)


def spelled(fields: Mapping[str, Any], name: str) -> str | None:
    """The key under which the quantity `name` stands, or None."""
    return next((key for key in _keys(name) if fields.get(key) not in (None, "")), None)


@cache
def _keys(name: str) -> tuple[str, ...]:
    return (name, *(f"{name}_{known}" for known in SPELLINGS))


def count(value: Any, pointer: str) -> int:
    """A whole number of things; more than a hundred is a slip of the pen."""
    many = number(value, pointer)
    if not 1 <= many <= MOST or many != many.to_integral_value():
        raise fault("not-a-count", pointer, value=str(many))
    return int(many)


def positive(value: Decimal, pointer: str) -> Decimal:
    if value <= 0:
        raise fault("not-positive", pointer, value=text(value))
    return value


def text(value: Decimal) -> str:
    """`0.025`, never `2.5E-2`, and without zeros that mean nothing."""
    plain = format(value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain
