"""What may be said to intake over HTTP."""

from marshmallow import fields, post_load, validate

from services.intake.domain.lifecycle import State
from services.intake.domain.submission import MOST_ITEMS
from services.intake.events.words import Basis, Channel, Mode, Verification
from shared.http.paging import PageQuery
from shared.http.reserved_fields import written_by
from shared.http.shapes import Code, Facts, Id, Lines, Shape, Text, one_of

SCHEMES = ("individual", "collective")
OFFICE_CHANNELS = (Channel.COUNTER, Channel.WALK_IN)  # by which only the office writes a letter


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

    mode = fields.String(required=True, validate=one_of(Mode))
    district = Text(max=20, required=True)
    name = Text(max=120)


class NewInstrument(Shape):
    """An instrument that the register does not know yet."""

    kind = Text(max=40, required=True)
    brand = Text(min=1, max=120, required=True)
    model = Text(max=120, load_default="")
    serial = Text(min=1, max=120, required=True)
    parameters = Facts(load_default=dict)
    units = fields.List(
        fields.Nested(UnitShape), load_default=lambda: [{"unit": "1"}], validate=validate.Length(1, 100)
    )


class NewItem(Shape):
    """One instrument on the letter: `instrument_id` if the register knows it, `instrument` otherwise.

    `basis` says why it is tested: because the law wants it, after a repair, of its owner's own will, or as a sample
    of the `lot` that is named.
    """

    instrument_id = Id()
    instrument = fields.Nested(NewInstrument)
    verification = fields.String(required=True, validate=one_of(Verification))
    basis = fields.String(load_default=Basis.MANDATORY, validate=one_of(Basis))
    lot = Text(max=80)
    type_approval = Text(max=120)
    exemption = Text(max=200)
    place = fields.Nested(PlaceShape, required=True)
    owner = fields.Nested(PartyShape)


class LetterShape(Shape):
    """The letter itself: `written` lets the system write it; uploading a file makes it `uploaded`."""

    source = fields.String(validate=one_of(["written"]))
    number = Text(max=80)
    date = fields.Date()
    addressee = Text(max=200)

    @post_load
    def plain(self, data: dict, **_: object) -> dict:
        return {name: str(value) for name, value in data.items()}


class NewApplication(Shape):
    """A letter to the head of the office, as a draft. Channels other than online are for officers who take it in."""

    scheme = fields.String(load_default="individual", validate=one_of(SCHEMES))
    channel = fields.String(
        load_default=Channel.ONLINE,
        validate=one_of(Channel),
        metadata=written_by("front_officer", values=OFFICE_CHANNELS),
    )
    party = fields.Nested(PartyShape, required=True)
    letter = fields.Nested(LetterShape, load_default=lambda: {"source": "written"})
    wish = Text(max=500)
    items = fields.List(fields.Nested(NewItem), load_default=list, validate=validate.Length(max=MOST_ITEMS))


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
    code = Code(required=True)
    note = Lines(max=500)


class Return(Shape):
    """Why the letter goes back."""

    faults = fields.List(fields.Nested(FaultShape), required=True, validate=validate.Length(1, 100))


class Reason(Shape):
    """A reason code, and words for the person who reads it."""

    reason_code = Code(required=True)
    note = Lines(max=500, load_default="")


class ItemReason(Shape):
    """Why an item ends."""

    reason_code = Code(required=True)


class Referral(ItemReason):
    """Which office receives the instrument."""

    office = Text(min=1, max=40, required=True)


class InstrumentMove(ItemReason):
    """What becomes of an instrument."""

    action = fields.String(required=True, validate=one_of(["retire", "resume", "move_out", "scrap"]))


class Transfer(ItemReason):
    """The new owner."""

    owner = fields.Nested(PartyShape, required=True)


class ApplicationQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(validate=one_of(State))
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
