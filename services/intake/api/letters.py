"""Writing a letter: drafts, their items, the file, and the papers that go back."""

from dataclasses import replace

from flask import Response

from services.intake import schemas
from services.intake.storage import Application, Item, context
from services.intake.usecases import letters, papers
from services.intake.usecases.scopes import LETTERS, READERS
from shared.database import audit_trail
from shared.http.access import by
from shared.http.bodies import KILOBYTE
from shared.http.multipart import Upload
from shared.http.paging import BackQuery, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("applications", __name__, url_prefix="/v1", description="Letters to the head of the office")
WRITERS = ("applicant", "front_officer")
PDF = "application/pdf"
ONE = "/applications/<id:id>"
LONG_LIST = 512 * KILOBYTE  # two hundred items, each with its units and its place


@blueprint.post(
    "/applications",
    allow=WRITERS,
    body=schemas.NewApplication,
    answer=schemas.ApplicationShape,
    creates=True,
    json_limit=LONG_LIST,
)
def open_application(body: dict) -> Application:
    """Begin a letter as a draft."""
    return letters.open_application(by(), **body)


@blueprint.get(
    "/applications", allow=READERS, query=schemas.ApplicationQuery, answer=schemas.ApplicationShape, many=True
)
def list_applications(query: dict) -> Listing:
    """Letters, newest first; an applicant sees his own."""
    found = Application.listed(LETTERS.reading(by()), query)
    return page(found, query["limit"], query["cursor"], Item.with_instrument())


@blueprint.get(ONE, allow=READERS, answer=schemas.ApplicationShape)
def show_application(id: str) -> Application:
    """One letter with its items."""
    return Application.visible(id, LETTERS.reading(by()))


@blueprint.patch(ONE, allow=WRITERS, body=schemas.Amendment, answer=schemas.ApplicationShape, match=True)
def amend(body: dict, id: str, match: int) -> Application:
    """Change a draft, or the faulted parts of a returned letter."""
    return letters.amend(by(), id, match, **body)


@blueprint.post(f"{ONE}/items", allow=WRITERS, body=schemas.NewItem, answer=schemas.ItemShape, creates=True)
def add_item(body: dict, id: str) -> Item:
    """Put one more instrument on the letter."""
    return letters.add_item(by(), id, **body)


@blueprint.get(f"{ONE}/items/<id:item_id>", allow=READERS, answer=schemas.ItemShape)
def show_item(id: str, item_id: str) -> Item:
    """One instrument of a letter; its ETag is the letter's."""
    return Item.of(Application.visible(id, LETTERS.reading(by())), item_id)


@blueprint.delete(f"{ONE}/items/<id:item_id>", allow=WRITERS, answer=schemas.ApplicationShape, match=True)
def remove_item(id: str, item_id: str, match: int) -> Application:
    """Take an instrument off the letter."""
    return letters.remove_item(by(), id, item_id, match)


@blueprint.put(
    f"{ONE}/letter",
    allow=WRITERS,
    files=Upload,
    may=lambda id, match: letters.may_attach_letter(by(), id, match),
    answer=schemas.ApplicationShape,
    match=True,
)
def attach_letter(upload: dict, id: str, match: int) -> Application:
    """Upload the signed letter: PDF, JPEG or PNG."""
    return letters.attach_letter(by(), id, match, upload["file"])


@blueprint.get(f"{ONE}/letter", allow=READERS, media=f"{PDF} image/jpeg image/png")
def read_letter(id: str) -> Response:
    """The letter: the file that was uploaded, or the one the system writes, ready to sign."""
    return _paper(*papers.letter(Application.visible(id, LETTERS.reading(by()))))


@blueprint.get(f"{ONE}/receipt", allow=READERS, media=PDF)
def read_receipt(id: str) -> Response:
    """The receipt with number, tracking code and promised date."""
    return _paper(*papers.receipt(by(), Application.visible(id, LETTERS.reading(by()))))


@blueprint.get(f"{ONE}/history", allow=READERS, query=BackQuery, answer=schemas.HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first; an applicant reads his own name and the office's, no officer's."""
    sight = LETTERS.reading(by())
    found = backwards(audit_trail.of(context, Application.visible(id, sight).id), query["cursor"])
    return replace(found, items=audit_trail.veiled(context, found.items, sight))


def _paper(content: bytes, media: str, name: str) -> Response:
    return Response(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
