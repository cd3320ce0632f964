"""The dated tables an examination is judged by: limits and procedures, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.testing.domain import quantity
from services.testing.domain.verdict.faults import fault

CONFIDENCE = ("verified", "practice", "unverified")  # from best to worst


class Verification(StrEnum):
    """Tera or tera ulang: decides which limits apply."""

    INITIAL = "initial"
    SUBSEQUENT = "subsequent"


class Basis(StrEnum):
    """Why an instrument is tested at all: each is an act of its own, with its own limits and words on the paper."""

    MANDATORY = "mandatory"
    AFTER_REPAIR = "after_repair"
    VOLUNTARY = "voluntary"
    SAMPLING = "sampling"


@dataclass(frozen=True)
class Source:
    """Which sheet of which norm a number was taken from, and how sure we are of it.

    `legal_source` is what a paper names, empty where none is known; `note` is what those who keep the tables must know.
    """

    norm: str
    edition: str
    table: str
    confidence: str
    legal_source: str
    valid_from: date
    note: str = ""

    def as_json(self) -> dict[str, str]:
        return {**vars(self), "valid_from": self.valid_from.isoformat()}


@dataclass(frozen=True)
class Terms:
    """How one verification uses a table: the factor on every limit, and how sure we are of it."""

    factor: Decimal
    confidence: str
    note: str = ""


@dataclass(frozen=True)
class LimitTable:
    """One edition of one norm's limits; `content` is shaped as its `rule` reads it."""

    source: Source
    rule: str
    terms: Mapping[str, Terms]
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """Which table and procedure a kind of instrument uses; empty where none is known."""

    code: str
    family: str = ""
    procedure: str = ""
    confidence: str = CONFIDENCE[0]
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProcedureTable:
    """The tests of one procedure, as rows with their settings, and the surroundings it may be done in."""

    code: str
    source: Source
    tests: tuple[Mapping[str, Any], ...]
    environment: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One way of deciding, such as simple acceptance, with where it comes from."""

    name: str
    setting: str
    legal_source: str
    confidence: str
    valid_from: date


@dataclass(frozen=True)
class Tables:
    """Everything in force on one day; `digest` tells two sets of parameters apart."""

    day: date
    digest: str
    kinds: Mapping[str, Kind]
    limits: Mapping[str, LimitTable]
    procedures: Mapping[str, ProcedureTable]
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def kind(self, code: Any) -> Kind:
        """The kind, if anything can be measured against a limit for it."""
        kind = self.kinds.get(code) if isinstance(code, str) else None
        if kind is None:
            raise fault("unknown-kind", "/kind", kind=str(code)[:40])
        if kind.family not in self.limits or kind.procedure not in self.procedures:
            raise fault("no-limit-table", "/kind", kind=kind.code, day=self.day.isoformat())
        return kind


def verification(value: Any) -> Verification:
    if value not in list(Verification):
        raise fault("verification-unknown", "/verification", known=", ".join(Verification))
    return Verification(value)


def weakest(*levels: str) -> str:
    """The confidence of a statement that rests on all of these."""
    return max(levels, key=CONFIDENCE.index)


@dataclass(frozen=True)
class Limit:
    """How far an error may go, from `low` to `high`, both allowed; and the rule that says so."""

    low: Decimal
    high: Decimal
    unit: str
    rule: str
    source: Source

    @property
    def mpe(self) -> Decimal:
        return self.high

    def into(self, unit: str) -> "Limit":
        """The same limit in another unit."""
        low, high = (quantity.convert(value, self.unit, unit) for value in (self.low, self.high))
        return Limit(low, high, unit, self.rule, self.source)

    def as_json(self) -> dict[str, str]:
        numbers = {"mpe": self.mpe, "low": self.low, "high": self.high}
        texts = {name: quantity.text(value) for name, value in numbers.items()}
        return {**texts, "unit": self.unit, "rule": self.rule, **self.source.as_json()}
