"""What testing reads of intake and complaints: only the fields it needs."""

from dataclasses import field
from datetime import date
from typing import Any

from services.testing.events.parts import Part, Place
from shared.events.declarations import Event, absent


class Unit(Part):
    """One nozzle, platform, weight or compartment."""

    unit: str


class Item(Part):
    """One instrument of an accepted letter."""

    item_id: str
    instrument_id: str
    party_id: str
    owner_key: str | None = absent()
    kind: str
    verification: str
    basis: str = "mandatory"
    lot: str = ""
    type_approval: str = ""
    exemption: str = ""
    brand: str
    model: str
    serial: str
    units: list[Unit]
    parameters: dict[str, Any]
    place: Place


class ApplicationAccepted(Event):
    """Read from intake: these instruments are to be tested."""

    type = "intake.application.accepted.v1"
    about = "application_id"

    application_id: str
    number: str
    owner_key: str
    period: str
    promised_date: date
    urgent: bool
    channel: str
    items: list[Item]


class ItemWithdrawalRequested(Event):
    """Read from intake: the applicant wants an accepted item back."""

    type = "intake.item.withdrawal_requested.v1"
    about = "item_id"

    item_id: str


class ItemEnded(Event):
    """Read from intake: an item has come to its end, so nothing is left to wait for."""

    type = "intake.item.ended.v1"
    about = "item_id"

    item_id: str
    end: str


class ItemPlaced(Event):
    """Read from intake, internal: the place and the type in the applicant's own words, for whoever goes there."""

    type = "intake.item.placed.v1"
    about = "item_id"
    internal = True

    item_id: str
    name: str
    lot: str = ""
    type_approval: str = ""
    exemption: str = ""


class PartyChanged(Event):
    """Read from intake, internal: name and address for our own papers."""

    type = "intake.party.changed.v1"
    about = "party_id"
    internal = True
    newest = True

    party_id: str
    name: str
    business: str | None = None
    address: str | None = None


class RetestRequested(Event):
    """Read from complaints: test this instrument again, by somebody else."""

    type = "complaints.retest.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id: str
    instrument_id: str
    reason_code: str
    other_than: list[str] = field(default_factory=list)
