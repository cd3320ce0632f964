"""What intake tells of instruments and of the people behind them."""

from marshmallow import fields

from shared.events.envelope import Event


class InstrumentRegistered(Event):
    """An instrument came into the register; it keeps this id for life."""

    type = "intake.instrument.registered.v1"
    about = "instrument_id"

    instrument_id = fields.String(required=True)
    kind = fields.String(required=True)
    parameters = fields.Dict(keys=fields.String(), required=True)
    district = fields.String(required=True)


class InstrumentChanged(InstrumentRegistered):
    """Facts of an instrument were corrected."""

    type = "intake.instrument.changed.v1"


class InstrumentRetired(Event):
    """An instrument left use for a time or for good."""

    type = "intake.instrument.retired.v1"
    about = "instrument_id"

    instrument_id = fields.String(required=True)
    state = fields.String(required=True)
    reason_code = fields.String(required=True)


class InstrumentTransferred(Event):
    """An instrument has another owner."""

    type = "intake.instrument.transferred.v1"
    about = "instrument_id"

    instrument_id = fields.String(required=True)
    party_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class ItemPlaced(Event):
    """What the applicant calls the place of an accepted item, a shop or a station, and what he wrote of its type in his
    own words; never leaves the four services."""

    type = "intake.item.placed.v1"
    about = "item_id"
    internal = True

    item_id = fields.String(required=True)
    name = fields.String(required=True)
    lot = fields.String()
    type_approval = fields.String()
    exemption = fields.String()


class PartyChanged(Event):
    """Name and address for printing on papers; never leaves the four services."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True

    party_id = fields.String(required=True)
    name = fields.String(required=True)
    business = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
