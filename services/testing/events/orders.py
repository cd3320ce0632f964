"""What testing tells of orders."""

from marshmallow import fields

from services.testing.events.parts import Place, Untold
from shared.events.envelope import Event


class AboutOrder(Event):
    """What every event of an order holds. Of one that a complaint asked for only complaints hears (`retests`)."""

    about = "order_id"

    order_id = fields.String(required=True)
    item_id = fields.String(required=True, allow_none=True)
    application_id = fields.String(required=True, allow_none=True)
    instrument_id = fields.String(required=True)
    origin = fields.String(required=True)
    cause = fields.String(required=True)


class OrderOpened(AboutOrder):
    """An instrument waits for its test."""

    type = "testing.order.opened.v1"

    number = fields.String(required=True)
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    party_id = fields.String(required=True, allow_none=True)
    owner_key = fields.String(required=True)
    complaint_id = Untold()
    place = fields.Nested(Place, required=True)
    retest_until = fields.Date(required=True, allow_none=True)


class OrderScheduled(AboutOrder):
    """An order has a day and a place."""

    type = "testing.order.scheduled.v1"

    session_id = fields.String(required=True)
    complaint_id = Untold()
    date = fields.Date(required=True)
    period = fields.String(required=True)
    mode = fields.String(required=True)
    place = fields.Nested(Place, required=True)


class OrderRescheduled(OrderScheduled):
    """An order has another day or place."""

    type = "testing.order.rescheduled.v1"


class OrderMissed(AboutOrder):
    """The instrument was not presented on its day; the order waits again."""

    type = "testing.order.missed.v1"

    session_id = fields.String(required=True)
    missed_count = fields.Integer(required=True)


class OrderReleased(AboutOrder):
    """The day fell away through no fault of the applicant; the order waits again."""

    type = "testing.order.released.v1"

    session_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class OrderOffered(AboutOrder):
    """A free place is kept for this order until the end of a day."""

    type = "testing.order.offered.v1"

    session_id = fields.String(required=True)
    until = fields.Date(required=True)


class OrderCarriedOver(AboutOrder):
    """The order waits on in the next period and keeps its rank."""

    type = "testing.order.carried_over.v1"

    period = fields.String(required=True)


class OrderCancelled(AboutOrder):
    """The order will not be tested: withdrawn, not presented, its retest window over, or settled by a correction."""

    type = "testing.order.cancelled.v1"

    reason_code = fields.String(required=True)


class OrderCancelRefused(AboutOrder):
    """The item cannot be withdrawn because it is already examined."""

    type = "testing.order.cancel_refused.v1"

    reason_code = fields.String(required=True)
