"""What an examination says: points, tests, units and the whole, ready to be written as JSON with exact decimals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from services.testing.domain.limits.tables import CONFIDENCE, Rule, Source
from services.testing.domain.quantity import text


class Mark(StrEnum):
    """How one point or one test ended."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """How a unit, or the whole, ended: sah, batal, or not judged yet."""

    VALID = "valid"
    REJECTED = "rejected"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Point:
    """One judged number, in one unit. `error` is what was found, `corrected` what is judged after the zero error.

    `correction` is what the standards really are beyond `load`; `standards` are those the reading named itself.
    `limit` is that of the table, where `low` and `high` leave room for an uncertainty.
    `also` are further numbers it follows from, under the names of the reading; `d` where it is not e.
    """

    test: str
    label: str
    error: Decimal
    corrected: Decimal
    low: Decimal
    high: Decimal
    unit: str
    rule: str
    load: Decimal | None = None
    indication: Decimal | None = None
    delta_load: Decimal | None = None
    correction: Decimal | None = None
    uncertainty: Decimal | None = None
    standards: tuple[str, ...] = ()
    confidence: str = CONFIDENCE[0]
    limit: Decimal | None = None
    also: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def verdict(self) -> Mark:
        """Limits are inclusive."""
        return Mark.PASSED if self.low <= self.corrected <= self.high else Mark.FAILED

    @property
    def mpe(self) -> Decimal:
        """What the table allows."""
        return self.high if self.limit is None else self.limit


REMARKED = {"standard-error-unknown", "zero-without-extra-load"}


@dataclass(frozen=True)
class Gap:
    """Something a required test still lacks; `facts` fill the sentence that says so."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def keeps_back(self) -> bool:
        """Whether there is no verdict because of it; otherwise it is only said."""
        return self.code not in REMARKED


@dataclass(frozen=True)
class Judged:
    """One test of one unit; `remarks` are what could not be checked and yet keeps no verdict back."""

    test: str
    required: bool
    verdict: Mark
    points: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[str, ...] = ()
    materials: tuple[Decimal, ...] = ()
    unit: str = ""
    remarks: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class UnitVerdict:
    """One nozzle, platform, weight or compartment."""

    unit: str
    verdict: Verdict
    tests: tuple[Judged, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(judged.test for judged in self.tests if judged.verdict is Mark.MISSING)


def overall(verdicts: Iterable[str]) -> Verdict:
    """Valid as soon as one unit is: the certificate lists its units with their verdicts."""
    found, order = set(verdicts), (Verdict.INCOMPLETE, Verdict.VALID, Verdict.REJECTED)
    return next((verdict for verdict in order if verdict in found), Verdict.INCOMPLETE)


@dataclass(frozen=True)
class Line:
    """One sentence of the explanation, Indonesian first."""

    id: str
    en: str


@dataclass(frozen=True)
class Result:
    """The whole examination. It is valid for its valid units only; which those are stands beside the verdict."""

    kind: str
    verification: str
    verdict: Verdict
    units: tuple[UnitVerdict, ...]
    mpe_table: Source
    procedure: Source
    tables_digest: str
    rules: tuple[Rule, ...] = ()
    explanation: tuple[Line, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Limits and rules nobody could check need the head's word."""
        sources = (self.mpe_table, *self.rules)
        return any(source.confidence == CONFIDENCE[-1] for source in sources)

    @property
    def gaps(self) -> tuple[dict[str, str], ...]:
        """Everything that keeps a unit from its verdict, by unit and test: missing tests, standards, air."""
        tests = ((unit.unit, judged) for unit in self.units for judged in unit.tests)
        return tuple(
            {"unit": unit, "test": judged.test, "code": gap.code, **gap.facts}
            for unit, judged in tests
            for gap in judged.gaps
        )

    def with_verdict(self, verdict: Verdict) -> tuple[str, ...]:
        """The units that ended so."""
        return tuple(unit.unit for unit in self.units if unit.verdict is verdict)

    def as_json(self) -> dict[str, Any]:
        return plain(self)


EXTRA = {  # worked-out properties that stand in the JSON beside the fields
    Point: ("mpe", "verdict"),
    UnitVerdict: ("missing",),
    Result: ("needs_confirmation", "gaps"),
}


def plain(value: Any) -> Any:
    """Dataclasses, decimals and dates as JSON has them."""
    if names := _names(type(value)):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return WRITTEN.get(type(value), lambda other: other)(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """What of a dataclass stands in the JSON; nothing of any other type."""
    return (*(one.name for one in fields(kind)), *EXTRA.get(kind, ())) if is_dataclass(kind) else ()


WRITTEN = {Decimal: text, date: date.isoformat}
