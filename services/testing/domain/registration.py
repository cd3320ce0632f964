"""Whether an instrument can be what its plate says: R 76 class rules, before any load is put on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.testing.domain.faults import Faults, fault
from services.testing.domain.quantity import amount, convert, positive, spelled, text, unit
from services.testing.domain.tables import Tables
from shared.errors import Invalid


@dataclass(frozen=True)
class Scale:
    """The plate of a scale in one unit; `d` is `e` unless the plate says otherwise."""

    accuracy: str
    max: Decimal
    min: Decimal
    e: Decimal
    d: Decimal
    unit: str


def check(tables: Tables, kind: str, parameters: Mapping[str, Any]) -> None:
    """Refuse an instrument that no table covers; kinds other than scales are checked where their limit is asked for."""
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    if table.rule == "scale":
        scale(table.content, {**entry.defaults, **parameters})


def scale(content: Mapping[str, Any], parameters: Mapping[str, Any]) -> Scale:
    """The scale these parameters describe; refuses with every class rule they break."""
    accuracy = str(parameters.get("class", "")).strip().upper()
    rules = [row for row in content["classes"] if row["class"] == accuracy]
    if not rules:
        raise fault("class-unknown", "/class", accuracy_class=accuracy[:20])
    measure = unit(parameters.get("unit", "kg"))
    capacity = positive(amount(parameters, "max", measure), "/max")
    interval = positive(amount(parameters, "e", measure), "/e")
    rule = _rule(rules, convert(interval, measure, "g"))
    if rule is None or _first_digit(interval) not in content["e_digits"]:
        raise fault("e-not-allowed", "/e", accuracy_class=accuracy, e=text(interval), unit=measure)
    declared = spelled(parameters, "min") is not None
    smallest = amount(parameters, "min", measure) if declared else rule["min_e"] * interval
    division = positive(amount(parameters, "d", measure), "/d") if spelled(parameters, "d") else interval
    described = Scale(accuracy, capacity, smallest, interval, division, measure)
    _refuse(_broken(rule, described))
    return described


def _rule(rules: list[Mapping[str, Any]], grams: Decimal) -> Mapping[str, Any] | None:
    fitting = (row for row in rules if row["e_from_g"] <= grams <= row.get("e_to_g", grams))
    return next(fitting, None)


def _first_digit(interval: Decimal) -> int:
    """1, 2 or 5 for 1, 2 or 5 times a power of ten; 0 for anything else."""
    digits = interval.normalize().as_tuple().digits
    return digits[0] if len(digits) == 1 else 0


def _broken(rule: Mapping[str, Any], plate: Scale) -> Iterator[Invalid]:
    # Products instead of n = Max/e, so that nothing is rounded.
    facts = {"accuracy_class": plate.accuracy, "n": text(plate.max / plate.e)}
    if plate.max > rule.get("n_to", plate.max / plate.e) * plate.e:
        yield fault("n-too-large", "/max", **facts, bound=str(rule["n_to"]))
    if plate.max < rule["n_from"] * plate.e:
        yield fault("n-too-small", "/max", **facts, bound=str(rule["n_from"]))
    if plate.min < rule["min_e"] * plate.e:
        yield fault("min-too-small", "/min", min=text(plate.min), bound=text(rule["min_e"] * plate.e))
    if plate.min > plate.max:
        yield fault("min-above-max", "/min", min=text(plate.min), max=text(plate.max))
    if plate.d > plate.e:
        yield fault("d-above-e", "/d", d=text(plate.d), e=text(plate.e))


def _refuse(broken: Iterator[Invalid]) -> None:
    faults = list(broken)
    if len(faults) == 1:
        raise faults[0]
    gathered = Faults()
    gathered.rows = [row for one in faults for row in one.errors]
    gathered.refuse("class-rules-broken")
