"""What testing tells of orders."""

import datetime
from typing import Annotated

from services.testing.events import words
from services.testing.events.parts import Place, Untold
from shared.events.declarations import Event


class AboutOrder(Event):
    """What every event of an order holds. Of one that a complaint asked for only complaints hears (`retests`)."""

    about = "order_id"

    order_id: words.OrderId
    item_id: words.ItemId
    application_id: words.ApplicationId
    instrument_id: words.InstrumentId
    origin: words.Asked
    cause: words.Why


class OrderOpened(AboutOrder):
    """An instrument waits for its test."""

    type = "testing.order.opened.v1"

    number: Annotated[str, "number of the order"]
    kind: words.Kind
    verification: words.Act
    party_id: words.PartyId
    owner_key: words.OwnerKey
    complaint_id: Untold
    place: Place
    retest_until: Annotated[datetime.date | None, words.RetestUntil]


class OrderScheduled(AboutOrder):
    """An order has a day and a place."""

    type = "testing.order.scheduled.v1"

    session_id: words.SessionId
    complaint_id: Untold
    date: Annotated[datetime.date, "the day of the test"]
    period: words.Period
    mode: words.Where
    place: Place


class OrderRescheduled(OrderScheduled):
    """An order has another day or place."""

    type = "testing.order.rescheduled.v1"


class OrderMissed(AboutOrder):
    """The instrument was not presented on its day; the order waits again."""

    type = "testing.order.missed.v1"

    session_id: words.SessionId
    missed_count: Annotated[int, "how often it was missed so far"]


class OrderReleased(AboutOrder):
    """The day fell away through no fault of the applicant; the order waits again."""

    type = "testing.order.released.v1"

    session_id: words.SessionId
    reason_code: words.ReasonCode


class OrderOffered(AboutOrder):
    """A free place is kept for this order until the end of a day."""

    type = "testing.order.offered.v1"

    session_id: words.SessionId
    until: Annotated[datetime.date, "the last day on which it can be accepted"]


class OrderCarriedOver(AboutOrder):
    """The order waits on in the next period and keeps its rank."""

    type = "testing.order.carried_over.v1"

    period: words.Period


class OrderCancelled(AboutOrder):
    """The order will not be tested: withdrawn, not presented, its retest window over, or settled by a correction."""

    type = "testing.order.cancelled.v1"

    reason_code: words.ReasonCode


class OrderCancelRefused(AboutOrder):
    """The item cannot be withdrawn because it is already examined."""

    type = "testing.order.cancel_refused.v1"

    reason_code: words.ReasonCode
