"""What testing tells of approved examinations, of doubts about them, and of marks found broken."""

from datetime import date
from typing import Annotated

from services.testing.events import words
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

    examination_id: words.ExaminationId
    version: words.Version
    supersedes: Annotated[str | None, "the examination that this one corrects"]
    order_id: words.OrderId
    order_number: Annotated[str, "number of the order"]
    origin: words.Asked
    cause: words.Why
    item_id: words.ItemId
    application_id: words.ApplicationId
    application_number: words.ApplicationNumber
    complaint_id: Untold
    owner_key: words.OwnerKey
    party_id: words.PartyId
    instrument_id: words.InstrumentId
    kind: words.Kind
    verification: words.Act
    basis: words.Reason | None = absent()
    lot: Annotated[str, "the lot that a sample stands for"] | None = absent()
    type_approval: Annotated[str, "number of the type approval"] | None = absent()
    brand: Annotated[str, "who made it, as its plate says"]
    model: Annotated[str, "its type, as its plate says; may be empty"]
    serial: Annotated[str, "its serial number, as its plate says"]
    parameters: Annotated[dict[str, str], "what its plate says, by name, as intake's /v1/kinds explains"]
    units: Annotated[list[UnitVerdict], "its parts, each with its verdict"]
    tested_on: Annotated[date, "the day of the test"]
    period: words.Period
    place: Place
    verifier_code: words.VerifierCode
    approved_by_code: words.VerifierCode
    corrected_by: Annotated[list[str], "codes of those who corrected it, in turn"] | None = absent()
    method: Annotated[str, "by which norm and by whose order it was tested"]
    standards: Annotated[list[StandardUsed], "what it was compared with"]
    environment: Annotated[dict[str, str], "temperature and the like, as decimal text with the unit in the name"]
    adjustment: Annotated[bool, "whether it was adjusted before"]
    marks: Annotated[list[Mark], "marks put on it"]
    results: Annotated[list[ResultRow], "every judged number"]
    mpe_table: MpeTable
    tables_digest: words.Digest
    software: Software | None = absent()
    decision_rules: Annotated[list[DecisionRule], "how errors and limits became verdicts"] | None = absent()
    departure: Departure | None = absent(null=True)
    explanation: Explanation
    retest_until: Annotated[date | None, words.RetestUntil]


class ExaminationFailed(ExaminationPassed):
    """An approved examination found no unit valid; a repaired instrument may come again until `retest_until`."""

    type = "testing.examination.failed.v1"


class ExaminationSuperseded(Event):
    """An approved examination was corrected; the verdict of the new version is told beside it."""

    type = "testing.examination.superseded.v1"
    about = "examination_id"

    examination_id: words.ExaminationId
    version: words.Version
    replaced_by: Annotated[str, "the examination that takes its place"]
    instrument_id: words.InstrumentId
    item_id: words.ItemId
    reason: Annotated[str, "why it was corrected"]


class AboutDoubt(Event):
    """What both events of a doubt hold; `code` is that of the standard or of the verifier, never a name."""

    about = "examination_id"

    doubt_id: Annotated[str, "the doubt"]
    examination_id: words.ExaminationId
    version: words.Version
    instrument_id: words.InstrumentId
    item_id: words.ItemId
    cause: words.Doubtful
    code: Annotated[str, "code of the standard or of the verifier"]
    reason_code: words.ReasonCode


class ExaminationDoubted(AboutDoubt):
    """An approved examination rests on a standard or a verifier that was withdrawn: its verdict is in doubt."""

    type = "testing.examination.doubted.v1"

    since: Annotated[date, "the first day on which it counted no more"]


class ExaminationConfirmed(AboutDoubt):
    """One doubt about an approved examination is answered: its verdict stands."""

    type = "testing.examination.confirmed.v1"


class MarkBroken(Event):
    """A mark or seal was found broken in the field: the instrument may not be used until it is verified again."""

    type = "testing.mark.broken.v1"
    about = "instrument_id"

    instrument_id: words.InstrumentId
    mark: Annotated[str, "which mark"]
    found_on: Annotated[date, "the day"]
    by: words.VerifierCode
