"""What intake tells of instruments and of the people behind them."""

from typing import Any

from shared.events.declarations import Event, absent


class InstrumentRegistered(Event):
    """An instrument came into the register; it keeps this id for life."""

    type = "intake.instrument.registered.v1"
    about = "instrument_id"

    instrument_id: str
    kind: str
    parameters: dict[str, Any]
    district: str


class InstrumentChanged(InstrumentRegistered):
    """Facts of an instrument were corrected."""

    type = "intake.instrument.changed.v1"


class InstrumentRetired(Event):
    """An instrument left use for a time or for good."""

    type = "intake.instrument.retired.v1"
    about = "instrument_id"

    instrument_id: str
    state: str
    reason_code: str


class InstrumentTransferred(Event):
    """An instrument has another owner."""

    type = "intake.instrument.transferred.v1"
    about = "instrument_id"

    instrument_id: str
    party_id: str
    reason_code: str


class ItemPlaced(Event):
    """What the applicant calls the place of an accepted item, a shop or a station, and what he wrote of its type in his
    own words; never leaves the four services."""

    type = "intake.item.placed.v1"
    about = "item_id"
    internal = True

    item_id: str
    name: str
    lot: str | None = absent()
    type_approval: str | None = absent()
    exemption: str | None = absent()


class PartyChanged(Event):
    """Name and address for printing on papers; never leaves the four services."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True

    party_id: str
    name: str
    business: str | None = absent(null=True)
    address: str | None = absent(null=True)
