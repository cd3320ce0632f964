"""What intake tells of letters and their items."""

from marshmallow import fields

from shared.events.envelope import Event, Part


class Unit(Part):
    """One nozzle, platform, weight or compartment."""

    unit = fields.String(required=True)


class Place(Part):
    """Where the test shall be. `name` is promised as optional and no longer told: it was the name of a shop."""

    mode = fields.String(required=True)
    district = fields.String(required=True)
    name = fields.String()


class AcceptedItem(Part):
    """One instrument of an accepted letter. What the applicant wrote in his own words (`lot`, `type_approval`,
    `exemption`) is told to the services alone, by intake.item.placed; here it stands only in old events. `owner_key` is
    the one who owns the instrument by the register, where the letter itself was written at the counter."""

    item_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    party_id = fields.String(required=True)
    owner_key = fields.String()
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String()
    lot = fields.String()
    type_approval = fields.String()
    exemption = fields.String()
    brand = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    units = fields.List(fields.Nested(Unit), required=True)
    parameters = fields.Dict(keys=fields.String(), required=True)
    place = fields.Nested(Place, required=True)


class AboutApplication(Event):
    """What every event of an application holds."""

    about = "application_id"

    application_id = fields.String(required=True)
    number = fields.String(required=True)
    owner_key = fields.String(required=True)


class ApplicationSubmitted(AboutApplication):
    """A letter was handed in, for the first time or again after a return."""

    type = "intake.application.submitted.v1"

    period = fields.String(required=True)
    promised_date = fields.Date(required=True)
    district = fields.String(required=True)
    item_count = fields.Integer(required=True)
    revision = fields.Integer(required=True)


class ApplicationReturned(AboutApplication):
    """A letter went back to the applicant with its faults."""

    type = "intake.application.returned.v1"

    reason_codes = fields.List(fields.String(), required=True)


class ApplicationRejected(AboutApplication):
    """A letter was refused for good."""

    type = "intake.application.rejected.v1"

    reason_code = fields.String(required=True)


class ApplicationWithdrawn(AboutApplication):
    """The applicant took the letter back."""

    type = "intake.application.withdrawn.v1"

    reason_code = fields.String(required=True)


class ApplicationLapsed(AboutApplication):
    """A returned letter was not handed in again in time."""

    type = "intake.application.lapsed.v1"

    reason_code = fields.String(required=True)


class ApplicationAccepted(AboutApplication):
    """The office will test these instruments by the promised date."""

    type = "intake.application.accepted.v1"

    party_id = fields.String(required=True)
    period = fields.String(required=True)
    promised_date = fields.Date(required=True)
    urgent = fields.Boolean(required=True)
    channel = fields.String(required=True)
    items = fields.List(fields.Nested(AcceptedItem), required=True)


class ApplicationCompleted(AboutApplication):
    """Every item has come to its end."""

    type = "intake.application.completed.v1"

    ends = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ApplicationOverdue(AboutApplication):
    """The promised date has passed and items still wait."""

    type = "intake.application.overdue.v1"

    promised_date = fields.Date(required=True)
    waiting = fields.Integer(required=True)


class AboutItem(Event):
    """What every event of an item holds."""

    about = "item_id"

    item_id = fields.String(required=True)
    application_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class ItemWithdrawn(AboutItem):
    """An item will not be tested because the applicant took it back."""

    type = "intake.item.withdrawn.v1"


class ItemWithdrawalRequested(AboutItem):
    """The applicant wants an accepted item back; testing cancels its order or says that it is too late."""

    type = "intake.item.withdrawal_requested.v1"


class ItemReferred(AboutItem):
    """An item is out of the office's scope; the receiving office is named."""

    type = "intake.item.referred.v1"

    office = fields.String(required=True)


class ItemEnded(AboutItem):
    """An item has come to its end."""

    type = "intake.item.ended.v1"

    end = fields.String(required=True)
