"""What testing tells of approved examinations, of doubts about them, and of marks found broken."""

from marshmallow import fields

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
from shared.events.envelope import Event


class ExaminationPassed(Event):
    """An approved examination found at least one unit valid; rejected units are listed beside it.

    One that the office wanted (`origin` is `office`) has no item.
    """

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    supersedes = fields.String(required=True, allow_none=True)
    order_id = fields.String(required=True)
    order_number = fields.String(required=True)
    origin = fields.String(required=True)
    cause = fields.String(required=True)
    item_id = fields.String(required=True, allow_none=True)
    application_id = fields.String(required=True, allow_none=True)
    application_number = fields.String(required=True, allow_none=True)
    complaint_id = Untold()
    owner_key = fields.String(required=True)
    party_id = fields.String(required=True, allow_none=True)
    instrument_id = fields.String(required=True)
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String()
    lot = fields.String()
    type_approval = fields.String()
    brand = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    parameters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    units = fields.List(fields.Nested(UnitVerdict), required=True)
    tested_on = fields.Date(required=True)
    period = fields.String(required=True)
    place = fields.Nested(Place, required=True)
    verifier_code = fields.String(required=True)
    approved_by_code = fields.String(required=True)
    corrected_by = fields.List(fields.String())
    method = fields.String(required=True)
    standards = fields.List(fields.Nested(StandardUsed), required=True)
    environment = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    adjustment = fields.Boolean(required=True)
    marks = fields.List(fields.Nested(Mark), required=True)
    results = fields.List(fields.Nested(ResultRow), required=True)
    mpe_table = fields.Nested(MpeTable, required=True)
    tables_digest = fields.String(required=True)
    software = fields.Nested(Software)
    decision_rules = fields.List(fields.Nested(DecisionRule))
    departure = fields.Nested(Departure, allow_none=True)
    explanation = fields.Nested(Explanation, required=True)
    retest_until = fields.Date(required=True, allow_none=True)


class ExaminationFailed(ExaminationPassed):
    """An approved examination found no unit valid; a repaired instrument may come again until `retest_until`."""

    type = "testing.examination.failed.v1"


class ExaminationSuperseded(Event):
    """An approved examination was corrected; the verdict of the new version is told beside it."""

    type = "testing.examination.superseded.v1"
    about = "examination_id"

    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    replaced_by = fields.String(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)


class AboutDoubt(Event):
    """What both events of a doubt hold; `code` is that of the standard or of the verifier, never a name."""

    about = "examination_id"

    doubt_id = fields.String(required=True)
    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    instrument_id = fields.String(required=True)
    item_id = fields.String(required=True, allow_none=True)
    cause = fields.String(required=True)
    code = fields.String(required=True)
    reason_code = fields.String(required=True)


class ExaminationDoubted(AboutDoubt):
    """An approved examination rests on a standard or a verifier that was withdrawn: its verdict is in doubt."""

    type = "testing.examination.doubted.v1"

    since = fields.Date(required=True)


class ExaminationConfirmed(AboutDoubt):
    """One doubt about an approved examination is answered: its verdict stands."""

    type = "testing.examination.confirmed.v1"


class MarkBroken(Event):
    """A mark or seal was found broken in the field: the instrument may not be used until it is verified again."""

    type = "testing.mark.broken.v1"
    about = "instrument_id"

    instrument_id = fields.String(required=True)
    mark = fields.String(required=True)
    found_on = fields.Date(required=True)
    by = fields.String(required=True)
