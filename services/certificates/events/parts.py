"""Pieces of what certificates reads of the others."""

from dataclasses import field
from datetime import date

from shared.events.declarations import Part, absent


class Unit(Part):
    """One nozzle, platform, weight or compartment, with its verdict; `reasons` name the tests that it failed."""

    unit: str
    verdict: str
    reasons: list[str] = field(default_factory=list)


class Place(Part):
    """Where the test was."""

    mode: str
    district: str
    name: str | None = None


class Standard(Part):
    """A standard that was used."""

    code: str
    name: str
    certificate: str | None = absent(null=True)
    valid_until: date | None = absent(null=True)


class Software(Part):
    """What judged, as a paper prints it: version and the heads of two checksums."""

    short: str


class DecisionRule(Part):
    """How errors and limits became a verdict, in words; its name tells which of the decisions it is."""

    name: str
    legal_source: str
    id: str
    en: str


class DepartedUnit(Part):
    """A unit whose verdict is not the one of the rule."""

    unit: str
    rule: str
    verdict: str


class Departure(Part):
    """A verdict against the rule, with its reason and the two who stand for it."""

    units: list[DepartedUnit]
    reason: str
    verifier_code: str
    approved_by_code: str
