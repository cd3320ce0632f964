"""Signing certificates, one or many, and who may do so."""

from services.certificates import schemas
from services.certificates.storage import Batch, Certificate, Delegation, history
from services.certificates.usecases import batches, delegations, signing
from shared.http.access import by
from shared.http.paging import BackQuery, Listing, PageQuery, backwards, page
from shared.http.routes import Blueprint

KEEPERS = ("head", "admin")
blueprint = Blueprint("signing", __name__, url_prefix="/v1", description="Signing and delegations")
# Whoever of these holds a decree in force may sign; the use case asks for it.
SIGNERS = ("head", "verifier", "front_officer", "admin")
READERS = (*SIGNERS, "auditor")


@blueprint.post(
    "/certificates/<id:id>/signature",
    allow=SIGNERS,
    answer=schemas.CertificateShape,
    match=True,
)
def sign(id: str, match: int) -> Certificate:
    """Sign: number, PDF and standing become public together."""
    return signing.sign(by(), id, match)


@blueprint.post("/batches", allow=SIGNERS, body=schemas.NewBatch, answer=schemas.BatchShape, creates=True)
def order_batch(body: dict) -> Batch:
    """Have many certificates signed; ask for the batch to see what became of each."""
    return batches.order(by(), **body)


@blueprint.get("/batches/<id:id>", allow=READERS, answer=schemas.BatchShape)
def show_batch(id: str) -> Batch:
    """A batch with the outcome of each of its certificates."""
    return Batch.find(id)


@blueprint.get("/delegations", allow=READERS, query=PageQuery, answer=schemas.DelegationShape, many=True)
def list_delegations(query: dict) -> Listing:
    """Who holds the office and who signs for it."""
    return page(Delegation.select(), query["limit"], query["cursor"])


@blueprint.post(
    "/delegations",
    allow=KEEPERS,
    body=schemas.NewDelegation,
    answer=schemas.DelegationShape,
    creates=True,
)
def enter_delegation(body: dict) -> Delegation:
    """Record a holder of the office, or somebody who signs for it by decree; the head confirms it."""
    return delegations.enter(by(), **body)


@blueprint.get("/delegations/<id:id>", allow=READERS, answer=schemas.DelegationShape)
def show_delegation(id: str) -> Delegation:
    """One delegation."""
    return Delegation.find(id)


@blueprint.post("/delegations/<id:id>/confirmation", allow=KEEPERS, answer=schemas.DelegationShape, match=True)
def confirm_delegation(id: str, match: int) -> Delegation:
    """A second person confirms what another entered for a third, or an end; one of the two is the head."""
    return delegations.confirm(by(), id, match)


@blueprint.patch(
    "/delegations/<id:id>",
    allow=KEEPERS,
    body=schemas.DelegationEnding,
    answer=schemas.DelegationShape,
    match=True,
)
def end_delegation(body: dict, id: str, match: int) -> Delegation:
    """End a delegation, with the reason; it can only end earlier. A holder's ends once a second person confirmed it."""
    return delegations.end(by(), id, match, **body)


@blueprint.get("/delegations/<id:id>/history", allow=READERS, query=BackQuery, answer=schemas.HistoryShape, many=True)
def show_delegation_history(query: dict, id: str) -> Listing:
    """Who entered, confirmed and ended a delegation, oldest first."""
    return backwards(history(Delegation.find(id).id), query["cursor"])
