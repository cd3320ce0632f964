"""What anybody may ask: kinds of instrument, and where a letter is."""

from collections.abc import Mapping
from typing import Any

from services.intake import schemas
from services.intake.domain import plate_schema
from services.intake.storage import context, profile
from services.intake.usecases import tracking
from shared.http.routes import Blueprint

blueprint = Blueprint("lookup", __name__, url_prefix="/v1", description="Public look-ups")


@blueprint.get("/kinds", allow=(), answer=schemas.KindListShape)
def list_kinds() -> dict[str, Any]:
    """Kinds of instrument that the office knows, and what each must tell about itself, also as a JSON Schema."""
    return {"items": [_kind(row) for row in profile.kinds(context.today()).values()]}


@blueprint.get("/districts", allow=(), answer=schemas.DistrictListShape)
def list_districts() -> dict[str, Any]:
    """Districts where the office tests today, by the codes that letters, sessions and papers name."""
    return {"items": list(profile.districts(context.today()).values())}


@blueprint.get("/receiving-offices", allow=(), answer=schemas.ReceivingOfficeListShape)
def list_receiving_offices() -> dict[str, Any]:
    """Offices to which an instrument out of scope may be referred."""
    return {"items": list(profile.referrals(context.today()).values())}


def _kind(row: Mapping[str, Any]) -> dict[str, Any]:
    parameters = plate_schema.told_by(row, profile.parameters)
    return {**row, "parameters": parameters, "schema": plate_schema.schema(row, parameters)}


@blueprint.get(
    "/tracking/<string:number>",
    allow=(),
    name="track_application",
    rate="code",
    query=schemas.TrackingQuery,
    answer=schemas.TrackingShape,
)
def track(query: dict, number: str) -> dict[str, Any]:
    """Where a letter is, by its number and the code on the receipt."""
    return tracking.follow(number, query["code"])
