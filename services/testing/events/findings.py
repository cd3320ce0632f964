"""Pieces of an approved examination: verdicts, numbers, tables, rules, and where somebody decided otherwise."""

from typing import Annotated

from services.testing.events import words
from services.testing.events.parts import DateText, Part
from shared.events.declarations import named


class UnitVerdict(Part):
    """One nozzle, platform, weight or compartment; `reasons` name the tests that it failed."""

    unit: words.Label
    verdict: words.Judged
    reasons: Annotated[list[str], "the tests that it failed"]


class StandardUsed(Part):
    """A reference standard as it was on the day."""

    code: Annotated[str, "its code in the office"]
    name: Annotated[str, "what it is"]
    class_: Annotated[str, "its accuracy class"] = named("class")
    certificate: Annotated[str, "number of its calibration certificate"]
    valid_until: DateText


class Mark(Part):
    """A mark put on the instrument."""

    mark: Annotated[str, "which mark: sah, batal, jaminan, daerah or pegawai berhak"]
    code: Annotated[str, "its form"]
    position: Annotated[str, "where on the instrument"]
    unit: words.Label
    year: Annotated[int, "the year on it"]


class ResultRow(Part):
    """One judged number: decimals as text, all in `unit_of_measure`."""

    unit: words.Label
    test: Annotated[str, "code of the test, as /v1/procedures names it"]
    point: Annotated[str, "which reading of it"]
    load: Annotated[str | None, "what was put on, as decimal text"]
    indication: Annotated[str | None, "what it showed, as decimal text"]
    error: words.Decimals
    mpe: Annotated[str, "the maximum permissible error, as decimal text"]
    verdict: Annotated[str, "passed or failed"]
    unit_of_measure: Annotated[str, "of the numbers of this row"]


class MpeTable(Part):
    """Which limits were used, and how sure we are of them."""

    norm: Annotated[str, "the norm"]
    edition: Annotated[str, "its edition"]
    table: Annotated[str, "which table of it"]
    confidence: words.Sureness
    legal_source: words.LegalSource


class Explanation(Part):
    """The verdict line by line."""

    id: Annotated[list[str], "in Indonesian"]
    en: Annotated[list[str], "in English"]


class Software(Part):
    """What judged: version and checksums (SHA-256) of program and parameters; `short` as a paper prints them."""

    version: Annotated[str, "version of the program"]
    program: words.Digest
    parameters: words.Digest
    short: Annotated[str, "as papers print it"]


class DepartedUnit(Part):
    """A unit whose verdict is not the one of the rule."""

    unit: words.Label
    rule: Annotated[str, words.Verdict, "the verdict of the rule"]
    verdict: words.Judged


class Departure(Part):
    """A verdict against the rule: for which units, why, decided and confirmed by whom."""

    units: Annotated[list[DepartedUnit], "for which units"]
    reason: Annotated[str, "why"]
    verifier_code: words.VerifierCode
    approved_by_code: words.VerifierCode


class DecisionRule(Part):
    """How errors and limits became a verdict, as a dated row with its source, and in words."""

    name: Annotated[str, "which decision"]
    setting: Annotated[str, "how it is decided"]
    legal_source: words.LegalSource
    confidence: words.Sureness
    valid_from: DateText
    id: words.Indonesian
    en: words.English
