"""Pieces of what certificates reads of the others."""

from marshmallow import fields

from shared.events.envelope import Part


class Unit(Part):
    """One nozzle, platform, weight or compartment, with its verdict; `reasons` name the tests that it failed."""

    unit = fields.String(required=True)
    verdict = fields.String(required=True)
    reasons = fields.List(fields.String(), load_default=list)


class Place(Part):
    """Where the test was."""

    mode = fields.String(required=True)
    district = fields.String(required=True)
    name = fields.String(allow_none=True, load_default=None)


class Standard(Part):
    """A standard that was used."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    certificate = fields.String(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class Software(Part):
    """What judged, as a paper prints it: version and the heads of two checksums."""

    short = fields.String(required=True)


class DecisionRule(Part):
    """How errors and limits became a verdict, in words; its name tells which of the decisions it is."""

    name = fields.String(required=True)
    legal_source = fields.String(required=True)
    id = fields.String(required=True)
    en = fields.String(required=True)


class DepartedUnit(Part):
    """A unit whose verdict is not the one of the rule."""

    unit = fields.String(required=True)
    rule = fields.String(required=True)
    verdict = fields.String(required=True)


class Departure(Part):
    """A verdict against the rule, with its reason and the two who stand for it."""

    units = fields.List(fields.Nested(DepartedUnit), required=True)
    reason = fields.String(required=True)
    verifier_code = fields.String(required=True)
    approved_by_code = fields.String(required=True)
