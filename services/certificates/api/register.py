"""The register of certificates: lists, papers, histories, and what the head decides."""

from flask import Response

from services.certificates import schemas
from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Certificate, VoidNumber, history, knows_complaints
from services.certificates.usecases import decisions, doubts, issued_papers
from services.certificates.usecases.scopes import CERTIFICATES
from shared.http.access import by
from shared.http.paging import BackQuery, Listing, PageQuery, backwards, page
from shared.http.routes import Blueprint

blueprint = Blueprint("register", __name__, url_prefix="/v1", description="Register of certificates")
OFFICERS = ("front_officer", "verifier", "head", "complaint_officer", "auditor", "admin")
READERS = ("applicant", *OFFICERS)
ONE = "/certificates/<id:id>"
SHAPE = schemas.CertificateShape


@blueprint.get("/certificates", allow=READERS, query=schemas.CertificateQuery, answer=SHAPE, many=True)
def list_certificates(query: dict) -> Listing:
    """Certificates, newest first; an applicant sees his own."""
    return page(Certificate.listed(CERTIFICATES.reading(by()), query), query["limit"], query["cursor"])


@blueprint.get(ONE, allow=READERS, answer=SHAPE)
def show_certificate(id: str) -> Certificate:
    """One certificate."""
    return Certificate.visible(id, CERTIFICATES.reading(by()))


@blueprint.get(f"{ONE}/pdf", allow=READERS, media=issued_papers.PDF)
def read_pdf(id: str) -> Response:
    """The signed paper, the same bytes for ever."""
    content, name = issued_papers.signed_paper(Certificate.visible(id, CERTIFICATES.reading(by())))
    return Response(
        content, content_type=issued_papers.PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.get(f"{ONE}/history", allow=OFFICERS, query=BackQuery, answer=schemas.HistoryShape, many=True)
def show_history(query: dict, id: str) -> Listing:
    """Who did what when, oldest first."""
    return backwards(
        history(Certificate.visible(id, CERTIFICATES.reading(by())).id, knows_complaints(by())), query["cursor"]
    )


@blueprint.get("/suspension_requests", allow=OFFICERS, query=PageQuery, answer=schemas.RequestShape, many=True)
def list_requests(query: dict) -> Listing:
    """Certificates that the head is asked to suspend, because their test is doubted or by a complaint; the latter for
    the head and the auditor."""
    return page(Certificate.in_doubt(by()), query["limit"], query["cursor"])


@blueprint.get("/register/voids", allow=OFFICERS, query=PageQuery, answer=schemas.VoidNumberShape, many=True)
def list_void_numbers(query: dict) -> Listing:
    """Numbers that were reserved and will never be used."""
    return page(VoidNumber.seen(by()), query["limit"], query["cursor"])


@blueprint.post(f"{ONE}/suspension", allow=("head",), body=schemas.StatedReason, answer=SHAPE, match=True)
def suspend(body: dict, id: str, match: int) -> Certificate:
    """Suspend: the paper may not be relied on for now."""
    return decisions.decide(by(), id, match, Action.SUSPEND, **body)


@blueprint.post(f"{ONE}/reinstatement", allow=("head",), body=schemas.StatedReason, answer=SHAPE, match=True)
def reinstate(body: dict, id: str, match: int) -> Certificate:
    """Let a suspended certificate hold again."""
    return decisions.decide(by(), id, match, Action.REINSTATE, **body)


@blueprint.post(f"{ONE}/revocation", allow=("head",), body=schemas.StatedReason, answer=SHAPE, match=True)
def revoke(body: dict, id: str, match: int) -> Certificate:
    """Revoke for good."""
    return decisions.decide(by(), id, match, Action.REVOKE, **body)


@blueprint.post(f"{ONE}/voiding", allow=("head",), body=schemas.StatedReason, answer=SHAPE, match=True)
def void(body: dict, id: str, match: int) -> Certificate:
    """Refuse to sign for good; a number it had becomes void."""
    return decisions.decide(by(), id, match, Action.VOID, **body)


@blueprint.post(f"{ONE}/release", allow=("head",), body=schemas.StatedReason, answer=SHAPE, match=True)
def release(body: dict, id: str, match: int) -> Certificate:
    """Let a paper go whose test is doubted: the head answers for it."""
    return doubts.release(by(), id, match, **body)
