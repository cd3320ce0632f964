"""What a reporter needs: number and code, or the link under the resolution; never an account."""

from typing import Any

from services.complaints.api import by_code
from services.complaints.schemas import public as shapes
from services.complaints.schemas.moves import Rating
from services.complaints.schemas.office import AttachmentShape, CatalogueShape
from services.complaints.storage import Attachment, Message, rules
from services.complaints.usecases import correspondence, reporter, tracking
from shared.http.access import by
from shared.http.multipart import Upload
from shared.http.routes import Blueprint

blueprint = Blueprint("public", __name__, url_prefix="/v1", description="For the reporter")
TRACKING = "/tracking/<string:number>"


@blueprint.get(TRACKING, name="track_complaint", query=shapes.CodeQuery, answer=shapes.TrackingShape, **by_code.BY_CODE)
def track(query: dict, number: str) -> Any:
    """Where a complaint is, what comes next, and what was said."""
    return tracking.tracked(by(), number, query["code"])


@blueprint.post(
    f"{TRACKING}/messages", body=shapes.ReporterMessage, answer=shapes.PublicMessage, creates=True, **by_code.BY_CODE
)
def write_message(body: dict, number: str) -> Message:
    """Write to the office; the code is enough."""
    return reporter.write(by(), number, **body)


@blueprint.put(
    f"{TRACKING}/attachments",
    query=shapes.CodeQuery,
    files=Upload,
    may=lambda query, number: correspondence.may_attach_as_reporter(by(), number, query["code"]),
    answer=AttachmentShape,
    **by_code.BY_CODE,
)
def attach_file(query: dict, upload: dict, number: str) -> Attachment:
    """Add a file: PDF, JPEG or PNG. The same file again is the same attachment."""
    return correspondence.attach_as_reporter(by(), number, query["code"], upload["file"])


@blueprint.get("/feedback/<string:token>", answer=shapes.FeedbackShape, **by_code.BY_CODE)
def show_feedback(token: str) -> Any:
    """The resolution that the link asks about."""
    return tracking.asked_about(by(), token)


@blueprint.post("/feedback/<string:token>", body=Rating, answer=shapes.FeedbackShape, creates=True, **by_code.BY_CODE)
def give_feedback(body: dict, token: str) -> Any:
    """Rate the resolution: 1 (bad) to 5 (good), and words."""
    return tracking.feedback_view(reporter.feedback(by(), token, body))


@blueprint.get("/catalogue", allow=(), answer=CatalogueShape)
def show_catalogue() -> dict[str, Any]:
    """The seven stages, and the words with which complaints are classified."""
    words = {f"{name}s": list(rules.catalogue(name).values()) for name in ("type", "skill", "cause", "channel")}
    return {"stages": rules.stages(), **words}
