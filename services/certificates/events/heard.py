"""What certificates reads of the others: only the fields it needs."""

from marshmallow import fields

from services.certificates.events.parts import DecisionRule, Departure, Place, Software, Standard, Unit
from shared.events.envelope import Event


class ExaminationHandled(Event):
    """Read from testing: the accounts behind this examination, and those from which it is kept."""

    type = "testing.examination.handled.v1"
    about = "examination_id"
    internal = True

    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    hands = fields.List(fields.String(), required=True)
    kept_from = fields.List(fields.String(), required=True)
    kept = fields.Boolean(required=True)


class ExaminationPassed(Event):
    """Read from testing: at least one unit was found in order."""

    type = "testing.examination.passed.v1"
    about = "examination_id"

    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    order_id = fields.String(required=True)
    origin = fields.String(load_default="")
    order_number = fields.String(allow_none=True, load_default=None)
    item_id = fields.String(allow_none=True, load_default=None)
    application_id = fields.String(allow_none=True, load_default=None)
    application_number = fields.String(allow_none=True, load_default=None)
    owner_key = fields.String(allow_none=True, load_default="")
    party_id = fields.String(required=True, allow_none=True)
    instrument_id = fields.String(required=True)
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String(allow_none=True, load_default="mandatory")
    lot = fields.String(allow_none=True, load_default="")
    type_approval = fields.String(allow_none=True, load_default="")
    brand = fields.String(allow_none=True, load_default=None)
    model = fields.String(allow_none=True, load_default=None)
    serial = fields.String(allow_none=True, load_default=None)
    parameters = fields.Dict(load_default=dict)
    units = fields.List(fields.Nested(Unit), required=True)
    tested_on = fields.Date(required=True)
    place = fields.Nested(Place, required=True)
    verifier_code = fields.String(required=True)
    method = fields.String(allow_none=True, load_default=None)
    standards = fields.List(fields.Nested(Standard), load_default=list)
    environment = fields.Dict(load_default=dict, allow_none=True)
    adjustment = fields.Boolean(load_default=False, allow_none=True)
    marks = fields.List(fields.Dict(), load_default=list)
    results = fields.List(fields.Dict(), load_default=list)
    mpe_table = fields.Dict(load_default=dict, allow_none=True)
    software = fields.Nested(Software, allow_none=True, load_default=None)
    decision_rules = fields.List(fields.Nested(DecisionRule), load_default=list)
    departure = fields.Nested(Departure, allow_none=True, load_default=None)
    retest_until = fields.Date(allow_none=True, load_default=None)


class ExaminationFailed(ExaminationPassed):
    """Read from testing: no unit was found in order."""

    type = "testing.examination.failed.v1"


class ExaminationSuperseded(Event):
    """Read from testing: another version takes the place of this examination."""

    type = "testing.examination.superseded.v1"
    about = "examination_id"

    examination_id = fields.String(required=True)
    replaced_by = fields.String(required=True)


class AboutDoubt(Event):
    """What is read of a doubt: which one, about which examination, because of which standard or verifier."""

    about = "examination_id"

    doubt_id = fields.String(required=True)
    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    cause = fields.String(required=True)
    code = fields.String(required=True)
    reason_code = fields.String(required=True)


class ExaminationDoubted(AboutDoubt):
    """Read from testing: what this examination rested on was withdrawn."""

    type = "testing.examination.doubted.v1"

    since = fields.Date(required=True)


class ExaminationConfirmed(AboutDoubt):
    """Read from testing: this doubt is answered, the verdict stands."""

    type = "testing.examination.confirmed.v1"


class MarkBroken(Event):
    """Read from testing: a mark was found broken, so the instrument may not be used (UU 2/1981 Article 25 c)."""

    type = "testing.mark.broken.v1"
    about = "instrument_id"

    instrument_id = fields.String(required=True)
    mark = fields.String(load_default="")
    found_on = fields.Date(required=True)


class SuspensionRequested(Event):
    """Read from complaints: somebody asks the head to suspend a certificate."""

    type = "complaints.suspension.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id = fields.String(required=True)
    certificate_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class PartyChanged(Event):
    """Read from intake: name and address for printing."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True

    party_id = fields.String(required=True)
    name = fields.String(required=True)
    business = fields.String(allow_none=True, load_default=None)
    address = fields.String(allow_none=True, load_default=None)
