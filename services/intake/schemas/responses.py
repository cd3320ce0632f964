"""What intake answers."""

from marshmallow import fields

from services.intake.domain.instrument import progress
from services.intake.domain.lifecycle import APPLICATION, INSTRUMENT, ITEM, State
from services.intake.domain.paper import Standing
from services.intake.domain.submission import FREE
from services.intake.schemas.requests import PartyShape, UnitShape
from shared.http.access import by
from shared.http.shapes import Moment, Shape


class InstrumentShape(Shape):
    """An instrument of the register; `certificate` is its last paper, as certificates told it."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    parameters = fields.Dict(keys=fields.String(), required=True)
    units = fields.List(fields.Nested(UnitShape), required=True)
    district = fields.String(allow_none=True)
    certificate = fields.Dict(allow_none=True)
    next = fields.Function(lambda row: INSTRUMENT.allowed(row.state), metadata={"type": "array", "items": {}})


class ItemShape(Shape):
    """One instrument on the letter, where it is, and how it ended."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String(required=True)
    lot = fields.String()
    type_approval = fields.String()
    exemption = fields.String()
    instrument = fields.Nested(InstrumentShape, required=True)
    place = fields.Dict(required=True)
    order = fields.Dict(allow_none=True)
    outcome = fields.Dict()
    next = fields.Function(lambda row: ITEM.allowed(row.state), metadata={"type": "array", "items": {}})


class ApplicationShape(Shape):
    """A letter with its items. `promised_date` stays, whatever happens after the first submission."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    number = fields.String(allow_none=True)
    tracking_code = fields.Function(lambda row: row.code_for(by()), metadata={"type": ["string", "null"]})
    scheme = fields.String(required=True)
    channel = fields.String(required=True)
    period = fields.String(allow_none=True)
    submitted_on = fields.Date(allow_none=True)
    promised_date = fields.Date(attribute="promised_on", allow_none=True)
    revision = fields.Integer()
    urgent = fields.Boolean()
    party = fields.Nested(PartyShape, attribute="party.facts")
    letter = fields.Dict()
    letter_file = fields.Dict(allow_none=True)
    wish = fields.String(allow_none=True)
    faults = fields.List(fields.Dict())
    items = fields.List(fields.Nested(ItemShape))
    progress = fields.Function(lambda row: _progress(row), metadata={"type": ["string", "null"]})
    fee = fields.Constant(FREE)
    created_at = Moment()
    next = fields.Function(lambda row: APPLICATION.allowed(row.state), metadata={"type": "array", "items": {}})


class NewestPaperShape(Shape):
    """The newest paper of an instrument: an SKHP (`verification`) or the statement of a `rejection`."""

    number = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)


class TrackedItemShape(Shape):
    """One instrument, with the number of its SKHP and how that stands today; `newest` if another paper came later."""

    kind = fields.String(required=True)
    state = fields.String(required=True)
    date = fields.String(required=True, allow_none=True)
    certificate = fields.String(required=True, allow_none=True)
    certificate_state = fields.String(required=True, allow_none=True, metadata={"enum": [*map(str, Standing), None]})
    newest = fields.Nested(NewestPaperShape, required=True, allow_none=True)


class TrackingShape(Shape):
    """What anybody with number and code may know: nothing of a person."""

    number = fields.String()
    state = fields.String()
    progress = fields.String(allow_none=True)
    period = fields.String()
    submitted_on = fields.Date()
    promised_date = fields.Date()
    fee = fields.String()
    next_step = fields.Dict()
    items = fields.List(fields.Nested(TrackedItemShape))


class KindShape(Shape):
    """A kind of instrument, with what it must tell about itself."""

    code = fields.String()
    name_id = fields.String()
    name_en = fields.String()
    category = fields.String()
    params = fields.List(fields.String())
    required = fields.List(fields.String())
    most_units = fields.Integer(metadata={"description": "how many units one instrument may have"})
    in_scope = fields.String()


class KindListShape(Shape):
    """All kinds in force today."""

    items = fields.List(fields.Nested(KindShape))


class PartyOut(Shape):
    """A party, for officers."""

    id = fields.String()
    version = fields.Integer()
    facts = fields.Nested(PartyShape)


def _progress(row: object) -> str | None:
    return progress([item.state for item in row.items]) if row.state == State.ACCEPTED else None
