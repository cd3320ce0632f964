"""Orders get a day: booked, moved, missed, released, cancelled; no session ever takes more than its minutes."""

from typing import Any

from services.testing.domain.lifecycle import ORDER, OrderAction, OrderState, SessionState
from services.testing.domain.terms import check_bookable
from services.testing.events import orders
from services.testing.storage import Examination, Order, Session, context, profile, rule, transaction
from services.testing.usecases.callers import another, owns
from services.testing.usecases.event_facts import tell, when
from services.testing.usecases.scopes import ORDERS
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict


def book(by: Actor, id: str, match: int, session_id: str) -> Order:
    """Give a waiting order its day."""
    with transaction():
        order = Order.visible(id, ORDERS.writing(by), match)
        ORDER.move(order.state, OrderAction.SCHEDULE)
        session = take_place(by, order, session_id)
        _moved(by, order, OrderAction.SCHEDULE, session)
        tell(orders.OrderScheduled, order, **when(order, session))
    return order


def reschedule(by: Actor, id: str, match: int, session_id: str) -> Order:
    """Another day; the old place is free at once."""
    with transaction():
        order = Order.visible(id, ORDERS.writing(by), match)
        ORDER.move(order.state, OrderAction.RESCHEDULE)
        if order.session_id == session_id:
            raise Conflict("already-booked-there", errors=[{"pointer": "/session_id", "code": "same"}])
        order.session.give_back(order.minutes, order.hidden)
        session = take_place(by, order, session_id)
        _moved(by, order, OrderAction.RESCHEDULE, session)
        tell(orders.OrderRescheduled, order, **when(order, session))
    return order


def miss(by: Actor, id: str, match: int) -> Order:
    """The instrument was not there; missed too often, the order ends."""
    with transaction():
        order = another(by, id, match)
        ORDER.move(order.state, OrderAction.MISS)
        session = order.session
        if session.state != SessionState.OPEN:
            raise Conflict("session-not-open", state=session.state)
        if known := Examination.living(order):
            errors = [{"pointer": f"/examinations/{known.id}", "code": "recorded"}]
            raise Conflict("not-missing", errors=errors, allowed=[])
        count = order.missed_count + 1
        leave(by, order, OrderAction.MISS, missed_count=count)
        tell(orders.OrderMissed, order, session_id=session.id, missed_count=count)
        if count > rule("missed", session.date)["times"]:
            cancel_order(by, order, "not_presented")
    return order


def release(by: Actor, id: str, match: int, reason_code: str) -> Order:
    """The test cannot be done through no fault of the applicant."""
    with transaction():
        order = another(by, id, match)
        release_order(by, order, reason_code)
    return order


def cancel(by: Actor, id: str, match: int, reason_code: str) -> Order:
    """The order will not be tested."""
    with transaction():
        order = another(by, id, match)
        cancel_order(by, order, reason_code)
    return order


def release_order(by: Actor, order: Order, reason_code: str) -> None:
    """Inside a transaction: take the day away and tell why."""
    ORDER.move(order.state, OrderAction.RELEASE)
    session_id = order.session_id
    leave(by, order, OrderAction.RELEASE, reason_code=reason_code)
    tell(orders.OrderReleased, order, session_id=session_id, reason_code=reason_code)


def cancel_order(by: Actor, order: Order, reason_code: str) -> None:
    """Inside a transaction: end the order and free its place."""
    ORDER.move(order.state, OrderAction.CANCEL)
    leave(by, order, OrderAction.CANCEL, reason_code=reason_code)
    tell(orders.OrderCancelled, order, reason_code=reason_code)


def take_place(by: Actor, order: Order, session_id: str) -> Session:
    """Inside a transaction: the session, with the order's minutes taken; a full one names up to three other days."""
    session = _bookable(by, order, session_id)
    while not session.take(order.minutes, order.hidden):
        read, session = (
            session.state,
            _bookable(by, order, session_id),
        )  # it may have been opened or cancelled meanwhile
        if session.state == read:
            raise _full(order, session)
    return session


def _full(order: Order, session: Session) -> Conflict:
    modes = profile.modes(order.kind, session.date)
    others = [_other(one) for one in Session.with_room(order.minutes, modes, context.today())]
    fault = {"pointer": "/session_id", "code": "full", "alternatives": others}
    return Conflict("session-full", errors=[fault], needed=order.minutes, left=session.minutes_left)


def _bookable(by: Actor, order: Order, session_id: str) -> Session:
    """The session, if the caller may book this order into it today."""
    session = Session.find(session_id)
    facts = {"state": session.state, "date": session.date, "mode": session.mode}
    office = ORDERS.writing(by).everything and not owns(by, order)
    wants = {"channel": order.channel, "cause": order.cause, "kind": order.kind, "by_office": office}
    check_bookable(facts, wants, profile.modes(order.kind, session.date), context.today())
    return session


def leave(by: Actor, order: Order, action: OrderAction, **facts: Any) -> None:
    """Inside a transaction: away from the session, if there is one, and its minutes are free again."""
    if order.state in (OrderState.SCHEDULED, OrderState.OFFERED):
        order.session.give_back(order.minutes, order.hidden)
    columns = {name: facts[name] for name in ("missed_count",) if name in facts}
    audit_trail.move(
        context, order, ORDER, action, by, set={**columns, "session": None, "offered_until": None}, **facts
    )


def _moved(by: Actor, order: Order, action: OrderAction, session: Session) -> None:
    columns = {"session": session, "period": session.period, "offered_until": None}
    audit_trail.move(context, order, ORDER, action, by, set=columns, session=session.id, date=str(session.date))


def _other(session: Session) -> dict[str, Any]:
    return {"session_id": session.id, "date": str(session.date), "minutes_left": session.minutes_left}
