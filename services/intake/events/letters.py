"""What intake tells of letters and their items."""

from datetime import date
from typing import Any

from shared.events.declarations import Event, Part, absent


class Unit(Part):
    """One nozzle, platform, weight or compartment."""

    unit: str


class Place(Part):
    """Where the test shall be. `name` is promised as optional and no longer told: it was the name of a shop."""

    mode: str
    district: str
    name: str | None = absent()


class AcceptedItem(Part):
    """One instrument of an accepted letter. What the applicant wrote in his own words (`lot`, `type_approval`,
    `exemption`) is told to the services alone, by intake.item.placed; here it stands only in old events. `owner_key` is
    the one who owns the instrument by the register, where the letter itself was written at the counter."""

    item_id: str
    instrument_id: str
    party_id: str
    owner_key: str | None = absent()
    kind: str
    verification: str
    basis: str | None = absent()
    lot: str | None = absent()
    type_approval: str | None = absent()
    exemption: str | None = absent()
    brand: str
    model: str
    serial: str
    units: list[Unit]
    parameters: dict[str, Any]
    place: Place


class AboutApplication(Event):
    """What every event of an application holds."""

    about = "application_id"

    application_id: str
    number: str
    owner_key: str


class ApplicationSubmitted(AboutApplication):
    """A letter was handed in, for the first time or again after a return."""

    type = "intake.application.submitted.v1"

    period: str
    promised_date: date
    district: str
    item_count: int
    revision: int


class ApplicationReturned(AboutApplication):
    """A letter went back to the applicant with its faults."""

    type = "intake.application.returned.v1"

    reason_codes: list[str]


class ApplicationRejected(AboutApplication):
    """A letter was refused for good."""

    type = "intake.application.rejected.v1"

    reason_code: str


class ApplicationWithdrawn(AboutApplication):
    """The applicant took the letter back."""

    type = "intake.application.withdrawn.v1"

    reason_code: str


class ApplicationLapsed(AboutApplication):
    """A returned letter was not handed in again in time."""

    type = "intake.application.lapsed.v1"

    reason_code: str


class ApplicationAccepted(AboutApplication):
    """The office will test these instruments by the promised date."""

    type = "intake.application.accepted.v1"

    party_id: str
    period: str
    promised_date: date
    urgent: bool
    channel: str
    items: list[AcceptedItem]


class ApplicationCompleted(AboutApplication):
    """Every item has come to its end."""

    type = "intake.application.completed.v1"

    ends: dict[str, int]


class ApplicationOverdue(AboutApplication):
    """The promised date has passed and items still wait."""

    type = "intake.application.overdue.v1"

    promised_date: date
    waiting: int


class AboutItem(Event):
    """What every event of an item holds."""

    about = "item_id"

    item_id: str
    application_id: str
    reason_code: str


class ItemWithdrawn(AboutItem):
    """An item will not be tested because the applicant took it back."""

    type = "intake.item.withdrawn.v1"


class ItemWithdrawalRequested(AboutItem):
    """The applicant wants an accepted item back; testing cancels its order or says that it is too late."""

    type = "intake.item.withdrawal_requested.v1"


class ItemReferred(AboutItem):
    """An item is out of the office's scope; the receiving office is named."""

    type = "intake.item.referred.v1"

    office: str


class ItemEnded(AboutItem):
    """An item has come to its end."""

    type = "intake.item.ended.v1"

    end: str
