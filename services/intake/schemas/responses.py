"""What intake answers."""

from typing import Any

from marshmallow import fields

from services.intake.domain.instrument import progress
from services.intake.domain.lifecycle import (
    APPLICATION,
    INSTRUMENT,
    ITEM,
    Action,
    InstrumentAction,
    InstrumentState,
    ItemAction,
    ItemState,
    State,
)
from services.intake.domain.paper import REGISTER, outcome_now, register_word
from services.intake.domain.submission import FREE
from services.intake.events.words import Basis, Channel, Verification
from services.intake.schemas.requests import (
    SCHEMES,
    FaultShape,
    PartyShape,
    PlaceShape,
    UnitShape,
)
from services.intake.storage import context
from shared.http.access import by
from shared.http.shapes import Moment, Shape, list_of, one_of


class LabelShape(Shape):
    """What people read, in both languages."""

    id = fields.String(required=True)
    en = fields.String(required=True)


class PaperShape(Shape):
    """A paper as the register of certificates has it: the words of its states are theirs."""

    certificate_id = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.Function(register_word, required=True, metadata={"type": "string", "enum": [*REGISTER]})
    kind = fields.String(validate=one_of(["verification", "rejection"]))
    valid_until = fields.String(metadata={"format": "date"})
    since = fields.String(metadata={"format": "date-time"})


class AppointmentShape(Shape):
    """The order of an item and the day on which it is tested."""

    order_id = fields.String(required=True)
    session_id = fields.String(required=True)
    date = fields.String(required=True, metadata={"format": "date"})


class OutcomeShape(Shape):
    """What came of an item so far."""

    verdict = fields.String(validate=one_of(["passed", "failed"]))
    tested_on = fields.String(metadata={"format": "date"})
    retest_until = fields.String(allow_none=True, metadata={"format": "date"})
    reason_code = fields.String()
    office = fields.String()
    withdrawal = fields.String(validate=one_of(["requested", "refused"]))
    withdrawal_reason = fields.String()
    certificate = fields.Nested(PaperShape)


class OutcomeNow(fields.Nested):
    """The outcome of a row, with its paper as it stands on the day of the answer."""

    def get_value(self, obj: Any, *_: Any, **__: Any) -> Any:
        return outcome_now(obj.outcome, obj.instrument.certificate, context.today())


class WrittenShape(Shape):
    """The letter itself: written by the system, or uploaded."""

    source = fields.String(validate=one_of(["written", "uploaded"]))
    number = fields.String()
    date = fields.String(metadata={"format": "date"})
    addressee = fields.String()


class FileShape(Shape):
    """A file that is kept."""

    sha256 = fields.String(required=True)
    media = fields.String(required=True)
    size = fields.Integer(required=True)


class InstrumentShape(Shape):
    """An instrument of the register; `certificate` is its last paper, as certificates told it."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(InstrumentState))
    kind = fields.String(required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    parameters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    units = fields.List(fields.Nested(UnitShape), required=True)
    district = fields.String(allow_none=True)
    certificate = fields.Nested(PaperShape, allow_none=True)
    next = fields.Function(lambda row: INSTRUMENT.allowed(row.state), metadata=list_of(InstrumentAction))


class ItemShape(Shape):
    """One instrument on the letter, where it is, and how it ended."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(ItemState))
    verification = fields.String(required=True, validate=one_of(Verification))
    basis = fields.String(required=True, validate=one_of(Basis))
    lot = fields.String()
    type_approval = fields.String()
    exemption = fields.String()
    instrument = fields.Nested(InstrumentShape, required=True)
    place = fields.Nested(PlaceShape, required=True)
    order = fields.Nested(AppointmentShape, allow_none=True)
    outcome = OutcomeNow(OutcomeShape)
    next = fields.Function(lambda row: ITEM.allowed(row.state), metadata=list_of(ItemAction))


class ApplicationShape(Shape):
    """A letter with its items. `promised_date` stays, whatever happens after the first submission."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(State))
    number = fields.String(allow_none=True)
    tracking_code = fields.Function(lambda row: row.code_for(by()), metadata={"type": ["string", "null"]})
    scheme = fields.String(required=True, validate=one_of(SCHEMES))
    channel = fields.String(required=True, validate=one_of(Channel))
    period = fields.String(allow_none=True)
    submitted_on = fields.Date(allow_none=True)
    promised_date = fields.Date(attribute="promised_on", allow_none=True)
    revision = fields.Integer()
    urgent = fields.Boolean()
    party = fields.Nested(PartyShape, attribute="party.facts")
    letter = fields.Nested(WrittenShape)
    letter_file = fields.Nested(FileShape, allow_none=True)
    wish = fields.String(allow_none=True)
    faults = fields.List(fields.Nested(FaultShape))
    items = fields.List(fields.Nested(ItemShape))
    progress = fields.Function(lambda row: _progress(row), metadata={"type": ["string", "null"]})
    fee = fields.Constant(FREE)
    created_at = Moment()
    next = fields.Function(lambda row: APPLICATION.allowed(row.state), metadata=list_of(Action))


class PartyOut(Shape):
    """A party, for officers."""

    id = fields.String()
    version = fields.Integer()
    facts = fields.Nested(PartyShape)


def _progress(row: object) -> str | None:
    return progress([item.state for item in row.items]) if row.state == State.ACCEPTED else None
