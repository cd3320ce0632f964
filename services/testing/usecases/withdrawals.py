"""What intake's applicants want undone: an item taken back, or one that has ended elsewhere."""

from services.testing.domain.lifecycle import ORDER, OrderAction
from services.testing.domain.reactions import ORDER_REACTIONS
from services.testing.events import orders
from services.testing.storage import Order, context, transaction
from services.testing.usecases.bookings import cancel_order
from services.testing.usecases.event_facts import tell
from services.testing.usecases.orders import INTAKE
from shared.database import audit_trail


def withdraw(item_id: str) -> None:
    """Cancel the item's order, or say that it is already examined."""
    with transaction():
        order = Order.of_item(item_id)
        if not ORDER_REACTIONS.applies("withdrawal_requested", order.state if order else None):
            return
        if ORDER.can(order.state, OrderAction.CANCEL):
            cancel_order(INTAKE, order, "withdrawn")
        else:
            audit_trail.record(context, order, "cancel_refused", INTAKE, state=order.state)
            tell(orders.OrderCancelRefused, order, reason_code="already_examined")


def item_ended(item_id: str, end: str) -> None:
    """Nothing is left to test: a retest was renounced, its window is over, or the item went elsewhere."""
    with transaction():
        order = Order.newest_of_item(item_id)
        if ORDER_REACTIONS.applies("item_ended", order.state if order else None):
            cancel_order(INTAKE, order, end)
