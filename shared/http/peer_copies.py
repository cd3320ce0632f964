"""What this service heard of a peer, for that peer alone to have back after a loss."""

from typing import Any

from flask import Response, current_app
from marshmallow import fields, validate

from shared.database.bounded_reads import filled
from shared.http.feed import BATCH, CloudEvent
from shared.http.routes import Blueprint
from shared.http.shapes import Shape, Text

PAGE = "SELECT position, body FROM inbox_event WHERE source = ? AND position > ? ORDER BY position, id LIMIT ?"
SEEN = """SELECT COALESCE(MAX(position), 0) FROM (
            SELECT position FROM inbox_event WHERE source = ?
            UNION ALL SELECT position FROM source_cursor WHERE source = ?) AS seen"""


class CopiesQuery(Shape):
    """`source`: whose events; `after`: the last position that the asker has."""

    source = Text(max=120, required=True)
    after = fields.Integer(load_default=0, validate=validate.Range(0, 10**9))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))


PLACES = ("Copies-Next", "Copies-Seen")


def blueprint() -> Blueprint:
    """Made anew for each application, because four may live in one process."""
    routes = Blueprint("copies", __name__, url_prefix="/v1", description="Copies of a peer's events")

    @routes.get("/inbox-copies", allow=("service",), query=CopiesQuery, answer=CloudEvent, media=BATCH, tells=PLACES)
    def read_inbox_copies(query: dict[str, Any]) -> Response:
        """A peer's events as they came here, by position; Copies-Seen is the highest position known here."""
        store, source = current_app.extensions["service"].store, query["source"]

        def read(last: tuple[int, bytes] | None, count: int) -> list[tuple[int, bytes]]:
            rows = store.execute(PAGE, source, last[0] if last else query["after"], count).fetchall()
            return [(position, store.vault.bare(body)) for position, body in rows]

        rows, _ = filled(read, query["limit"], lambda row: len(row[1]))
        answer = Response(b"[" + b",".join(body for _, body in rows) + b"]", content_type=BATCH)
        answer.headers["Copies-Next"] = str(rows[-1][0] if rows else query["after"])
        answer.headers["Copies-Seen"] = str(store.execute(SEEN, source, source).fetchone()[0])
        return answer

    return routes
