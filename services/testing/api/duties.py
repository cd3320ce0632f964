"""Who approves in the head's place, and which interests people have declared."""

from typing import Any

from services.testing.schemas import duties as shapes
from services.testing.storage import Delegation, Interest, history
from services.testing.usecases import delegations, duties
from services.testing.usecases.callers import OFFICERS
from services.testing.usecases.scopes import INTERESTS
from shared.http.access import by
from shared.http.paging import BackQuery, HistoryShape, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("duties", __name__, url_prefix="/v1", description="Delegations and declared interests")
READERS = ("verifier", *duties.KEEPERS, "auditor")
SPEAKERS = ("verifier", *duties.KEEPERS)


@blueprint.get("/delegations", allow=OFFICERS, query=shapes.DutyQuery, answer=shapes.DelegationShape, many=True)
def list_delegations(query: dict) -> Listing:
    """Delegations, newest first."""
    return _listed(Delegation, query)


@blueprint.post(
    "/delegations", allow=duties.KEEPERS, body=shapes.NewDelegation, answer=shapes.DelegationShape, creates=True
)
def enter_delegation(body: dict) -> Delegation:
    """Record who approves as the head or in the head's place, by which decree; the head confirms it."""
    return delegations.enter(by(), **body)


@blueprint.get("/delegations/<id:id>", allow=OFFICERS, answer=shapes.DelegationShape)
def show_delegation(id: str) -> Delegation:
    """One delegation."""
    return Delegation.find(id)


@blueprint.post("/delegations/<id:id>/confirmation", allow=duties.KEEPERS, answer=shapes.DelegationShape, match=True)
def confirm_delegation(id: str, match: int) -> Delegation:
    """A second person confirms what another entered for a third, or an end; one of the two is the head."""
    return delegations.confirm(by(), id, match)


@blueprint.patch(
    "/delegations/<id:id>",
    allow=duties.KEEPERS,
    body=shapes.DelegationEnding,
    answer=shapes.DelegationShape,
    match=True,
)
def end_delegation(body: dict, id: str, match: int) -> Delegation:
    """End a delegation, with the reason; it can only end earlier. A holder's ends once a second person confirmed it."""
    return delegations.end(by(), id, match, **body)


@blueprint.get("/delegations/<id:id>/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_delegation_history(query: dict, id: str) -> Listing:
    """Who entered, confirmed and ended a delegation, oldest first."""
    return backwards(history(Delegation.find(id).id), query["cursor"])


@blueprint.get("/interests", allow=READERS, query=shapes.DutyQuery, answer=shapes.InterestShape, many=True)
def list_interests(query: dict) -> Listing:
    """Declared interests, newest first; a verifier sees his own."""
    sight = INTERESTS.reading(by())
    return _listed(Interest, query if sight.everything else {**query, "subject": sight.sub})


@blueprint.post("/interests", allow=SPEAKERS, body=shapes.NewInterest, answer=shapes.InterestShape, creates=True)
def declare(body: dict) -> Interest:
    """Declare an interest: from then on nobody so tied tests or approves the thing."""
    return duties.declare(by(), **body)


@blueprint.get("/interests/<id:id>", allow=(*duties.KEEPERS, "auditor"), answer=shapes.InterestShape)
def show_interest(id: str) -> Interest:
    """One declared interest."""
    return Interest.find(id)


@blueprint.patch(
    "/interests/<id:id>", allow=duties.KEEPERS, body=shapes.Ending, answer=shapes.InterestShape, match=True
)
def end_interest(body: dict, id: str, match: int) -> Interest:
    """An interest has ended, once a second person confirmed that."""
    return duties.end(by(), id, match, **body)


@blueprint.post("/interests/<id:id>/confirmation", allow=SPEAKERS, answer=shapes.InterestShape, match=True)
def confirm_interest(id: str, match: int) -> Interest:
    """A second person confirms what is said of another, or an end; whom it concerns may confirm that it is so."""
    return duties.confirm(by(), id, match)


def _listed(table: type[Delegation | Interest], query: dict[str, Any]) -> Listing:
    rows = table.select()
    rows = rows.where(table.subject == query["subject"]) if query.get("subject") else rows
    return page(rows, query["limit"], query["cursor"])
