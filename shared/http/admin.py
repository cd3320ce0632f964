"""What operators see and do about events over HTTP: the dead ones, the ones set aside, and how the bus stands."""

from dataclasses import replace
from typing import Any

from flask import Response, current_app

from shared.database import audit_trail
from shared.http import paging
from shared.http.access import by
from shared.http.admin_shapes import (
    BusShape,
    CountShape,
    DeadEventChoice,
    DeadEventDetailShape,
    DeadEventShape,
    DeadQuery,
    OperatorDeedShape,
    OperatorReason,
)
from shared.http.routes import Blueprint
from shared.operations import dead_letters, quarantine
from shared.operations.status import standing

OPERATORS = ("admin",)
READERS = ("admin", "auditor")
LINES = "application/x-ndjson"
ONE = "/dead-events/<id:id>"
ASIDE = "/quarantine/<int(max=2147483647):position>"


def blueprint() -> Blueprint:
    """Made anew for each application, because four may live in one process."""
    routes = Blueprint("admin", __name__, url_prefix="/v1", description="Operators: dead events and the bus")
    _read(routes)
    _act(routes)
    _act_on_many(routes)
    return routes


def _read(routes: Blueprint) -> None:
    @routes.get("/bus", allow=OPERATORS, answer=BusShape)
    def show() -> dict[str, Any]:
        """What is told, heard, waiting and dead, and whether it adds up."""
        return standing(current_app.extensions["service"])

    @routes.get("/dead-events", allow=READERS, query=DeadQuery, answer=DeadEventShape, many=True)
    def list_dead_events(query: dict[str, Any]) -> paging.Listing:
        """Events that could not be applied, newest first."""
        limit, cursor = query.pop("limit"), query.pop("cursor")
        page = paging.page(dead_letters.query(_room(), dead_letters.Wanted(**query)), limit, cursor)
        return replace(page, items=[dead_letters.show(_room(), row) for row in page.items])

    @routes.get(ONE, allow=READERS, answer=DeadEventDetailShape)
    def show_event(id: str) -> dict[str, Any]:
        """One event of the inbox with what was last done about it, whatever became of it."""
        return dead_letters.detail(_room(), id)

    @routes.get(f"{ONE}/history", allow=READERS, query=paging.BackQuery, answer=OperatorDeedShape, many=True)
    def show_history(query: dict[str, Any], id: str) -> paging.Listing:
        """Everything that was done about it, oldest first."""
        return paging.backwards(audit_trail.of(_room(), dead_letters.find(_room(), id).id), query["cursor"])


def _act(routes: Blueprint) -> None:
    @routes.post(f"{ONE}/retry", allow=OPERATORS, body=OperatorReason, answer=DeadEventDetailShape)
    def retry(body: dict[str, Any], id: str) -> dict[str, Any]:
        """Try it again from the first attempt on; what waits behind it follows in order."""
        dead_letters.retry(_room(), id, by(), **body)
        return dead_letters.detail(_room(), id)

    @routes.post(f"{ONE}/skip", allow=OPERATORS, body=OperatorReason, answer=DeadEventDetailShape)
    def skip(body: dict[str, Any], id: str) -> dict[str, Any]:
        """Never apply it; what waits behind it goes on."""
        dead_letters.skip(_room(), id, by(), **body)
        return dead_letters.detail(_room(), id)

    @routes.post(
        "/quarantine/<int(max=2147483647):position>/release", allow=OPERATORS, body=OperatorReason, answer=BusShape
    )
    def release(body: dict[str, Any], position: int) -> dict[str, Any]:
        """Send an own event to the broker again, with what waits behind it."""
        quarantine.release(_room(), position, by(), **body)
        return standing(current_app.extensions["service"])


def _act_on_many(routes: Blueprint) -> None:
    @routes.post("/dead-events/retries", allow=OPERATORS, body=DeadEventChoice, answer=CountShape)
    def retry_dead_events(body: dict[str, Any]) -> dict[str, int]:
        """Try all chosen ones again, by type, source or time of receipt."""
        reason = body.pop("reason")
        return {"count": dead_letters.retry_all(_room(), dead_letters.Wanted(**body), by(), reason)}

    @routes.post("/dead-events/exports", allow=OPERATORS, body=DeadEventChoice, media=LINES)
    def export(body: dict[str, Any]) -> Response:
        """The chosen ones with their exact bytes, a JSON line each; written into the history of each."""
        reason = body.pop("reason")
        lines = dead_letters.export(_room(), dead_letters.Wanted(**body), by(), reason)
        return Response("".join(f"{line}\n" for line in lines), content_type=LINES)


def _room() -> Any:
    return current_app.extensions["service"].context
