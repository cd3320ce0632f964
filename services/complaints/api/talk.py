"""Messages to the reporter, internal notes and files of a case: three things, three routes, three tables."""

from typing import Any

from flask import Response

from services.complaints.api.cases import OFFICE, ONE, READERS
from services.complaints.domain.words import OFFICERS
from services.complaints.schemas import office as shapes
from services.complaints.storage import Attachment, Message, Note
from services.complaints.usecases import cases, talking
from shared.http.access import by
from shared.http.routes import Blueprint
from shared.http.uploads import Upload

blueprint = Blueprint("talk", __name__, url_prefix="/v1", description="Messages, notes and files")
BYTES = "application/octet-stream"


@blueprint.post(f"{ONE}/messages", allow=OFFICE, body=shapes.NewText, answer=shapes.MessageShape, creates=True)
def write_message(body: dict, id: str) -> Message:
    """Say something to the reporter; he reads it as it stands."""
    return talking.write_message(by(), id, **body)


@blueprint.get(f"{ONE}/messages", allow=READERS, known=OFFICERS, answer=shapes.MessageListShape)
def list_messages(id: str) -> dict[str, Any]:
    """What was said, oldest first."""
    return {"items": Message.of(cases.seen(by(), id))}


@blueprint.post(f"{ONE}/notes", allow=OFFICE, body=shapes.NewText, answer=shapes.NoteShape, creates=True)
def write_note(body: dict, id: str) -> Note:
    """Note something for the office; the reporter never reads it."""
    return talking.write_note(by(), id, **body)


@blueprint.get(f"{ONE}/notes", allow=READERS, known=OFFICERS, answer=shapes.NoteListShape)
def list_notes(id: str) -> dict[str, Any]:
    """Internal notes, oldest first."""
    return {"items": Note.of(cases.seen(by(), id))}


@blueprint.post(
    f"{ONE}/attachments",
    allow=OFFICE,
    files=Upload,
    may=lambda id: talking.may_attach(by(), id),
    answer=shapes.AttachmentShape,
    creates=True,
)
def attach(upload: dict, id: str) -> Attachment:
    """Keep a file with the case: PDF, JPEG or PNG."""
    return talking.attach(by(), id, upload["file"])


@blueprint.get(f"{ONE}/attachments", allow=READERS, known=OFFICERS, answer=shapes.AttachmentListShape)
def list_attachments(id: str) -> dict[str, Any]:
    """The files of the case."""
    return {"items": Attachment.of(cases.seen(by(), id))}


@blueprint.get(f"{ONE}/attachments/<id:attachment_id>", allow=READERS, known=OFFICERS, media=BYTES)
def show_attachment(id: str, attachment_id: str) -> Response:
    """One file, as it came."""
    content, _ = talking.content_of(by(), id, attachment_id)
    return Response(content, content_type=BYTES, headers={"Content-Disposition": "attachment"})
