"""Examinations: recorded, handed in, sent back, approved, corrected; and marks found broken."""

from typing import Any

from flask import Response

from services.testing.api.files import pdf
from services.testing.schemas import examinations as shapes
from services.testing.storage import Examination, history
from services.testing.usecases import approvals, departures, examination_records, papers, registry, reproduction
from services.testing.usecases.callers import OFFICERS
from services.testing.usecases.scopes import EXAMINATIONS
from shared.http.access import by
from shared.http.bodies import KILOBYTE
from shared.http.paging import BackQuery, HistoryShape, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("examinations", __name__, url_prefix="/v1", description="Readings in, verdict out")
READERS = ("applicant", *OFFICERS)
VERIFIERS = ("verifier",)
FINDERS = ("verifier", "head")
# Whom a decree made a delegate may hold any role; the use case asks for the decree.
APPROVERS = ("verifier", "head", "front_officer", "complaint_officer", "admin")
PRINTERS = ("verifier", "head", "auditor", "front_officer")
ONE = "/examinations/<id:id>"
SHAPE = shapes.ExaminationShape
SHEET = 512 * KILOBYTE  # every reading a sheet can hold


@blueprint.post(
    "/examinations", allow=VERIFIERS, body=shapes.NewExamination, answer=SHAPE, creates=True, json_limit=SHEET
)
def record(body: dict) -> Examination:
    """Begin the record of a booked instrument in an open session."""
    return examination_records.record(by(), **body)


@blueprint.get("/examinations", allow=READERS, query=shapes.ExaminationQuery, answer=SHAPE, many=True)
def list_examinations(query: dict) -> Listing:
    """Records, newest first; an owner sees his approved ones."""
    return page(Examination.listed(EXAMINATIONS.reading(by()), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=READERS, answer=SHAPE)
def show_examination(id: str) -> Examination:
    """One record with its verdict, number by number and line by line."""
    return Examination.visible(id, EXAMINATIONS.reading(by()))


@blueprint.patch(ONE, allow=VERIFIERS, body=shapes.Amendment, answer=SHAPE, match=True, json_limit=SHEET)
def amend(body: dict, id: str, match: int) -> Examination:
    """Write more readings into a record that is not handed in; a list that is given replaces the former."""
    return examination_records.amend(by(), id, match, **body)


@blueprint.post(f"{ONE}/submission", allow=VERIFIERS, answer=SHAPE, match=True)
def submit(id: str, match: int) -> Examination:
    """Hand the record in; 409 names the tests and standards that are missing."""
    return examination_records.submit(by(), id, match)


@blueprint.post(f"{ONE}/departure", allow=VERIFIERS, body=shapes.Departure, answer=SHAPE, match=True)
def depart(body: dict, id: str, match: int) -> Examination:
    """Decide against the rule, with a reason; only the head can then approve, and the certificate says so."""
    return departures.depart(by(), id, match, **body)


@blueprint.post(f"{ONE}/return", allow=APPROVERS, body=shapes.Note, answer=SHAPE, match=True)
def send_back(body: dict, id: str, match: int) -> Examination:
    """Send the record back to its verifier."""
    return approvals.send_back(by(), id, match, **body)


@blueprint.post(f"{ONE}/approval", allow=APPROVERS, answer=SHAPE, match=True)
def approve(id: str, match: int) -> Examination:
    """Approve somebody else's record; the verdict is told to the others."""
    return approvals.approve(by(), id, match)


@blueprint.post(
    f"{ONE}/correction",
    allow=VERIFIERS,
    body=shapes.Correction,
    answer=SHAPE,
    match=True,
    status=201,
    json_limit=SHEET,
)
def correct(body: dict, id: str, match: int) -> Examination:
    """Begin a new version of an approved record; the old one stands until the new one is approved."""
    return examination_records.correct(by(), id, match, **body)


@blueprint.get(f"{ONE}/sheet", allow=PRINTERS, media=papers.PDF)
def print_sheet(id: str) -> Response:
    """The filled sheet as PDF: every reading with its limit, the verdict, and why; a draft says that it is one."""
    return pdf(*papers.report(Examination.visible(id, EXAMINATIONS.reading(by()))))


@blueprint.get(f"{ONE}/reproduction", allow=OFFICERS, answer=shapes.ReproductionShape)
def reproduce(id: str) -> dict[str, Any]:
    """Judge the stored readings again by the tables of their day and list what differs: nothing, if all is well."""
    return reproduction.reproduced(by(), id)


@blueprint.get(f"{ONE}/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first."""
    return backwards(history(Examination.visible(id, EXAMINATIONS.reading(by())).id), query["cursor"])


@blueprint.post("/broken_marks", allow=FINDERS, body=shapes.BrokenMark, answer=shapes.BrokenMarkShape, creates=True)
def report_broken_mark(body: dict) -> dict[str, Any]:
    """Report a mark or seal found broken in the field."""
    return registry.report_broken_mark(by(), **body)
