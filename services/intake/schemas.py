"""What may be said to intake over HTTP, and what it answers."""

from marshmallow import fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from services.intake.domain.instrument import progress
from services.intake.domain.lifecycle import APPLICATION, INSTRUMENT, ITEM, State
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Moment, Shape, Text

SCHEMES = ("individual", "collective")
CHANNELS = ("online", "counter", "walk_in")
VERIFICATIONS = ("initial", "subsequent")
MODES = ("office", "group", "on_site")
FREE = "Tidak dipungut biaya"


class PartyShape(Shape):
    """Who applies, owns or uses; name and one contact are needed before submission."""

    name = Text(max=200, required=True)
    business = Text(max=200)
    position = Text(max=120)
    address = Text(max=400)
    phone = Text(max=30)
    email = Text(max=200)


class UnitShape(Shape):
    """One nozzle, platform, weight or compartment, told apart by its label."""

    unit = Text(min=1, max=40, required=True)


class PlaceShape(Shape):
    """Where the test shall be: at the office, with a group, or where the instrument stands."""

    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    district = Text(max=20, required=True)
    name = Text(max=120)


class NewInstrument(Shape):
    """An instrument that the register does not know yet."""

    kind = Text(max=40, required=True)
    brand = Text(min=1, max=120, required=True)
    model = Text(max=120, load_default="")
    serial = Text(min=1, max=120, required=True)
    parameters = fields.Dict(keys=Text(max=40), values=Text(max=80), load_default=dict)
    units = fields.List(
        fields.Nested(UnitShape), load_default=lambda: [{"unit": "1"}], validate=validate.Length(1, 100)
    )


class NewItem(Shape):
    """One instrument on the letter: `instrument_id` if the register knows it, `instrument` otherwise."""

    instrument_id = Id()
    instrument = fields.Nested(NewInstrument)
    verification = fields.String(required=True, validate=validate.OneOf(VERIFICATIONS))
    type_approval = Text(max=120)
    exemption = Text(max=200)
    place = fields.Nested(PlaceShape, required=True)
    owner = fields.Nested(PartyShape)


class LetterShape(Shape):
    """The letter itself: `written` lets the system write it; a file makes it `uploaded`."""

    source = fields.String(validate=validate.OneOf(["written", "uploaded"]))
    number = Text(max=80)
    date = fields.Date()
    addressee = Text(max=200)

    @validates_schema
    def file_first(self, data: dict, **_: object) -> None:
        if data.get("source") == "uploaded":
            raise ValidationError("Upload the file; the source follows.", "source")


class NewApplication(Shape):
    """A letter to the head of the office, as a draft."""

    scheme = fields.String(load_default="individual", validate=validate.OneOf(SCHEMES))
    channel = fields.String(load_default="online", validate=validate.OneOf(CHANNELS))
    party = fields.Nested(PartyShape, required=True)
    letter = fields.Nested(LetterShape, load_default=lambda: {"source": "written"})
    wish = Text(max=500)
    items = fields.List(fields.Nested(NewItem), load_default=list, validate=validate.Length(max=200))


class Amendment(Shape):
    """What may change in a draft, or in the faulted parts of a returned letter."""

    party = fields.Nested(PartyShape)
    letter = fields.Nested(LetterShape)
    wish = Text(max=500)


class Submission(Shape):
    """`double_reason`: why the same instrument stands on two letters of one period."""

    double_reason = Text(max=300, load_default="")


class Acceptance(Shape):
    """`urgent`: for instance a station that gets no fuel without the paper."""

    urgent = fields.Boolean(load_default=False)


class FaultShape(Shape):
    """A fault of the letter, at a JSON pointer such as /letter or /items/<id>."""

    pointer = Text(min=1, max=120, required=True)
    code = Text(min=1, max=60, required=True, validate=[validate.Regexp(r"[a-z][a-z0-9_-]*\Z")])
    note = Text(max=500)


class Return(Shape):
    """Why the letter goes back."""

    faults = fields.List(fields.Nested(FaultShape), required=True, validate=validate.Length(1, 100))


class Reason(Shape):
    """A reason code, and words for the person who reads it."""

    reason_code = Text(min=1, max=60, required=True, validate=[validate.Regexp(r"[a-z][a-z0-9_-]*\Z")])
    note = Text(max=500, load_default="")


class ItemReason(Shape):
    """Why an item ends."""

    reason_code = Text(min=1, max=60, required=True, validate=[validate.Regexp(r"[a-z][a-z0-9_-]*\Z")])


class Referral(ItemReason):
    """Which office receives the instrument."""

    office = Text(min=1, max=40, required=True)


class InstrumentMove(ItemReason):
    """What becomes of an instrument."""

    action = fields.String(required=True, validate=validate.OneOf(["retire", "resume", "move_out", "scrap"]))


class Transfer(ItemReason):
    """The new owner."""

    owner = fields.Nested(PartyShape, required=True)


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
    tracking_code = fields.String(allow_none=True)
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


class HistoryShape(Shape):
    """One line of a history."""

    at = Moment()
    by_name = fields.String()
    action = fields.String()
    source = fields.String()
    target = fields.String()
    facts = fields.Dict()


class HistoryListShape(Shape):
    """A history, oldest first."""

    items = fields.List(fields.Nested(HistoryShape))


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
    items = fields.List(fields.Dict())


class KindShape(Shape):
    """A kind of instrument, with what it must tell about itself."""

    code = fields.String()
    name_id = fields.String()
    name_en = fields.String()
    category = fields.String()
    params = fields.List(fields.String())
    required = fields.List(fields.String())
    in_scope = fields.String()


class KindListShape(Shape):
    """All kinds in force today."""

    items = fields.List(fields.Nested(KindShape))


class ApplicationQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(validate=validate.OneOf([str(state) for state in State]))
    period = Text(max=10)
    district = Text(max=20)
    number = Text(max=40)


class InstrumentQuery(PageQuery):
    """Filters of the register."""

    kind = Text(max=40)
    serial = Text(max=120)
    district = Text(max=20)


class TrackingQuery(Shape):
    """The code on the receipt."""

    code = Text(min=1, max=60, required=True)


class PartyOut(Shape):
    """A party, for officers."""

    id = fields.String()
    version = fields.Integer()
    facts = fields.Nested(PartyShape)


def _progress(row: object) -> str | None:
    return progress([item.state for item in row.items]) if row.state == State.ACCEPTED else None
