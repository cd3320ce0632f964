"""Messages to the reporter, internal notes and files of a case: three things, three routes, three tables."""

from flask import Response

from services.complaints.api.access import READ, WORK
from services.complaints.api.cases import ONE
from services.complaints.schemas import office as shapes
from services.complaints.storage import Attachment, Message, Note
from services.complaints.usecases import cases, correspondence
from shared.http.access import by
from shared.http.multipart import Upload
from shared.http.paging import BackQuery, Listing, backwards
from shared.http.routes import Blueprint

blueprint = Blueprint("talk", __name__, url_prefix="/v1", description="Messages, notes and files")
BYTES = "application/octet-stream"
ATTACHMENTS = f"{ONE}/attachments"


@blueprint.post(f"{ONE}/messages", **WORK, body=shapes.NewText, answer=shapes.MessageShape, creates=True)
def write_message(body: dict, id: str) -> Message:
    """Say something to the reporter; he reads it as it stands."""
    return correspondence.write_message(by(), id, **body)


@blueprint.get(f"{ONE}/messages", **READ, query=BackQuery, answer=shapes.MessageShape, many=True)
def list_messages(query: dict, id: str) -> Listing:
    """What was said, oldest first."""
    return backwards(Message.parts(cases.seen(by(), id)), query["cursor"])


@blueprint.post(f"{ONE}/notes", **WORK, body=shapes.NewText, answer=shapes.NoteShape, creates=True)
def write_note(body: dict, id: str) -> Note:
    """Note something for the office; the reporter never reads it."""
    return correspondence.write_note(by(), id, **body)


@blueprint.get(f"{ONE}/notes", **READ, query=BackQuery, answer=shapes.NoteShape, many=True)
def list_notes(query: dict, id: str) -> Listing:
    """Internal notes, oldest first."""
    return backwards(Note.parts(cases.as_office(by(), id)), query["cursor"])


@blueprint.post(
    ATTACHMENTS,
    **WORK,
    files=Upload,
    may=lambda id: correspondence.may_attach(by(), id),
    answer=shapes.AttachmentShape,
    creates=True,
)
def attach_file(upload: dict, id: str) -> Attachment:
    """Keep a file with the case: PDF, JPEG or PNG."""
    return correspondence.attach(by(), id, upload["file"])


@blueprint.get(f"{ONE}/attachments", **READ, query=BackQuery, answer=shapes.AttachmentShape, many=True)
def list_attachments(query: dict, id: str) -> Listing:
    """The files of the case."""
    return backwards(Attachment.parts(cases.seen(by(), id)), query["cursor"])


@blueprint.get(f"{ATTACHMENTS}/<id:attachment_id>", **READ, media=BYTES)
def show_attachment(id: str, attachment_id: str) -> Response:
    """One file, as it came."""
    content, _ = correspondence.content_of(by(), id, attachment_id)
    return Response(content, content_type=BYTES, headers={"Content-Disposition": "attachment"})
