"""What anybody may ask: the limit at a point, and which tests an instrument has to pass."""

from typing import Any

from flask import Response

from services.testing.api.files import pdf
from services.testing.domain.limits import mpe, procedure
from services.testing.schemas import limits as shapes
from services.testing.storage import context
from services.testing.storage.limits import tables_on
from services.testing.usecases import papers
from services.testing.usecases.callers import OFFICERS
from shared.http.routes import Blueprint

blueprint = Blueprint("limits", __name__, url_prefix="/v1", description="Limits and procedures")


@blueprint.get("/mpe", allow=(), query=shapes.MpeQuery, answer=shapes.MpeShape)
def show_mpe(query: dict) -> dict[str, Any]:
    """The maximum permissible error at one point of one instrument; 422 names the rule outside the table."""
    kind, verification = query.pop("kind"), query.pop("verification")
    return mpe.limit(tables_on(context.today()), kind, verification, query, query).as_json()


@blueprint.get("/procedures/<string:kind>", allow=(), query=shapes.ProcedureQuery, answer=shapes.ProcedureShape)
def propose_procedure(query: dict, kind: str) -> dict[str, Any]:
    """The tests of an instrument of this kind, with the loads and positions proposed for it."""
    instrument = {"kind": kind, "parameters": query}
    verification = query.pop("verification")
    return procedure.required(tables_on(context.today()), instrument, verification).as_json()


@blueprint.get("/procedures/<string:kind>/sheet", allow=OFFICERS, query=shapes.SheetQuery, media=papers.PDF)
def print_blank_sheet(query: dict, kind: str) -> Response:
    """The empty sheet (*cerapan*) of any instrument of this kind as PDF."""
    verification, units = query.pop("verification"), query.pop("units")
    return pdf(*papers.blank(kind, verification, units, query))
