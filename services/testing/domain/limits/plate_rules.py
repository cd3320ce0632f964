"""Whether an instrument can be what its plate says: R 76 class rules, before any load is put on it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from services.testing.domain.limits.tables import Tables
from services.testing.domain.quantity import amount, amounts, convert, spelled, text, unit
from services.testing.domain.verdict.faults import Faults, fault
from shared.errors import Invalid

MOST_PARTS = 5  # partial ranges; more than three are hardly built


@dataclass(frozen=True)
class Part:
    """A partial weighing range: up to `max` the scale weighs in steps of `e`, and shows steps of `d`."""

    max: Decimal
    e: Decimal
    d: Decimal


@dataclass(frozen=True)
class Scale:
    """The plate of a scale in one unit; a multi-interval scale has several parts, the finest first."""

    accuracy: str
    min: Decimal
    unit: str
    parts: tuple[Part, ...]

    @property
    def max(self) -> Decimal:
        return self.parts[-1].max

    @property
    def e(self) -> Decimal:
        """The smallest interval, which Min and zero are counted in."""
        return self.parts[0].e

    def at(self, load: Decimal) -> Part:
        """The part a load lies in; the upper end belongs to the finer part."""
        return next((part for part in self.parts if load <= part.max), self.parts[-1])


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
    parts = _parts(parameters, measure)
    fitting = [_rule(rules, content["e_digits"], part, measure) for part in parts]
    declared = spelled(parameters, "min") is not None
    fine = accuracy in content["auxiliary"]
    least = fitting[0]["min_e"] * (parts[0].d if fine else parts[0].e)
    smallest = amount(parameters, "min", measure) if declared else least
    described = Scale(accuracy, smallest, measure, parts)
    faults = [*_broken(fitting, described, least), *_uneven(content["partial_n"][accuracy], described)]
    faults = [one for one in faults if not _excused(content, described, one)]
    _refuse([*faults, *(_divided(content, described) if fine else _auxiliary(described))])
    return described


def _auxiliary(plate: Scale) -> Iterator[Invalid]:
    """A division finer than e is an auxiliary indication, which these classes do not have (R 76-1, 3.4.1)."""
    for part in plate.parts:
        if part.d < part.e:
            yield fault("d-below-e", "/d", accuracy_class=plate.accuracy, d=text(part.d), e=text(part.e))


def _excused(content: Mapping[str, Any], plate: Scale, found: Invalid) -> bool:
    """Class I may have fewer intervals where it shows finer than a tenth of a milligram (R 76-1, 3.4.4)."""
    fine = all(convert(part.d, plate.unit, "g") < content["few_below_d_g"] for part in plate.parts)
    return found.code == "n-too-small" and plate.accuracy == "I" and fine


def _divided(content: Mapping[str, Any], plate: Scale) -> Iterator[Invalid]:
    """How e and a finer d belong together: e is a power of ten and at most 10 d (R 76-1, 3.4.2)."""
    for part in plate.parts:
        facts = {"d": text(part.d), "e": text(part.e)}
        small = plate.accuracy == "I" and convert(part.e, plate.unit, "g") <= content["finest_e_g"]
        if _first_digit(part.d) not in content["e_digits"]:
            yield fault("d-not-allowed", "/d", d=text(part.d))
        if part.d < part.e and _first_digit(part.e) != 1:
            yield fault("e-not-power-of-ten", "/e", **facts)
        if part.e > content["most_d"] * part.d and not small:
            yield fault("e-above-ten-d", "/e", **facts)


def _parts(parameters: Mapping[str, Any], measure: str) -> tuple[Part, ...]:
    """Max and e as on the plate: `15` and `0.005`, or `6/15` and `0.002/0.005` for a multi-interval scale."""
    given = {name: amounts(parameters, name, measure, MOST_PARTS) for name in ("max", "e")}
    given["d"] = amounts(parameters, "d", measure, MOST_PARTS) if spelled(parameters, "d") else given["e"]
    if len({len(values) for values in given.values()}) > 1:
        raise fault("ranges-differ", "/e", max=str(len(given["max"])), e=str(len(given["e"])))
    return tuple(Part(*values) for values in zip(*given.values(), strict=True))


def _uneven(least: int, plate: Scale) -> Iterator[Invalid]:
    """What two neighbouring parts of a multi-interval scale must keep to (R 76-1, 3.3)."""
    for lower, upper in pairwise(plate.parts):
        if not (lower.max < upper.max and lower.e < upper.e):
            yield fault("ranges-not-rising", "/max", lower=text(lower.max), upper=text(upper.max))
        elif lower.max < least * upper.e:
            yield fault("partial-range-too-small", "/max", max=text(lower.max), e=text(upper.e), bound=str(least))


def _rule(rules: list[Mapping[str, Any]], digits: Collection[int], part: Part, measure: str) -> Mapping[str, Any]:
    grams = convert(part.e, measure, "g")
    fitting = (row for row in rules if row["e_from_g"] <= grams <= row.get("e_to_g", grams))
    rule = next(fitting, None)
    if rule is None or _first_digit(part.e) not in digits:
        raise fault("e-not-allowed", "/e", accuracy_class=rules[0]["class"], e=text(part.e), unit=measure)
    return rule


def _first_digit(interval: Decimal) -> int:
    """1, 2 or 5 for 1, 2 or 5 times a power of ten; 0 for anything else."""
    digits = interval.normalize().as_tuple().digits
    return digits[0] if len(digits) == 1 else 0


def _broken(rules: list[Mapping[str, Any]], plate: Scale, least: Decimal) -> Iterator[Invalid]:
    for part, rule in zip(plate.parts, rules, strict=True):
        yield from _broken_part(rule, part, plate)
    if plate.min < least:
        yield fault("min-too-small", "/min", min=text(plate.min), bound=text(least))
    if plate.min > plate.max:
        yield fault("min-above-max", "/min", min=text(plate.min), max=text(plate.max))


def _broken_part(rule: Mapping[str, Any], part: Part, plate: Scale) -> Iterator[Invalid]:
    # Products instead of n = Max/e, so that nothing is rounded.
    facts = {"accuracy_class": plate.accuracy, "n": text(part.max / part.e)}
    if part.max > rule.get("n_to", part.max / part.e) * part.e:
        yield fault("n-too-large", "/max", **facts, bound=str(rule["n_to"]))
    if part is plate.parts[-1] and part.max < rule["n_from"] * part.e:
        yield fault("n-too-small", "/max", **facts, bound=str(rule["n_from"]))
    if part.d > part.e:
        yield fault("d-above-e", "/d", d=text(part.d), e=text(part.e))


def _refuse(faults: list[Invalid]) -> None:
    if len(faults) == 1:
        raise faults[0]
    gathered = Faults()
    gathered.rows = [row for one in faults for row in one.errors]
    gathered.refuse("class-rules-broken")
