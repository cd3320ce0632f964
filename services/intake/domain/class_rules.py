"""Whether a scale can be what its plate says: the class rules of R 76, as testing will ask for them on the day."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

Rules = Mapping[str, Any]
Fault = tuple[str, str, dict[str, str]]  # name of the parameter, code, facts

GRAMS = {"mg": -3, "g": 0, "kg": 3, "t": 6}


class Part(NamedTuple):
    """A partial range in gram: up to `max` the scale weighs in steps of `e`, and shows steps of `d`."""

    max: Decimal
    e: Decimal
    d: Decimal


def class_faults(rules: Rules, given: Mapping[str, str]) -> list[Fault]:
    """Every class rule that the plate breaks; its numbers and its unit are known to be readable."""
    accuracy, unit = given["class"].strip().upper(), given.get("unit", "kg").lower()
    if accuracy not in rules["partial_n"]:
        return [("class", "class-unknown", {"known": ", ".join(rules["partial_n"])})]
    if unit not in GRAMS:
        return [("unit", "not-a-mass", {})]
    numbers = {name: [_grams(piece, unit) for piece in given[name].split("/")] for name in ("max", "e")}
    numbers["d"] = [_grams(piece, unit) for piece in given["d"].split("/")] if given.get("d") else numbers["e"]
    if len({len(values) for values in numbers.values()}) > 1:
        return [("e", "ranges-differ", {})]
    parts = [Part(*values) for values in zip(*numbers.values(), strict=True)]
    least = _grams(given["min"], unit) if given.get("min") else None
    return [*_broken(rules, accuracy, parts, least), *_uneven(rules, accuracy, parts)]


def _grams(written: str, unit: str) -> Decimal:
    return Decimal(written).scaleb(GRAMS[unit])


def _broken(rules: Rules, accuracy: str, parts: list[Part], least: Decimal | None) -> Iterator[Fault]:
    fitting = [row for part in parts if (row := _row(rules, accuracy, part)) is not None]
    if len(fitting) < len(parts):
        yield "e", "e-not-allowed", {}
        return
    fine = accuracy in rules["auxiliary"]
    for part, row in zip(parts, fitting, strict=True):
        yield from _counted(rules, accuracy, part, row, last=part is parts[-1])
        yield from _divided(rules, accuracy, part) if fine else _plain(part)
    bound: Decimal = fitting[0]["min_e"] * (parts[0].d if fine else parts[0].e)
    if least is not None and least < bound:
        yield "min", "min-too-small", {"bound": f"{bound.normalize():f} g"}
    if (bound if least is None else least) > parts[-1].max:
        yield "min", "min-above-max", {}


def _row(rules: Rules, accuracy: str, part: Part) -> Mapping[str, Any] | None:
    rows = (row for row in rules["classes"] if row["class"] == accuracy and _digit(part.e) in rules["digits"])
    return next((row for row in rows if row["e_from_g"] <= part.e <= row.get("e_to_g", part.e)), None)


def _digit(interval: Decimal) -> int:
    """1, 2 or 5 for 1, 2 or 5 times a power of ten; 0 for anything else."""
    digits = interval.normalize().as_tuple().digits
    return digits[0] if len(digits) == 1 else 0


def _counted(rules: Rules, accuracy: str, part: Part, row: Mapping[str, Any], *, last: bool) -> Iterator[Fault]:
    """How many intervals there are; products, so that nothing is rounded."""
    if "n_to" in row and part.max > row["n_to"] * part.e:
        yield "max", "n-too-large", {"bound": str(row["n_to"])}
    few = accuracy == "I" and part.d < rules["few_below_d_g"]
    if last and part.max < row["n_from"] * part.e and not few:
        yield "max", "n-too-small", {"bound": str(row["n_from"])}
    if part.d > part.e:
        yield "d", "d-above-e", {}


def _plain(part: Part) -> Iterator[Fault]:
    if part.d < part.e:
        yield "d", "d-below-e", {}


def _divided(rules: Rules, accuracy: str, part: Part) -> Iterator[Fault]:
    small = accuracy == "I" and part.e <= rules["finest_e_g"]
    if _digit(part.d) not in rules["digits"]:
        yield "d", "d-not-allowed", {}
    if part.d < part.e and _digit(part.e) != 1:
        yield "e", "e-not-power-of-ten", {}
    if part.e > rules["most_d"] * part.d and not small:
        yield "e", "e-above-ten-d", {}


def _uneven(rules: Rules, accuracy: str, parts: list[Part]) -> Iterator[Fault]:
    for lower, upper in pairwise(parts):
        if not (lower.max < upper.max and lower.e < upper.e):
            yield "max", "ranges-not-rising", {}
        elif lower.max < rules["partial_n"][accuracy] * upper.e:
            yield "max", "partial-range-too-small", {}
