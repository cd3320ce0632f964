"""What testing reads of intake and complaints: only the fields it needs."""

from marshmallow import fields

from services.testing.events.parts import Part, Place
from shared.events.envelope import Event


class Unit(Part):
    """One nozzle, platform, weight or compartment."""

    unit = fields.String(required=True)


class Item(Part):
    """One instrument of an accepted letter."""

    item_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    party_id = fields.String(required=True)
    owner_key = fields.String()
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String(load_default="mandatory")
    lot = fields.String(load_default="")
    type_approval = fields.String(load_default="")
    exemption = fields.String(load_default="")
    brand = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    units = fields.List(fields.Nested(Unit), required=True)
    parameters = fields.Dict(keys=fields.String(), required=True)
    place = fields.Nested(Place, required=True)


class ApplicationAccepted(Event):
    """Read from intake: these instruments are to be tested."""

    type = "intake.application.accepted.v1"
    about = "application_id"

    application_id = fields.String(required=True)
    number = fields.String(required=True)
    owner_key = fields.String(required=True)
    period = fields.String(required=True)
    promised_date = fields.Date(required=True)
    urgent = fields.Boolean(required=True)
    channel = fields.String(required=True)
    items = fields.List(fields.Nested(Item), required=True)


class ItemWithdrawalRequested(Event):
    """Read from intake: the applicant wants an accepted item back."""

    type = "intake.item.withdrawal_requested.v1"
    about = "item_id"

    item_id = fields.String(required=True)


class ItemEnded(Event):
    """Read from intake: an item has come to its end, so nothing is left to wait for."""

    type = "intake.item.ended.v1"
    about = "item_id"

    item_id = fields.String(required=True)
    end = fields.String(required=True)


class ItemPlaced(Event):
    """Read from intake, internal: the place and the type in the applicant's own words, for whoever goes there."""

    type = "intake.item.placed.v1"
    about = "item_id"
    internal = True

    item_id = fields.String(required=True)
    name = fields.String(required=True)
    lot = fields.String(load_default="")
    type_approval = fields.String(load_default="")
    exemption = fields.String(load_default="")


class PartyChanged(Event):
    """Read from intake, internal: name and address for our own papers."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True
    newest = True

    party_id = fields.String(required=True)
    name = fields.String(required=True)
    business = fields.String(allow_none=True, load_default=None)
    address = fields.String(allow_none=True, load_default=None)


class RetestRequested(Event):
    """Read from complaints: test this instrument again, by somebody else."""

    type = "complaints.retest.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    reason_code = fields.String(required=True)
    other_than = fields.List(fields.String(), load_default=list)
