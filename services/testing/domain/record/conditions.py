"""What surrounds the readings and decides whether they count: standards, air, a repair in the same visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.testing.domain.limits.tables import Basis, Rule, Tables, Verification
from services.testing.domain.quantity import number, text
from services.testing.domain.verdict.faults import Faults
from services.testing.domain.verdict.result import Gap, Judged, Mark

AIR = ("temperature", "humidity")
MOMENTS = ("", "_start", "_end")


@dataclass(frozen=True)
class Conditions:
    """Standards used, the air, whether it was repaired in this visit, why it is tested, and its approved type."""

    standards: Sequence[Mapping[str, Any]] = ()
    environment: Mapping[str, Any] = field(default_factory=dict)
    repaired: bool = False
    basis: Basis = Basis.MANDATORY
    approval: Mapping[str, Any] | None = None


ALONE = Conditions()


BY_BASIS = {Basis.AFTER_REPAIR: "repair", Basis.VOLUNTARY: "voluntary", Basis.SAMPLING: "sampling"}


def limits_of(tables: Tables, act: Verification, under: Conditions) -> Verification:
    """Whose limits count: those of the verification, or the initial ones where a rule of the day says so."""
    names = {BY_BASIS.get(under.basis), "repair" if under.repaired else None}
    strict = any(rule.setting == Verification.INITIAL for name, rule in tables.rules.items() if name in names)
    return Verification.INITIAL if strict else act


def in_use(tables: Tables, act: Verification, under: Conditions, stopped: bool) -> tuple[Rule, ...]:
    """The rules of decision that this verdict rests on; an act that is not the usual one says so in any case."""
    repaired = under.repaired and limits_of(tables, act, Conditions(repaired=True)) is not act
    used = {"conformity": True, "repair": repaired, "early_stop": stopped}
    used |= {BY_BASIS[under.basis]: True} if under.basis in BY_BASIS else {}
    return tuple(tables.rules[name] for name, counts in used.items() if counts and name in tables.rules)


def air(bounds: Mapping[str, Any], measured: Mapping[str, Any], faults: Faults) -> tuple[Judged, ...]:
    """Whether the air was as the procedure wants it; silent where nothing was noted and nothing is required."""
    required = bool(bounds.get("required"))
    gaps = []
    seen = False
    for name in AIR:
        values = _values(measured, name, faults) if name in bounds else []
        seen = seen or bool(values)
        gaps += [_outside(name, value, bounds[name]) for value in values if not _fits(value, bounds[name])]
        if required and name in bounds and not values:
            gaps.append(Gap("environment-missing", {"what": name}))
    mark = Mark.MISSING if gaps else Mark.PASSED
    return (Judged("environment", required, mark, gaps=tuple(gaps)),) if seen or gaps else ()


def _values(measured: Mapping[str, Any], name: str, faults: Faults) -> list[Any]:
    values = []
    for key in (f"{name}{moment}" for moment in MOMENTS):
        if measured.get(key) not in (None, ""):
            with faults.at("/environment"):
                values.append(number(measured[key], f"/{key}"))
    return values


def _fits(value: Any, bound: Mapping[str, Any]) -> bool:
    return bound.get("from", value) <= value <= bound.get("to", value)


def _outside(name: str, value: Any, bound: Mapping[str, Any]) -> Gap:
    ends = " … ".join(str(bound[end]) for end in ("from", "to") if end in bound)
    return Gap("environment-outside", {"what": name, "value": text(value), "bounds": ends, "unit": bound["unit"]})
