"""What intake tells of instruments and of the people behind them."""

from typing import Annotated

from services.intake.events import words
from shared.events.declarations import Event, absent


class InstrumentRegistered(Event):
    """An instrument came into the register; it keeps this id for life."""

    type = "intake.instrument.registered.v1"
    about = "instrument_id"

    instrument_id: words.InstrumentId
    kind: words.Kind
    parameters: words.Parameters
    district: words.District


class InstrumentChanged(InstrumentRegistered):
    """Facts of an instrument were corrected."""

    type = "intake.instrument.changed.v1"


class InstrumentRetired(Event):
    """An instrument left use for a time or for good."""

    type = "intake.instrument.retired.v1"
    about = "instrument_id"

    instrument_id: words.InstrumentId
    state: words.State
    reason_code: words.ReasonCode


class InstrumentTransferred(Event):
    """An instrument has another owner."""

    type = "intake.instrument.transferred.v1"
    about = "instrument_id"

    instrument_id: words.InstrumentId
    party_id: words.PartyId
    reason_code: words.ReasonCode


class ItemPlaced(Event):
    """What the applicant calls the place of an accepted item, a shop or a station, and what he wrote of its type in his
    own words; never leaves the four services."""

    type = "intake.item.placed.v1"
    about = "item_id"
    internal = True

    item_id: words.ItemId
    name: Annotated[str, "what the applicant calls the place"]
    lot: words.Lot | None = absent()
    type_approval: words.TypeApproval | None = absent()
    exemption: words.Exemption | None = absent()


class PartyChanged(Event):
    """Name and address for printing on papers; never leaves the four services."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True

    party_id: words.PartyId
    name: Annotated[str, "as papers print it"]
    business: Annotated[str, "name of the business"] | None = absent(null=True)
    address: Annotated[str, "as papers print it"] | None = absent(null=True)
