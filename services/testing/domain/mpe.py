"""How far an instrument may be wrong: the limit for a kind, a verification, an instrument and a point of its range."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.testing.domain import length, mass, volume
from services.testing.domain.tables import Limit, Source, Tables, Verification, verification, weakest

RULES = {
    "scale": mass.scale,
    "weight": mass.weight,
    "small_volume": volume.small_volume,
    "percent": volume.percent,
    "capacity": volume.capacity,
    "length": length.length,
}


def limit(tables: Tables, kind: str, of: str, parameters: Mapping[str, Any], point: Mapping[str, Any]) -> Limit:
    """The limit at `point`; refuses, naming the rule, where the table says nothing. `of` is the verification."""
    act = verification(of)
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    plate = {**entry.defaults, **{name: value for name, value in parameters.items() if value is not None}}
    span = RULES[table.rule](table.content, table.terms[act].factor, plate, point)
    found = source(tables, kind, act)
    sure, note = weakest(found.confidence, span.confidence), "; ".join(filter(None, (found.note, span.note)))
    return Limit(span.low, span.high, span.unit, span.rule, replace(found, confidence=sure, note=note))


def source(tables: Tables, kind: str, act: Verification) -> Source:
    """Where the limits of this kind come from; no surer than the weakest of table, factor and kind."""
    entry = tables.kind(kind)
    table = tables.limits[entry.family]
    terms = table.terms[act]
    sure = weakest(table.source.confidence, terms.confidence, entry.confidence)
    return replace(table.source, confidence=sure, note=terms.note)
