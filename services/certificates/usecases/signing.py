"""Signing: reserve the number, draw and sign outside any transaction, publish all of it at once."""

import hashlib
from typing import Any

from peewee import IntegrityError

from services.certificates.adapters.signers import Signed
from services.certificates.adapters.signing_identity import Seal
from services.certificates.domain import doubts, precedence
from services.certificates.domain.delegation import title
from services.certificates.domain.lifecycle import CERTIFICATE, SIGNING, Action, Kind, State
from services.certificates.events import certificates
from services.certificates.storage import Certificate, Instrument, context, log, profile, transaction
from services.certificates.usecases import delegations, issued_papers
from services.certificates.usecases.register import about, another, move, settle
from services.certificates.usecases.scopes import CERTIFICATES
from services.certificates.usecases.validity import last_day
from shared import clock, files
from shared.auth.actor import Actor
from shared.auth.revocation import Revoked
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Stale
from shared.ids import normal
from shared.process import fault_injection

VERDICTS = {Kind.VERIFICATION: "valid", Kind.REJECTION: "rejected"}


class desk:
    """What lies ready on the signer's desk: `main` puts the seal there, and the list of those who are shut out."""

    seal: Seal
    revoked: Revoked


def sign(by: Actor, id: str, match: int | None = None) -> Certificate:
    """Sign one certificate. A failure on the way leaves it waiting with its number; the next attempt uses it again."""
    head = signatory(by)
    certificate = _reserve(by, id, match)
    day, signer = context.today(), desk.seal.signer
    signed = signer.sign(issued_papers.paper(certificate, day, head, signer.kind_text))
    kept = files.keep(issued_papers.folder(), signed.pdf, issued_papers.PDF)
    fault_injection.point("signed_before_publish")
    try:
        with transaction():
            _publish(by, certificate, _columns(certificate, day, signed, kept.sha256))
    except IntegrityError as clash:  # another paper of the instrument was published in between
        raise Stale("stale", version=certificate.version) from clash
    return certificate


def signatory(by: Actor) -> dict[str, Any]:
    """Who signs today and as what, as printed; Forbidden without the office or a decree in force."""
    row = delegations.authority(by)
    if row is None:
        raise Forbidden("no-delegation", name=by.name or by.sub)
    behalf, shown = title(row.capacity, profile.agency()["head"]["id"], row.title)
    return {"title": shown, "name": row.name, "rank": row.rank or None, "delegation": behalf}


def _reserve(by: Actor, id: str, match: int | None) -> Certificate:
    """The certificate with its number, if it may be signed now."""
    with transaction():
        certificate = another(by, Certificate.visible(id, CERTIFICATES.writing(by), match))
        action = SIGNING[Kind(certificate.kind)]
        CERTIFICATE.move(certificate.state, action)
        if precedence.overtaken(certificate, Certificate.of_instrument(certificate.instrument_id)):
            raise Conflict("overtaken", allowed=[str(Action.VOID)])
        doubts.check(certificate.kind, certificate.state, action, certificate.doubts)
        if certificate.number is None:
            certificate.change(number=profile.next_number(certificate.kind, context.today()))
            audit_trail.record(context, certificate, "reserve_number", by, number=certificate.number)
    return certificate


def _columns(certificate: Certificate, day: Any, signed: Signed, sha256: str) -> dict[str, Any]:
    """What the row learns by the signature."""
    how = {"level": signed.level, "kind": signed.kind_text, "kid": signed.kid}
    moments = {"issued_on": day, "signed_at": clock.now(), "valid_until": last_day(certificate)}
    return {"signature": how, "sha256": sha256, "living": certificate.instrument_id, **moments}


def _publish(by: Actor, certificate: Certificate, columns: dict[str, Any]) -> None:
    """Number, paper and standing become public together; a change since the reservation refuses all of it."""
    signatory(by)  # a delegation may have ended while the paper was drawn
    instrument = Instrument.hold(certificate.instrument_id)
    papers = Certificate.of_instrument(instrument.id)
    if precedence.overtaken(certificate, papers):
        raise Conflict("overtaken", allowed=[str(Action.VOID)])
    for paper in papers:
        if paper.living:
            move(paper, Action.SUPERSEDE, by, "new_certificate", replacement=certificate.id)
        elif _needless(paper, certificate):
            move(paper, Action.VOID, by, "new_certificate", replacement=certificate.id)
    columns |= {"signed_by": by.sub}
    audit_trail.move(context, certificate, CERTIFICATE, SIGNING[Kind(certificate.kind)], by, set=columns)
    log.emit(certificates.CertificateIssued, **about(certificate), **_issued(certificate))
    settle(instrument, by)


def _needless(paper: Certificate, signed: Certificate) -> bool:
    """A rejection that waits is not needed any more when a later examination has its paper."""
    waits = (paper.kind, paper.state) == (Kind.REJECTION, State.AWAITING_SIGNATURE)
    return waits and precedence.before(paper, signed)


def _issued(certificate: Certificate) -> dict[str, Any]:
    own = ("kind", "instrument_kind", "application_id", "owner_key", "district")
    own += ("tested_on", "issued_on", "valid_until", "sha256", "code")
    told = ("verification", "brand", "model", "serial")
    name = profile.kind(certificate.instrument_kind, certificate.tested_on)
    digest = hashlib.sha256(normal(certificate.code).replace("-", "").encode()).hexdigest()
    return {
        **{name: getattr(certificate, name) for name in own},
        **{name: certificate.facts.get(name) for name in told},
        "instrument_kind_name": {"id": name["name_id"], "en": name["name_en"]},
        "units": [{"unit": one["unit"], "verdict": one["verdict"]} for one in certificate.facts["units"]],
        "verdict": VERDICTS[Kind(certificate.kind)],
        "code_digest": digest,
        "check_url": issued_papers.address(certificate.code),
    }
