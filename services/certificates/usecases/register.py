"""Moves certificates and tells it, and puts an instrument's papers right after anything new is known of it."""

from typing import Any

from services.certificates.domain import doubts, precedence
from services.certificates.domain.lifecycle import CERTIFICATE, LIVING, Action, State
from services.certificates.events import certificates
from services.certificates.storage import Certificate, Instrument, PartyCopy, VoidNumber, context, log
from services.certificates.usecases import delegations
from services.certificates.usecases.scopes import CERTIFICATES
from shared import clock
from shared.auth.actor import Actor
from shared.auth.ownership import is_own
from shared.database import audit_trail
from shared.errors import Forbidden

TOLD = {
    Action.SUSPEND: certificates.CertificateSuspended,
    Action.REINSTATE: certificates.CertificateReinstated,
    Action.REVOKE: certificates.CertificateRevoked,
    Action.SUPERSEDE: certificates.CertificateSuperseded,
    Action.EXPIRE: certificates.CertificateExpired,
    Action.VOID: certificates.CertificateVoided,
}


def held(by: Actor, id: str, match: int) -> Certificate:
    """The certificate in the version `match`, to be changed; NotFound, Stale, Forbidden. Its instrument is held first.

    Whoever changes both takes them in this order, or two of them would wait for each other.
    """
    sight = CERTIFICATES.writing(by)
    Instrument.hold(Certificate.visible(id, sight).instrument_id)
    return another(by, Certificate.visible(id, sight, match))


def another(by: Actor, certificate: Certificate) -> Certificate:
    """The certificate, if it is not the caller's own: nobody signs or decides about his own paper."""
    if is_own(by, certificate.owner_key, PartyCopy.facts_of(certificate.party_id), delegations.names(by)):
        raise Forbidden("own-thing")
    return certificate


def check_not_tested(by: Actor, certificate: Certificate) -> None:
    """Refuse whoever had a hand in the test, where somebody says that the paper is good in spite of what was said."""
    if certificate.tested_by(by):
        raise Forbidden("four-eyes")


def move(certificate: Certificate, action: Action, by: Actor, reason_code: str, replacement: str | None = None) -> None:
    """Move a certificate, write why, and tell. A number that it had and will never use goes to the void register."""
    target = CERTIFICATE.move(certificate.state, action)
    doubts.check(certificate.kind, certificate.state, action, certificate.doubts)
    columns = {"living": certificate.instrument_id if target in LIVING else None, "reason_code": reason_code}
    columns |= {"request": None, "replaced_by": replacement}
    if target in CERTIFICATE.ends():
        columns |= {"doubts": doubts.ended(certificate.doubts, doubts.End.OVER), "held": False}
    audit_trail.move(context, certificate, CERTIFICATE, action, by, set=columns, reason_code=reason_code)
    if target == State.VOID and certificate.number:
        facts = {"certificate_id": certificate.id, "reason_code": reason_code, "by": by.sub}
        VoidNumber.create(number=certificate.number, **facts)
    change = {"reason_code": reason_code, "effective_at": clock.now(), "replacement": replacement}
    log.emit(TOLD[action], **about(certificate), **change)


def settle(instrument: Instrument, by: Actor) -> None:
    """Make the papers of an instrument agree with what is known now; the order in which it came to be known is all one.

    Corrected examinations lose the papers that wait for them; a later failed one revokes the paper that holds; a mark
    broken after the test suspends it.
    """
    papers = Certificate.of_instrument(instrument.id)
    for paper in papers:
        if paper.corrected_by and paper.state == State.AWAITING_SIGNATURE:
            move(paper, Action.VOID, by, "examination_corrected")
    living = next((paper for paper in papers if paper.living), None)
    if reason := precedence.fallen(living, papers):
        move(living, Action.REVOKE, by, reason)
    elif living and living.state == State.VALID:
        _lay_breaks(instrument, living, by)


def _lay_breaks(instrument: Instrument, living: Certificate, by: Actor) -> None:
    """Suspend for the broken marks that speak of this paper; each counts once, so a reinstated paper stays so."""
    mine = [found for found in instrument.broken if precedence.breaks(living, found)]
    if mine:
        instrument.change(broken=[found for found in instrument.broken if found not in mine])
        move(living, Action.SUSPEND, by, "mark_broken")


def about(certificate: Certificate) -> dict[str, Any]:
    """What every event of a certificate holds."""
    return {
        "certificate_id": certificate.id,
        "number": certificate.number,
        "instrument_id": certificate.instrument_id,
        "item_id": certificate.item_id,
    }
