"""How far an instrument may be wrong: the limit for a kind, a verification, an instrument and a point of its range."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from services.testing.domain.limits import length, mass, plate_rules, volume
from services.testing.domain.limits.tables import Limit, Source, Tables, Verification, verification, weakest


def _as_written(_: Mapping[str, Any], plate: Mapping[str, Any]) -> Mapping[str, Any]:
    return plate


class Rule(NamedTuple):
    """How a table is read at a point, and how the plate is read before, once for all points."""

    span: Callable[..., mass.Span]
    plate: Callable[[Mapping[str, Any], Mapping[str, Any]], Any] = _as_written


RULES = {
    "scale": Rule(mass.scale, plate_rules.scale),
    "weight": Rule(mass.weight),
    "small_volume": Rule(volume.small_volume),
    "percent": Rule(volume.percent),
    "capacity": Rule(volume.capacity),
    "length": Rule(length.length),
}


@dataclass(frozen=True)
class Limits:
    """The limits of one instrument under one verification, to be asked point by point."""

    span: Callable[[Mapping[str, Any]], mass.Span]
    source: Source

    def at(self, point: Mapping[str, Any]) -> Limit:
        """The limit at `point`; refuses, naming the rule, where the table says nothing."""
        span, known = self.span(point), self.source
        sure, note = weakest(known.confidence, span.confidence), "; ".join(filter(None, (known.note, span.note)))
        return Limit(span.low, span.high, span.unit, span.rule, replace(known, confidence=sure, note=note))


def limits(tables: Tables, kind: str, of: str, parameters: Mapping[str, Any]) -> Limits:
    """Refuses a plate that the table cannot cover. `of` is the verification."""
    act = verification(of)
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    plate = {**entry.defaults, **{name: value for name, value in parameters.items() if value is not None}}
    rule = RULES[table.rule]
    span = partial(rule.span, table.content, table.terms[act].factor, rule.plate(table.content, plate))
    return Limits(span, source(tables, kind, act))


def limit(tables: Tables, kind: str, of: str, parameters: Mapping[str, Any], point: Mapping[str, Any]) -> Limit:
    """The limit of one instrument at one point of its range.

    Whoever asks for less than the least quantity a meter may measure is refused; what a run of about that quantity
    really delivered is judged all the same.
    """
    found = limits(tables, kind, of, parameters).at(point)
    if tables.limits[tables.kind(kind).family].rule == "small_volume":
        volume.check_measurable(parameters, point)
    return found


def source(tables: Tables, kind: str, act: Verification) -> Source:
    """Where the limits of this kind come from; no surer than the weakest of table, factor and kind."""
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    terms = table.terms[act]
    sure = weakest(table.source.confidence, terms.confidence, entry.confidence)
    said = "; ".join(filter(None, (table.source.note, terms.note)))
    return replace(table.source, confidence=sure, note=said)
