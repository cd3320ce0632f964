"""Pieces of an approved examination: verdicts, numbers, tables, rules, and where somebody decided otherwise."""

from services.testing.events.parts import DateText, Part
from shared.events.declarations import named


class UnitVerdict(Part):
    """One nozzle, platform, weight or compartment; `reasons` name the tests that it failed."""

    unit: str
    verdict: str
    reasons: list[str]


class StandardUsed(Part):
    """A reference standard as it was on the day."""

    code: str
    name: str
    class_: str = named("class")
    certificate: str
    valid_until: DateText


class Mark(Part):
    """A mark put on the instrument."""

    mark: str
    code: str
    position: str
    unit: str
    year: int


class ResultRow(Part):
    """One judged number: decimals as text, all in `unit_of_measure`."""

    unit: str
    test: str
    point: str
    load: str | None
    indication: str | None
    error: str
    mpe: str
    verdict: str
    unit_of_measure: str


class MpeTable(Part):
    """Which limits were used, and how sure we are of them."""

    norm: str
    edition: str
    table: str
    confidence: str
    legal_source: str


class Explanation(Part):
    """The verdict line by line."""

    id: list[str]
    en: list[str]


class Software(Part):
    """What judged: version and checksums (SHA-256) of program and parameters; `short` as a paper prints them."""

    version: str
    program: str
    parameters: str
    short: str


class DepartedUnit(Part):
    """A unit whose verdict is not the one of the rule."""

    unit: str
    rule: str
    verdict: str


class Departure(Part):
    """A verdict against the rule: for which units, why, decided and confirmed by whom."""

    units: list[DepartedUnit]
    reason: str
    verifier_code: str
    approved_by_code: str


class DecisionRule(Part):
    """How errors and limits became a verdict, as a dated row with its source, and in words."""

    name: str
    setting: str
    legal_source: str
    confidence: str
    valid_from: DateText
    id: str
    en: str
