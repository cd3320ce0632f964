"""What certificates reads of the others: only the fields it needs."""

from dataclasses import field
from datetime import date
from typing import Any

from services.certificates.events.parts import DecisionRule, Departure, Place, Software, Standard, Unit
from shared.events.declarations import Event


class ExaminationHandled(Event):
    """Read from testing: the accounts behind this examination, and those from which it is kept."""

    type = "testing.examination.handled.v1"
    about = "examination_id"
    internal = True

    examination_id: str
    version: int
    hands: list[str]
    kept_from: list[str]
    kept: bool


class ExaminationPassed(Event):
    """Read from testing: at least one unit was found in order."""

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id: str
    version: int
    order_id: str
    origin: str = ""
    order_number: str | None = None
    item_id: str | None = None
    application_id: str | None = None
    application_number: str | None = None
    owner_key: str | None = ""
    party_id: str | None
    instrument_id: str
    kind: str
    verification: str
    basis: str | None = "mandatory"
    lot: str | None = ""
    type_approval: str | None = ""
    brand: str | None = None
    model: str | None = None
    serial: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    units: list[Unit]
    tested_on: date
    place: Place
    verifier_code: str
    method: str | None = None
    standards: list[Standard] = field(default_factory=list)
    environment: dict[str, Any] | None = field(default_factory=dict)
    adjustment: bool | None = False
    marks: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    mpe_table: dict[str, Any] | None = field(default_factory=dict)
    software: Software | None = None
    decision_rules: list[DecisionRule] = field(default_factory=list)
    departure: Departure | None = None
    retest_until: date | None = None


class ExaminationFailed(ExaminationPassed):
    """Read from testing: no unit was found in order."""

    type = "testing.examination.failed.v1"


class ExaminationSuperseded(Event):
    """Read from testing: another version takes the place of this examination."""

    type = "testing.examination.superseded.v1"
    about = "examination_id"

    examination_id: str
    replaced_by: str


class AboutDoubt(Event):
    """What is read of a doubt: which one, about which examination, because of which standard or verifier."""

    about = "examination_id"

    doubt_id: str
    examination_id: str
    version: int
    cause: str
    code: str
    reason_code: str


class ExaminationDoubted(AboutDoubt):
    """Read from testing: what this examination rested on was withdrawn."""

    type = "testing.examination.doubted.v1"

    since: date


class ExaminationConfirmed(AboutDoubt):
    """Read from testing: this doubt is answered, the verdict stands."""

    type = "testing.examination.confirmed.v1"


class MarkBroken(Event):
    """Read from testing: a mark was found broken, so the instrument may not be used (UU 2/1981 Article 25 c)."""

    type = "testing.mark.broken.v1"
    about = "instrument_id"

    instrument_id: str
    mark: str = ""
    found_on: date


class SuspensionRequested(Event):
    """Read from complaints: somebody asks the head to suspend a certificate."""

    type = "complaints.suspension.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: str
    certificate_id: str
    reason_code: str


class PartyChanged(Event):
    """Read from intake: name and address for printing."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True

    party_id: str
    name: str
    business: str | None = None
    address: str | None = None
