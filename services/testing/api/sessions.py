"""Days of testing: periods, sessions, one sub-resource per move, the list of who comes, approval as a batch."""

from typing import Any

from services.testing.domain.lifecycle import SessionState
from services.testing.schemas import sessions as shapes
from services.testing.storage import Order, Party, Session, context, history, profile
from services.testing.usecases import approvals, sessions
from services.testing.usecases.callers import OFFICERS
from services.testing.usecases.scopes import ORDERS
from shared.errors import NotFound
from shared.http.access import by
from shared.http.paging import BackQuery, HistoryShape, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("sessions", __name__, url_prefix="/v1", description="Days of testing")
READERS = ("applicant", *OFFICERS)
PLANNERS = ("front_officer", "head")
APPROVERS = ("verifier", "head", "front_officer", "complaint_officer", "admin")  # whom a decree made a delegate
TEAM = ("front_officer", "verifier", "head")
ONE = "/sessions/<id:id>"
SHAPE = shapes.SessionShape


@blueprint.get("/periods", allow=(), answer=shapes.PeriodListShape)
def list_periods() -> dict[str, Any]:
    """The periods of service, two a year."""
    today = context.today()
    return {
        "current": profile.period(today).code,
        "items": profile.periods(range(today.year - 1, today.year + 2)),
    }


@blueprint.post("/sessions", allow=PLANNERS, body=shapes.NewSession, answer=SHAPE, creates=True)
def plan(body: dict) -> Session:
    """Plan a day."""
    return sessions.plan(by(), **body)


@blueprint.get("/sessions", allow=READERS, query=shapes.SessionQuery, answer=SHAPE, many=True)
def list_sessions(query: dict) -> Listing:
    """Days of testing, newest first; applicants see them from their publication on."""
    return page(Session.listed(_shown(), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=READERS, answer=SHAPE)
def show_session(id: str) -> Session:
    """One day with what is free of it."""
    session = Session.find(id)
    if session.state not in _shown():
        raise NotFound("not-found")
    return session


@blueprint.post(f"{ONE}/publication", allow=PLANNERS, answer=SHAPE, match=True)
def publish(id: str, match: int) -> Session:
    """Open the day for booking."""
    return sessions.publish(by(), id, match)


@blueprint.post(f"{ONE}/opening", allow=TEAM, answer=SHAPE, match=True)
def open_(id: str, match: int) -> Session:
    """The team begins."""
    return sessions.open_(by(), id, match)


@blueprint.post(f"{ONE}/closing", allow=PLANNERS, answer=SHAPE, match=True)
def close(id: str, match: int) -> Session:
    """Close the day when each booked order has ended."""
    return sessions.close(by(), id, match)


@blueprint.post(f"{ONE}/breaking-off", allow=PLANNERS, answer=SHAPE, match=True)
def break_off(id: str, match: int) -> Session:
    """End the day early; whoever was not reached waits again."""
    return sessions.break_off(by(), id, match)


@blueprint.post(f"{ONE}/cancellation", allow=PLANNERS, answer=SHAPE, match=True)
def cancel(id: str, match: int) -> Session:
    """Cancel the day; booked orders are released."""
    return sessions.cancel(by(), id, match)


@blueprint.post(f"{ONE}/approvals", allow=APPROVERS, body=shapes.BatchApproval, answer=shapes.ApprovedShape)
def approve_examinations(body: dict, id: str) -> dict[str, Any]:
    """Approve the day's records as a batch."""
    return {"items": approvals.approve_session(by(), id, body["examination_ids"])}


@blueprint.get(f"{ONE}/manifest", allow=OFFICERS, answer=shapes.ManifestShape)
def show_manifest(id: str) -> dict[str, Any]:
    """Who is expected on the day, in rank."""
    session = Session.find(id)
    orders = session.booked_among(Order.seen(ORDERS.reading(by())))
    rows = [{"order": order, "owner": Party.name_of(order.party_id)} for order in orders]
    return {"session": session, "orders": rows}


@blueprint.get(f"{ONE}/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first."""
    return backwards(history(Session.find(id).id), query["cursor"])


def _shown() -> set[str]:
    states = {str(state) for state in SessionState}
    return states if ORDERS.reading(by()).everything else states - {SessionState.PLANNED}
