"""Field capture: batches of devices that were offline, and the entries behind a record."""

from dataclasses import replace
from typing import Any

from services.testing.domain.record.field_entries import late
from services.testing.schemas import entries as shapes
from services.testing.storage import Examination, FieldEntry, context
from services.testing.usecases import field_capture
from services.testing.usecases.callers import OFFICERS
from services.testing.usecases.scopes import EXAMINATIONS
from shared.http.access import by
from shared.http.bodies import KILOBYTE
from shared.http.paging import BackQuery, Listing, backwards
from shared.http.routes import Blueprint

blueprint = Blueprint("entries", __name__, url_prefix="/v1", description="Field capture")
A_DAY = 2048 * KILOBYTE  # a day of sheets from a place without a network


@blueprint.post(
    "/field_batches",
    allow=("verifier",),
    body=shapes.FieldBatch,
    answer=shapes.BatchOutcome,
    creates=True,
    json_limit=A_DAY,
)
def receive(body: dict) -> dict[str, Any]:
    """Take what a device wrote while it was offline; it may come twice, late and in any order."""
    return field_capture.receive(by(), **body)


@blueprint.get("/examinations/<id:id>/entries", allow=OFFICERS, query=BackQuery, answer=shapes.EntryShape, many=True)
def list_entries(query: dict, id: str) -> Listing:
    """What devices wrote for this record, when, and whether it came late."""
    examination = Examination.visible(id, EXAMINATIONS.reading(by()))
    found = backwards(FieldEntry.in_examination(examination), query["cursor"])
    return replace(found, items=[_shown(row) for row in found.items])


def _shown(row: FieldEntry) -> dict[str, Any]:
    names = ("entry_id", "device", "taken_at", "created_at", "body")
    days = (moment.astimezone(context.zone).date() for moment in (row.taken_at, row.created_at))
    return {**{name: getattr(row, name) for name in names}, "late": late(*days)}
