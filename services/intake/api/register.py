"""The register of instruments and parties."""

from dataclasses import replace

from services.intake import schemas
from services.intake.storage import Instrument, Party, context
from services.intake.usecases import register
from services.intake.usecases.scopes import INSTRUMENTS, READERS
from shared.database import audit_trail
from shared.http.access import by
from shared.http.paging import BackQuery, Listing, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("register", __name__, url_prefix="/v1", description="Register of instruments and parties")
OFFICE = ("front_officer", "head")
ONE = "/instruments/<id:id>"


@blueprint.get("/instruments", allow=READERS, query=schemas.InstrumentQuery, answer=schemas.InstrumentShape, many=True)
def list_instruments(query: dict) -> Listing:
    """Registered instruments, newest first; an applicant sees his own."""
    return page(Instrument.listed(INSTRUMENTS.reading(by()), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=READERS, answer=schemas.InstrumentShape)
def show_instrument(id: str) -> Instrument:
    """One instrument with its last paper."""
    return Instrument.visible(id, INSTRUMENTS.reading(by()))


@blueprint.get(f"{ONE}/history", allow=READERS, query=BackQuery, answer=schemas.HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """What happened to the instrument."""
    sight = INSTRUMENTS.reading(by())
    found = backwards(audit_trail.of(context, Instrument.visible(id, sight).id), query["cursor"])
    return replace(found, items=audit_trail.veiled(context, found.items, sight))


@blueprint.post(
    f"{ONE}/retirement", allow=OFFICE, body=schemas.InstrumentMove, answer=schemas.InstrumentShape, match=True
)
def retire(body: dict, id: str, match: int) -> Instrument:
    """Retire, resume, move out or scrap."""
    return register.move_instrument(by(), id, match, **body)


@blueprint.post(f"{ONE}/transfer", allow=OFFICE, body=schemas.Transfer, answer=schemas.InstrumentShape, match=True)
def transfer(body: dict, id: str, match: int) -> Instrument:
    """Another owner, the same instrument."""
    return register.transfer(by(), id, match, **body)


@blueprint.get("/parties", allow=OFFICE, query=schemas.PageQuery, answer=schemas.PartyOut, many=True)
def list_parties(query: dict) -> Listing:
    """Parties, for officers."""
    return page(Party.seen(INSTRUMENTS.reading(by())), query["limit"], query["cursor"])


@blueprint.get("/parties/<id:id>", allow=OFFICE, answer=schemas.PartyOut)
def show_party(id: str) -> Party:
    """One party."""
    return Party.visible(id, INSTRUMENTS.reading(by()))
