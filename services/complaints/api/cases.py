"""Lodging a complaint, and reading a case."""

from typing import Any

from flask import Response

from services.complaints.api.access import READ, WORK
from services.complaints.domain.words import OFFICE_ROLES, OFFICERS
from services.complaints.schemas import cases as shapes
from services.complaints.schemas.office import Reason
from services.complaints.schemas.public import OptionalCodeQuery
from services.complaints.storage import Complaint, context, history, visible_to
from services.complaints.usecases import cases, lodging, receipts, reporter
from shared.http.access import by
from shared.http.paging import BackQuery, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("complaints", __name__, url_prefix="/v1", description="Complaints")
ONE = "/complaints/<id:id>"


@blueprint.post(
    "/complaints",
    allow=(),
    known=OFFICERS,
    body=shapes.NewComplaint,
    answer=shapes.LodgedShape,
    creates=True,
    unnamed=lodging.is_unnamed,
)
def lodge(body: dict) -> Complaint:
    """Lodge a complaint; no account is needed. The code is shown here and never again."""
    return lodging.lodge(by(), **body)


@blueprint.get(
    "/complaints",
    **READ,
    query=shapes.ComplaintQuery,
    answer=shapes.ComplaintRowShape,
    many=True,
)
def list_complaints(query: dict) -> Listing:
    """Cases, newest first; one in which the caller is complained of does not exist for him."""
    return page(Complaint.listed(query, visible_to(by())), query["limit"], query["cursor"])


@blueprint.get(ONE, **READ, answer=shapes.ComplaintShape)
def show_complaint(id: str) -> Complaint:
    """One case with everything that was brought to it."""
    return cases.seen(by(), id)


@blueprint.get(f"{ONE}/clocks", **READ, answer=shapes.ClockListShape)
def show_clocks(id: str) -> dict[str, Any]:
    """Every term of the case: due when, by which rule, counted how."""
    return {"items": [_clock(one) for one in cases.clocks(cases.seen(by(), id))]}


@blueprint.get(f"{ONE}/history", **READ, query=BackQuery, answer=shapes.HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first."""
    return backwards(history(cases.seen(by(), id).id), query["cursor"])


@blueprint.post(f"{ONE}/identity", **WORK, body=Reason, answer=shapes.IdentityShape, match=True)
def open_identity(body: dict, id: str, match: int) -> Complaint:
    """Open the identity of the reporter; who did so and why is kept."""
    return lodging.open_identity(by(), id, match, **body)


@blueprint.post(f"{ONE}/code", **WORK, body=Reason, answer=shapes.NewCodeShape, match=True)
def replace_code(body: dict, id: str, match: int) -> Complaint:
    """Give a new tracking code for a lost one, shown once; the old one is dead, and the reporter is told."""
    return lodging.replace_code(by(), id, match, **body)


@blueprint.get(
    f"{ONE}/receipt",
    allow=(),
    known=OFFICE_ROLES,
    rate="code",
    unnamed=reporter.is_unnamed,
    query=OptionalCodeQuery,
    media="application/pdf",
)
def read_receipt(query: dict, id: str) -> Response:
    """The receipt, for officers who may see the case, or by its code; the code stands on it only if it was brought."""
    content, name = receipts.receipt(by(), id, query["code"])
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=disposition)


def _clock(one: Any) -> dict[str, Any]:
    rule, due = one.rule, one.due
    return {
        **{name: rule[name] for name in ("code", "name", "days", "unit", "legal_source", "confidence")},
        "started": one.started,
        "due": due.on,
        "stopped": one.stopped,
        "verdict": one.verdict(context.today()),
        "provisional": due.provisional,
        "counted": due.counted,
        "skipped": [{"day": str(off.day), "reason": off.reason, "name": off.name} for off in due.skipped],
        "calendar_version": due.version,
    }
