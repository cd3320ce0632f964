"""Verifiers, standards and approved types: who is entitled, with what, to verify what."""

from typing import Any

from services.testing.schemas import registry as shapes
from services.testing.schemas.withdrawals import AffectedShape, SinceQuery
from services.testing.storage import Standard, TypeApproval, Verifier, history
from services.testing.usecases import impact, registry, standard_checks, type_approvals
from services.testing.usecases.callers import OFFICERS
from shared.http.access import by
from shared.http.paging import BackQuery, HistoryShape, Listing, PageQuery, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("registry", __name__, url_prefix="/v1", description="Verifiers, standards, type approvals")
KEEPERS = ("admin", "head")
CHECKERS = ("verifier", *KEEPERS)


@blueprint.get("/verifiers", allow=OFFICERS, query=PageQuery, answer=shapes.VerifierShape, many=True)
def list_verifiers(query: dict) -> Listing:
    """Verifiers, newest first."""
    return page(Verifier.select(), query["limit"], query["cursor"])


@blueprint.post("/verifiers", allow=KEEPERS, body=shapes.NewVerifier, answer=shapes.VerifierShape, creates=True)
def add_verifier(body: dict) -> Verifier:
    """Enter a verifier with decree, certificate and scope; he counts once a second person confirmed him."""
    return registry.add_verifier(by(), **body)


@blueprint.get("/verifiers/<id:id>", allow=OFFICERS, answer=shapes.VerifierShape)
def show_verifier(id: str) -> Verifier:
    """One verifier."""
    return Verifier.find(id)


@blueprint.patch(
    "/verifiers/<id:id>", allow=KEEPERS, body=shapes.VerifierChange, answer=shapes.VerifierShape, match=True
)
def change_verifier(body: dict, id: str, match: int) -> Verifier:
    """An end from today on, at once; a new decree or certificate, another scope, another end once it is confirmed."""
    return registry.change_verifier(by(), id, match, **body)


@blueprint.post("/verifiers/<id:id>/confirmation", allow=KEEPERS, answer=shapes.VerifierShape, match=True)
def confirm_verifier(id: str, match: int) -> Verifier:
    """A second person confirms an entry or the change that waits; one of the two is the head."""
    return registry.confirm_verifier(by(), id, match)


@blueprint.get("/verifiers/<id:id>/affected", allow=OFFICERS, query=SinceQuery, answer=AffectedShape)
def affected_by_verifier(query: dict, id: str) -> dict[str, Any]:
    """Days and tests that rest on a verifier who was not, or will not be, entitled."""
    return impact.shown(by(), impact.of_verifier(id, **query))


@blueprint.get("/verifiers/<id:id>/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_verifier_history(query: dict, id: str) -> Listing:
    """What became of a verifier's entry, oldest first."""
    return backwards(history(Verifier.find(id).id), query["cursor"])


@blueprint.get("/standards", allow=OFFICERS, query=PageQuery, answer=shapes.StandardShape, many=True)
def list_standards(query: dict) -> Listing:
    """Reference standards, newest first."""
    return page(Standard.select(), query["limit"], query["cursor"])


@blueprint.post("/standards", allow=KEEPERS, body=shapes.NewStandard, answer=shapes.StandardShape, creates=True)
def add_standard(body: dict) -> Standard:
    """Enter a reference standard with its calibration; it counts once a second person confirmed it."""
    return registry.add_standard(by(), **body)


@blueprint.get("/standards/<id:id>", allow=OFFICERS, answer=shapes.StandardShape)
def show_standard(id: str) -> Standard:
    """One reference standard."""
    return Standard.find(id)


@blueprint.patch(
    "/standards/<id:id>", allow=KEEPERS, body=shapes.StandardChange, answer=shapes.StandardShape, match=True
)
def change_standard(body: dict, id: str, match: int) -> Standard:
    """The end of its use from today on, at once; a new calibration or another end once it is confirmed."""
    return registry.change_standard(by(), id, match, **body)


@blueprint.post("/standards/<id:id>/confirmation", allow=KEEPERS, answer=shapes.StandardShape, match=True)
def confirm_standard(id: str, match: int) -> Standard:
    """A second person confirms a standard or the change that waits; one of the two is the head."""
    return registry.confirm_standard(by(), id, match)


@blueprint.post(
    "/standards/<id:id>/checks", allow=CHECKERS, body=shapes.StandardCheck, answer=shapes.StandardShape, match=True
)
def check_standard(body: dict, id: str, match: int) -> Standard:
    """Look at a standard; one found damaged is withdrawn as of today, since it was last good once confirmed."""
    return standard_checks.check(by(), id, match, **body)


@blueprint.get("/standards/<id:id>/affected", allow=OFFICERS, query=SinceQuery, answer=AffectedShape)
def affected_by_standard(query: dict, id: str) -> dict[str, Any]:
    """Tests that used a standard out of calibration or not trusted any more, and their days."""
    return impact.shown(by(), impact.of_standard(id, **query))


@blueprint.get("/standards/<id:id>/history", allow=OFFICERS, query=BackQuery, answer=HistoryShape, many=True)
def show_standard_history(query: dict, id: str) -> Listing:
    """What became of a standard, its checks among it, oldest first."""
    return backwards(history(Standard.find(id).id), query["cursor"])


@blueprint.get("/type_approvals", allow=OFFICERS, query=PageQuery, answer=shapes.TypeApprovalShape, many=True)
def list_type_approvals(query: dict) -> Listing:
    """Approved types, newest first."""
    return page(TypeApproval.select(), query["limit"], query["cursor"])


@blueprint.post(
    "/type_approvals", allow=CHECKERS, body=shapes.NewTypeApproval, answer=shapes.TypeApprovalShape, creates=True
)
def add_type_approval(body: dict) -> TypeApproval:
    """Enter an approved type, as the national register has it."""
    return type_approvals.add(by(), **body)


@blueprint.get("/type_approvals/<id:id>", allow=OFFICERS, answer=shapes.TypeApprovalShape)
def show_type_approval(id: str) -> TypeApproval:
    """One approved type."""
    return TypeApproval.find(id)


@blueprint.patch(
    "/type_approvals/<id:id>",
    allow=KEEPERS,
    body=shapes.TypeApprovalChange,
    answer=shapes.TypeApprovalShape,
    match=True,
)
def change_type_approval(body: dict, id: str, match: int) -> TypeApproval:
    """Other models, or another end."""
    return type_approvals.change(by(), id, match, **body)
