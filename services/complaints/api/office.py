"""The people who handle complaints, what is improved, and the counts of a period."""

from typing import Any

from services.complaints.api.access import KEEP, READ, READ_STAFF, WORK
from services.complaints.schemas import office as shapes
from services.complaints.storage import Improvement, Staff, of_visible
from services.complaints.usecases import evaluation, people
from shared.http.access import by
from shared.http.paging import Listing, PageQuery, page
from shared.http.routes import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/v1", description="People, improvements, counts")
IMPROVEMENTS = "/improvements"


@blueprint.post("/staff", **KEEP, body=shapes.NewStaff, answer=shapes.StaffShape, creates=True)
def enter(body: dict) -> Staff:
    """Add a person of the office with skills and declared conflicts; it counts once a second person confirmed it."""
    return people.enter(by(), **body)


@blueprint.get("/staff", **READ_STAFF, query=PageQuery, answer=shapes.StaffShape, many=True)
def list_staff(query: dict) -> Listing:
    """The people of the office."""
    people.check_place(by())
    return page(Staff.select(), query["limit"], query["cursor"])


@blueprint.get("/staff/<id:id>", **READ_STAFF, answer=shapes.StaffShape)
def show_staff(id: str) -> Staff:
    """One person."""
    people.check_place(by())
    return Staff.find(id)


@blueprint.patch("/staff/<id:id>", **KEEP, body=shapes.SkillsShape, answer=shapes.StaffShape, match=True)
def amend(body: dict, id: str, match: int) -> Staff:
    """Change code, skills, conflicts, or whether the person works here; it counts once a second person confirmed it."""
    return people.amend(by(), id, match, **body)


@blueprint.post("/staff/<id:id>/confirmation", **KEEP, answer=shapes.StaffShape, match=True)
def confirm(id: str, match: int) -> Staff:
    """A second person confirms the entry or change that waits; from now on it counts."""
    return people.confirm(by(), id, match)


@blueprint.post(IMPROVEMENTS, **WORK, body=shapes.NewImprovement, answer=shapes.ImprovementShape, creates=True)
def plan(body: dict) -> Improvement:
    """Plan an improvement with owner, date and check of effect."""
    return evaluation.plan(by(), **body)


@blueprint.get(
    IMPROVEMENTS,
    **READ,
    query=shapes.ImprovementQuery,
    answer=shapes.ImprovementShape,
    many=True,
)
def list_improvements(query: dict) -> Listing:
    """Improvements, newest first."""
    people.check_place(by())
    visible = of_visible(Improvement.complaint_id, by())
    return page(Improvement.listed(query, visible), query["limit"], query["cursor"])


@blueprint.get(f"{IMPROVEMENTS}/<id:id>", **READ, answer=shapes.ImprovementShape)
def show_improvement(id: str) -> Improvement:
    """One improvement."""
    return evaluation.show(by(), id)


@blueprint.post(
    f"{IMPROVEMENTS}/<id:id>/completion",
    **WORK,
    body=shapes.MeasuredShape,
    answer=shapes.ImprovementShape,
    match=True,
)
def complete(body: dict, id: str, match: int) -> Improvement:
    """It was done, and this is its effect."""
    return evaluation.complete(by(), id, match, body)


@blueprint.get("/evaluations/<string:period>", **READ, answer=shapes.CountsShape)
def show_counts(period: str) -> dict[str, Any]:
    """The complaints of a period by type, cause, channel, stage and clock."""
    return evaluation.counts(by(), period)
