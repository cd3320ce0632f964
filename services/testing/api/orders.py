"""Orders: who waits, and what becomes of him."""

from dataclasses import replace

from flask import Response

from services.testing.api.files import pdf
from services.testing.domain.verdict.faults import seen_from
from services.testing.schemas import orders as shapes
from services.testing.schemas.common import Reason
from services.testing.storage import Order, context
from services.testing.usecases import bookings, offers, papers, receipt_anomalies
from services.testing.usecases.callers import ASKED, OFFICERS, knows_complaints, unasked
from services.testing.usecases.scopes import ORDERS
from shared.database import audit_trail
from shared.http.access import by
from shared.http.paging import BackQuery, HistoryShape, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("orders", __name__, url_prefix="/v1", description="Instruments on their way to the test")
READERS = ("applicant", *OFFICERS)
BOOKERS = ("applicant", "front_officer", "head")
TEAM = ("front_officer", "verifier", "head")
PRINTERS = (*TEAM, "auditor")
ONE = "/orders/<id:id>"
SHAPE = shapes.OrderShape


@blueprint.get("/orders", allow=READERS, query=shapes.OrderQuery, answer=SHAPE, many=True)
def list_orders(query: dict) -> Listing:
    """Orders, newest first; an applicant sees his own."""
    return page(Order.listed(ORDERS.reading(by()), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=READERS, answer=SHAPE)
def show_order(id: str) -> Order:
    """One order."""
    return Order.visible(id, ORDERS.reading(by()))


@blueprint.post(f"{ONE}/booking", allow=BOOKERS, body=shapes.Booking, answer=SHAPE, match=True)
def book(body: dict, id: str, match: int) -> Order:
    """Book a place; a full day answers with up to three others."""
    return bookings.book(by(), id, match, **body)


@blueprint.post(f"{ONE}/rescheduling", allow=BOOKERS, body=shapes.Booking, answer=SHAPE, match=True)
def reschedule(body: dict, id: str, match: int) -> Order:
    """Move to another day."""
    return bookings.reschedule(by(), id, match, **body)


@blueprint.post(f"{ONE}/offer", allow=("front_officer", "head"), body=shapes.Booking, answer=SHAPE, match=True)
def offer(body: dict, id: str, match: int) -> Order:
    """Keep a place for whoever waits, until he answers or the offer lapses."""
    return offers.offer(by(), id, match, **body)


@blueprint.post(f"{ONE}/acceptance", allow=BOOKERS, answer=SHAPE, match=True)
def accept(id: str, match: int) -> Order:
    """Take the place that was offered."""
    return offers.accept(by(), id, match)


@blueprint.post(f"{ONE}/missing", allow=TEAM, answer=SHAPE, match=True)
def miss(id: str, match: int) -> Order:
    """The instrument was not presented."""
    return bookings.miss(by(), id, match)


@blueprint.post(f"{ONE}/anomalies", allow=TEAM, body=shapes.Anomaly, answer=SHAPE, match=True)
def note_anomaly(body: dict, id: str, match: int) -> Order:
    """Note what is odd about the instrument when it comes, before it is tested."""
    return receipt_anomalies.note(by(), id, match, body["note"])


@blueprint.post(f"{ONE}/release", allow=TEAM, body=Reason, answer=SHAPE, match=True)
def release(body: dict, id: str, match: int) -> Order:
    """The test cannot be done: dirty, unsafe, no power, standard broken, not reached."""
    return bookings.release(by(), id, match, **body)


@blueprint.post(f"{ONE}/cancellation", allow=("front_officer", "head"), body=Reason, answer=SHAPE, match=True)
def cancel(body: dict, id: str, match: int) -> Order:
    """The order will not be tested."""
    return bookings.cancel(by(), id, match, **body)


@blueprint.get(f"{ONE}/observation-sheet", allow=PRINTERS, media=papers.PDF)
def print_observation_sheet(id: str) -> Response:
    """The empty sheet (*cerapan*) as PDF, to be filled in by hand at the instrument; 422 names faults of its plate."""
    order = Order.visible(id, ORDERS.reading(by()))
    with seen_from("/order/parameters"):
        return pdf(*papers.by_hand(order))


@blueprint.get(f"{ONE}/history", allow=READERS, query=BackQuery, answer=HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """What happened to the order, oldest first; its owner reads no names of officers."""
    sight, knows = ORDERS.reading(by()), knows_complaints(by())
    lines = audit_trail.of(context, Order.visible(id, sight).id, without="" if knows else ASKED)
    found = backwards(lines, query["cursor"])
    told = audit_trail.veiled(context, found.items, sight)
    return replace(found, items=told if knows else unasked(told))
