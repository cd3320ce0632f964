"""What testing tells of orders."""

import datetime

from services.testing.events.parts import Place, Untold
from shared.events.declarations import Event


class AboutOrder(Event):
    """What every event of an order holds. Of one that a complaint asked for only complaints hears (`retests`)."""

    about = "order_id"

    order_id: str
    item_id: str | None
    application_id: str | None
    instrument_id: str
    origin: str
    cause: str


class OrderOpened(AboutOrder):
    """An instrument waits for its test."""

    type = "testing.order.opened.v1"

    number: str
    kind: str
    verification: str
    party_id: str | None
    owner_key: str
    complaint_id: Untold
    place: Place
    retest_until: datetime.date | None


class OrderScheduled(AboutOrder):
    """An order has a day and a place."""

    type = "testing.order.scheduled.v1"

    session_id: str
    complaint_id: Untold
    date: datetime.date
    period: str
    mode: str
    place: Place


class OrderRescheduled(OrderScheduled):
    """An order has another day or place."""

    type = "testing.order.rescheduled.v1"


class OrderMissed(AboutOrder):
    """The instrument was not presented on its day; the order waits again."""

    type = "testing.order.missed.v1"

    session_id: str
    missed_count: int


class OrderReleased(AboutOrder):
    """The day fell away through no fault of the applicant; the order waits again."""

    type = "testing.order.released.v1"

    session_id: str
    reason_code: str


class OrderOffered(AboutOrder):
    """A free place is kept for this order until the end of a day."""

    type = "testing.order.offered.v1"

    session_id: str
    until: datetime.date


class OrderCarriedOver(AboutOrder):
    """The order waits on in the next period and keeps its rank."""

    type = "testing.order.carried_over.v1"

    period: str


class OrderCancelled(AboutOrder):
    """The order will not be tested: withdrawn, not presented, its retest window over, or settled by a correction."""

    type = "testing.order.cancelled.v1"

    reason_code: str


class OrderCancelRefused(AboutOrder):
    """The item cannot be withdrawn because it is already examined."""

    type = "testing.order.cancel_refused.v1"

    reason_code: str
