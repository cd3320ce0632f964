"""Handing a letter in, and what the office says to it and to its items."""

from services.intake import schemas
from services.intake.storage import Application, Item
from services.intake.usecases import items, review
from shared.http.access import by
from shared.http.bodies import KILOBYTE
from shared.http.routes import Blueprint

blueprint = Blueprint("review", __name__, url_prefix="/v1", description="What the office says to a letter")
WRITERS = ("applicant", "front_officer")
OFFICE = ("front_officer", "head")
ONE = "/applications/<id:id>"
ITEM = f"{ONE}/items/<id:item_id>"
SHAPE = schemas.ApplicationShape
LONG_RETURN = 128 * KILOBYTE  # every fault of every item with its sentence


@blueprint.post(
    f"{ONE}/submission",
    allow=WRITERS,
    rate="submission",
    body=schemas.Submission,
    answer=SHAPE,
    creates=True,
    match=True,
    status=200,
)
def submit(body: dict, id: str, match: int) -> Application:
    """Hand the letter in; gives number, tracking code, period and promised date."""
    return review.submit(by(), id, match, body["double_reason"])


@blueprint.post(f"{ONE}/acceptance", allow=OFFICE, body=schemas.Acceptance, answer=SHAPE, match=True)
def accept(body: dict, id: str, match: int) -> Application:
    """Take the letter on; each item goes to testing."""
    return review.accept(by(), id, match, **body)


@blueprint.post(f"{ONE}/return", allow=OFFICE, body=schemas.Return, answer=SHAPE, match=True, json_limit=LONG_RETURN)
def return_letter(body: dict, id: str, match: int) -> Application:
    """Send the letter back, naming each fault."""
    return review.return_letter(by(), id, match, **body)


@blueprint.post(f"{ONE}/rejection", allow=OFFICE, body=schemas.Reason, answer=SHAPE, match=True)
def reject(body: dict, id: str, match: int) -> Application:
    """Refuse the letter for good."""
    return review.reject(by(), id, match, **body)


@blueprint.post(f"{ONE}/withdrawal", allow=WRITERS, body=schemas.Reason, answer=SHAPE, match=True)
def withdraw(body: dict, id: str, match: int) -> Application:
    """Take the letter back before it is accepted."""
    return review.withdraw(by(), id, match, **body)


@blueprint.post(f"{ITEM}/withdrawal", allow=WRITERS, body=schemas.ItemReason, answer=schemas.ItemShape, match=True)
def withdraw_item(body: dict, id: str, item_id: str, match: int) -> Item:
    """Take one item back; after acceptance this is a request to testing."""
    return items.withdraw_item(by(), id, item_id, match, **body)


@blueprint.post(f"{ITEM}/referral", allow=OFFICE, body=schemas.Referral, answer=schemas.ItemShape, match=True)
def refer_item(body: dict, id: str, item_id: str, match: int) -> Item:
    """Refer an instrument that is out of scope to the office that tests it."""
    return items.refer_item(by(), id, item_id, match, **body)


@blueprint.post(f"{ITEM}/renunciation", allow=WRITERS, body=schemas.ItemReason, answer=schemas.ItemShape, match=True)
def renounce_item(body: dict, id: str, item_id: str, match: int) -> Item:
    """Renounce the retest of a rejected instrument."""
    return items.give_up(by(), id, item_id, match, **body)
