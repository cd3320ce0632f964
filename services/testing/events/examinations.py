"""What testing tells of approved examinations, of doubts about them, and of marks found broken."""

from datetime import date

from services.testing.events.findings import (
    DecisionRule,
    Departure,
    Explanation,
    Mark,
    MpeTable,
    ResultRow,
    Software,
    StandardUsed,
    UnitVerdict,
)
from services.testing.events.parts import Place, Untold
from shared.events.declarations import Event, absent


class ExaminationPassed(Event):
    """An approved examination found at least one unit valid; rejected units are listed beside it.

    One that the office wanted (`origin` is `office`) has no item.
    """

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id: str
    version: int
    supersedes: str | None
    order_id: str
    order_number: str
    origin: str
    cause: str
    item_id: str | None
    application_id: str | None
    application_number: str | None
    complaint_id: Untold
    owner_key: str
    party_id: str | None
    instrument_id: str
    kind: str
    verification: str
    basis: str | None = absent()
    lot: str | None = absent()
    type_approval: str | None = absent()
    brand: str
    model: str
    serial: str
    parameters: dict[str, str]
    units: list[UnitVerdict]
    tested_on: date
    period: str
    place: Place
    verifier_code: str
    approved_by_code: str
    corrected_by: list[str] | None = absent()
    method: str
    standards: list[StandardUsed]
    environment: dict[str, str]
    adjustment: bool
    marks: list[Mark]
    results: list[ResultRow]
    mpe_table: MpeTable
    tables_digest: str
    software: Software | None = absent()
    decision_rules: list[DecisionRule] | None = absent()
    departure: Departure | None = absent(null=True)
    explanation: Explanation
    retest_until: date | None


class ExaminationFailed(ExaminationPassed):
    """An approved examination found no unit valid; a repaired instrument may come again until `retest_until`."""

    type = "testing.examination.failed.v1"


class ExaminationSuperseded(Event):
    """An approved examination was corrected; the verdict of the new version is told beside it."""

    type = "testing.examination.superseded.v1"
    about = "examination_id"

    examination_id: str
    version: int
    replaced_by: str
    instrument_id: str
    item_id: str | None
    reason: str


class AboutDoubt(Event):
    """What both events of a doubt hold; `code` is that of the standard or of the verifier, never a name."""

    about = "examination_id"

    doubt_id: str
    examination_id: str
    version: int
    instrument_id: str
    item_id: str | None
    cause: str
    code: str
    reason_code: str


class ExaminationDoubted(AboutDoubt):
    """An approved examination rests on a standard or a verifier that was withdrawn: its verdict is in doubt."""

    type = "testing.examination.doubted.v1"

    since: date


class ExaminationConfirmed(AboutDoubt):
    """One doubt about an approved examination is answered: its verdict stands."""

    type = "testing.examination.confirmed.v1"


class MarkBroken(Event):
    """A mark or seal was found broken in the field: the instrument may not be used until it is verified again."""

    type = "testing.mark.broken.v1"
    about = "instrument_id"

    instrument_id: str
    mark: str
    found_on: date
    by: str
