"""What intake tells of letters and their items."""

from datetime import date
from typing import Annotated

from services.intake.events import words
from shared.events.declarations import Event, Part, absent


class Unit(Part):
    """One nozzle, platform, weight or compartment."""

    unit: Annotated[str, "its label, such as 1"]


class Place(Part):
    """Where the test shall be. `name` is promised as optional and no longer told: it was the name of a shop."""

    mode: Annotated[str, words.Mode, "at the office, with a group, or where it stands"]
    district: words.District
    name: Annotated[str, "no longer told"] | None = absent()


class AcceptedItem(Part):
    """One instrument of an accepted letter. What the applicant wrote in his own words (`lot`, `type_approval`,
    `exemption`) is told to the services alone, by intake.item.placed; here it stands only in old events. `owner_key` is
    the one who owns the instrument by the register, where the letter itself was written at the counter."""

    item_id: words.ItemId
    instrument_id: words.InstrumentId
    party_id: words.PartyId
    owner_key: words.OwnerKey | None = absent()
    kind: words.Kind
    verification: Annotated[str, words.Verification, "the first (tera) or a later one (tera ulang)"]
    basis: Annotated[str, words.Basis, "why it is tested"] | None = absent()
    lot: words.Lot | None = absent()
    type_approval: words.TypeApproval | None = absent()
    exemption: words.Exemption | None = absent()
    brand: words.Brand
    model: words.Model
    serial: words.Serial
    units: Annotated[list[Unit], "its parts that get a verdict of their own"]
    parameters: words.Parameters
    place: Place


class AboutApplication(Event):
    """What every event of an application holds."""

    about = "application_id"

    application_id: words.ApplicationId
    number: words.Number
    owner_key: words.OwnerKey


class ApplicationSubmitted(AboutApplication):
    """A letter was handed in, for the first time or again after a return."""

    type = "intake.application.submitted.v1"

    period: words.Period
    promised_date: Annotated[date, words.Promised]
    district: words.District
    item_count: Annotated[int, "how many instruments stand on it"]
    revision: Annotated[int, "1, and one more each time that it is handed in again"]


class ApplicationReturned(AboutApplication):
    """A letter went back to the applicant with its faults."""

    type = "intake.application.returned.v1"

    reason_codes: Annotated[list[str], "its faults, as words for programs"]


class ApplicationRejected(AboutApplication):
    """A letter was refused for good."""

    type = "intake.application.rejected.v1"

    reason_code: words.ReasonCode


class ApplicationWithdrawn(AboutApplication):
    """The applicant took the letter back."""

    type = "intake.application.withdrawn.v1"

    reason_code: words.ReasonCode


class ApplicationLapsed(AboutApplication):
    """A returned letter was not handed in again in time."""

    type = "intake.application.lapsed.v1"

    reason_code: words.ReasonCode


class ApplicationAccepted(AboutApplication):
    """The office will test these instruments by the promised date."""

    type = "intake.application.accepted.v1"

    party_id: words.PartyId
    period: words.Period
    promised_date: Annotated[date, words.Promised]
    urgent: Annotated[bool, "goes before others of its day"]
    channel: Annotated[str, words.Channel, "how the letter came"]
    items: Annotated[list[AcceptedItem], "the instruments that will be tested"]


class ApplicationCompleted(AboutApplication):
    """Every item has come to its end."""

    type = "intake.application.completed.v1"

    ends: Annotated[dict[str, int], "how many items ended in which state"]


class ApplicationOverdue(AboutApplication):
    """The promised date has passed and items still wait."""

    type = "intake.application.overdue.v1"

    promised_date: Annotated[date, words.Promised]
    waiting: Annotated[int, "how many items it has"]


class AboutItem(Event):
    """What every event of an item holds."""

    about = "item_id"

    item_id: words.ItemId
    application_id: words.ApplicationId
    reason_code: words.ReasonCode


class ItemWithdrawn(AboutItem):
    """An item will not be tested because the applicant took it back."""

    type = "intake.item.withdrawn.v1"


class ItemWithdrawalRequested(AboutItem):
    """The applicant wants an accepted item back; testing cancels its order or says that it is too late."""

    type = "intake.item.withdrawal_requested.v1"


class ItemReferred(AboutItem):
    """An item is out of the office's scope; the receiving office is named."""

    type = "intake.item.referred.v1"

    office: Annotated[str, "code of the office that receives it, as the agency profile names it"]


class ItemEnded(AboutItem):
    """An item has come to its end."""

    type = "intake.item.ended.v1"

    end: words.End
