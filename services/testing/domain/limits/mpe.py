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
    usable: Callable[[Any, Mapping[str, Any]], None] | None = None


RULES = {
    "scale": Rule(mass.scale, plate_rules.scale, mass.check_usable),
    "weight": Rule(mass.weight),
    "small_volume": Rule(volume.small_volume, usable=volume.check_measurable),
    "percent": Rule(volume.percent),
    "capacity": Rule(volume.capacity),
    "length": Rule(length.length),
}


@dataclass(frozen=True)
class Limits:
    """The limits of one instrument under one verification, to be asked point by point."""

    span: Callable[[Mapping[str, Any]], mass.Span]
    source: Source
    usable: Callable[[Mapping[str, Any]], None] | None = None

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
    described = rule.plate(table.content, plate)
    span = partial(rule.span, table.content, table.terms[act].factor, described)
    usable = partial(rule.usable, described) if rule.usable else None
    return Limits(span, source(tables, kind, act), usable)


def limit(tables: Tables, kind: str, of: str, parameters: Mapping[str, Any], point: Mapping[str, Any]) -> Limit:
    """The limit of one instrument at one point of its range.

    Whoever asks for less than Min of a scale, or than the least quantity a meter may measure, is refused; what was
    read there is judged all the same.
    """
    known = limits(tables, kind, of, parameters)
    found = known.at(point)
    if known.usable:
        known.usable(point)
    return found


def source(tables: Tables, kind: str, act: Verification) -> Source:
    """Where the limits of this kind come from; no surer than the weakest of table, factor and kind."""
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    terms = table.terms[act]
    sure = weakest(table.source.confidence, terms.confidence, entry.confidence)
    said = "; ".join(filter(None, (table.source.note, terms.note)))
    return replace(table.source, confidence=sure, note=said)
