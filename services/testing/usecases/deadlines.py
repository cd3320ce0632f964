"""What the calendar does by itself: orders pass into the next period, retest windows close."""

from datetime import datetime

from services.testing.domain.lifecycle import ORDER, OrderAction, OrderState
from services.testing.events import orders
from services.testing.storage import Order, context, profile, transaction
from services.testing.usecases.bookings import cancel_order
from services.testing.usecases.event_facts import tell
from shared.auth.actor import CLOCK
from shared.database import audit_trail


def carry_over(now: datetime) -> int:
    """Whoever was not reached in a period that is over waits on in the present one, with his rank."""
    current = profile.period(now.astimezone(context.zone).date()).code
    late = list(Order.select().where(Order.state == OrderState.WAITING, Order.period < current))
    for order in late:
        with transaction():
            audit_trail.move(
                context, order, ORDER, OrderAction.CARRY_OVER, CLOCK, set={"period": current}, period=current
            )
            tell(orders.OrderCarriedOver, order, period=current)
    return len(late)


def close_retests(now: datetime) -> int:
    """A retest that nobody booked in time is not to be had any more."""
    today = now.astimezone(context.zone).date()
    late = list(Order.select().where(Order.state == OrderState.WAITING, Order.retest_until < today))
    for order in late:
        with transaction():
            cancel_order(CLOCK, Order.find(order.id), "retest_window_over")
    return len(late)
