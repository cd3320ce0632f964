"""What anybody may ask: kinds of instrument, and where a letter is."""

from typing import Any

from services.intake import schemas
from services.intake.storage import context, profile
from services.intake.usecases import tracking
from shared.http.routes import Blueprint

blueprint = Blueprint("lookup", __name__, url_prefix="/v1", description="Public look-ups")


@blueprint.get("/kinds", allow=(), answer=schemas.KindListShape)
def list_kinds() -> dict[str, Any]:
    """Kinds of instrument that the office knows, and what each must tell about itself."""
    return {"items": list(profile.kinds(context.today()).values())}


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
