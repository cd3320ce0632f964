"""What the calendar does by itself: orders pass into the next period, retest windows close."""

from datetime import datetime

from services.testing.domain.lifecycle import ORDER, OrderAction, OrderState
from services.testing.events import orders
from services.testing.storage import Order, profile, room, transaction
from services.testing.usecases.booking import cancel_order
from services.testing.usecases.telling import tell
from shared import history
from shared.actor import CLOCK


def carry_over(now: datetime) -> int:
    """Whoever was not reached in a period that is over waits on in the present one, with his rank."""
    current = profile.period(now.astimezone(room.zone).date()).code
    late = list(Order.select().where(Order.state == OrderState.WAITING, Order.period < current))
    for order in late:
        with transaction():
            history.move(room, order, ORDER, OrderAction.CARRY_OVER, CLOCK, set={"period": current}, period=current)
            tell(orders.OrderCarriedOver, order, period=current)
    return len(late)


def close_retests(now: datetime) -> int:
    """A retest that nobody booked in time is not to be had any more."""
    today = now.astimezone(room.zone).date()
    late = list(Order.select().where(Order.state == OrderState.WAITING, Order.retest_until < today))
    for order in late:
        with transaction():
            cancel_order(CLOCK, Order.find(order.id), "retest_window_over")
    return len(late)
