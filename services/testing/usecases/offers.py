"""A place that fell free is offered to whoever waits, kept for some days, and taken back when nobody answers."""

from datetime import datetime

from services.testing.domain.lifecycle import ORDER, OrderAction, OrderState
from services.testing.events import orders
from services.testing.storage import Order, Session, context, profile, rule, transaction
from services.testing.usecases.bookings import leave, take_place
from services.testing.usecases.callers import another
from services.testing.usecases.event_facts import tell, when
from services.testing.usecases.scopes import ORDERS
from shared.auth.actor import CLOCK, Actor
from shared.database import audit_trail
from shared.errors import Conflict


def offer(by: Actor, id: str, match: int, session_id: str) -> Order:
    """Keep a place for a waiting order until the end of a day, never beyond the day itself."""
    with transaction():
        order = another(by, id, match)
        ORDER.move(order.state, OrderAction.OFFER)
        session, today = take_place(by, order, session_id), context.today()
        until = profile.calendar().add_working_days(today, rule("offer", today)["working_days"]).on
        columns = {"session": session, "offered_until": min(until, session.date)}
        audit_trail.move(context, order, ORDER, OrderAction.OFFER, by, set=columns, session=session_id)
        tell(orders.OrderOffered, order, session_id=session_id, until=order.offered_until)
    return order


def accept(by: Actor, id: str, match: int) -> Order:
    """The place that was kept is taken."""
    with transaction():
        order = Order.visible(id, ORDERS.writing(by), match)
        ORDER.move(order.state, OrderAction.ACCEPT_OFFER)
        if order.offered_until < context.today():
            raise Conflict("offer-over", until=str(order.offered_until))
        session = order.session
        columns = {"period": session.period, "offered_until": None}
        audit_trail.move(context, order, ORDER, OrderAction.ACCEPT_OFFER, by, set=columns, session=session.id)
        tell(orders.OrderScheduled, order, **when(order, session))
    return order


def lapse_of(by: Actor, session: Session) -> None:
    """Inside a transaction: whoever has not answered for this day waits again."""
    for order in session.booked:
        if order.state == OrderState.OFFERED:
            leave(by, order, OrderAction.OFFER_LAPSE)


def lapse(now: datetime) -> int:
    """Offers that nobody answered in time."""
    today = now.astimezone(context.zone).date()
    late = list(Order.select().where(Order.state == OrderState.OFFERED, Order.offered_until < today))
    for order in late:
        with transaction():
            leave(CLOCK, Order.find(order.id), OrderAction.OFFER_LAPSE)
    return len(late)
