"""Doubts about approved examinations: the list for the head, and the word that ends one."""

from services.testing.schemas.common import Reason
from services.testing.schemas.doubts import DoubtQuery, DoubtShape
from services.testing.storage import Doubt, history
from services.testing.usecases import doubts
from services.testing.usecases.callers import HEAD, OFFICERS
from services.testing.usecases.scopes import EXAMINATIONS
from shared.http.access import by
from shared.http.paging import BackQuery, HistoryShape, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("doubts", __name__, url_prefix="/v1", description="Results in doubt")
ONE = "/doubts/<id:id>"


@blueprint.get("/doubts", allow=OFFICERS, query=DoubtQuery, answer=DoubtShape, many=True)
def list_doubts(query: dict) -> Listing:
    """Doubts about approved examinations, newest first."""
    return page(Doubt.listed(EXAMINATIONS.reading(by()), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=OFFICERS, answer=DoubtShape)
def show_doubt(id: str) -> Doubt:
    """One doubt."""
    return Doubt.visible(EXAMINATIONS.reading(by()), id)


@blueprint.get(f"{ONE}/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first."""
    return backwards(history(Doubt.visible(EXAMINATIONS.reading(by()), id).id), query["cursor"])


@blueprint.post(f"{ONE}/confirmation", allow=(HEAD,), body=Reason, answer=DoubtShape, match=True)
def confirm(body: dict, id: str, match: int) -> Doubt:
    """Judge the readings again with the values known now; the same verdict stands, another one is a 409."""
    return doubts.confirm(by(), id, match, **body)
