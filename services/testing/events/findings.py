"""Pieces of an approved examination: verdicts, numbers, tables, rules, and where somebody decided otherwise."""

from marshmallow import fields

from services.testing.events.parts import Part


class UnitVerdict(Part):
    """One nozzle, platform, weight or compartment; `reasons` name the tests that it failed."""

    unit = fields.String(required=True)
    verdict = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)


class StandardUsed(Part):
    """A reference standard as it was on the day."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    class_ = fields.String(data_key="class", attribute="class", required=True)
    certificate = fields.String(required=True)
    valid_until = fields.String(required=True, metadata={"format": "date"})


class Mark(Part):
    """A mark put on the instrument."""

    mark = fields.String(required=True)
    code = fields.String(required=True)
    position = fields.String(required=True)
    unit = fields.String(required=True)
    year = fields.Integer(required=True)


class ResultRow(Part):
    """One judged number: decimals as text, all in `unit_of_measure`."""

    unit = fields.String(required=True)
    test = fields.String(required=True)
    point = fields.String(required=True)
    load = fields.String(required=True, allow_none=True)
    indication = fields.String(required=True, allow_none=True)
    error = fields.String(required=True)
    mpe = fields.String(required=True)
    verdict = fields.String(required=True)
    unit_of_measure = fields.String(required=True)


class MpeTable(Part):
    """Which limits were used, and how sure we are of them."""

    norm = fields.String(required=True)
    edition = fields.String(required=True)
    table = fields.String(required=True)
    confidence = fields.String(required=True)
    legal_source = fields.String(required=True)


class Explanation(Part):
    """The verdict line by line."""

    id = fields.List(fields.String(), required=True)
    en = fields.List(fields.String(), required=True)


class Software(Part):
    """What judged: version and checksums (SHA-256) of program and parameters; `short` as a paper prints them."""

    version = fields.String(required=True)
    program = fields.String(required=True)
    parameters = fields.String(required=True)
    short = fields.String(required=True)


class DepartedUnit(Part):
    """A unit whose verdict is not the one of the rule."""

    unit = fields.String(required=True)
    rule = fields.String(required=True)
    verdict = fields.String(required=True)


class Departure(Part):
    """A verdict against the rule: for which units, why, decided and confirmed by whom."""

    units = fields.List(fields.Nested(DepartedUnit), required=True)
    reason = fields.String(required=True)
    verifier_code = fields.String(required=True)
    approved_by_code = fields.String(required=True)


class DecisionRule(Part):
    """How errors and limits became a verdict, as a dated row with its source, and in words."""

    name = fields.String(required=True)
    setting = fields.String(required=True)
    legal_source = fields.String(required=True)
    confidence = fields.String(required=True)
    valid_from = fields.String(required=True, metadata={"format": "date"})
    id = fields.String(required=True)
    en = fields.String(required=True)
