"""Papers whose test is in doubt: held back or shown to the head, until testing confirms it or the head lets them go."""

from collections.abc import Mapping
from typing import Any

from services.certificates.domain import doubts
from services.certificates.domain.reactions import REACTIONS
from services.certificates.storage import Certificate, Instrument, context, transaction
from services.certificates.usecases.incoming import TESTING
from services.certificates.usecases.register import check_not_tested, held
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.database.fields import plain
from shared.errors import Conflict

Told = Mapping[str, Any]


def doubted(examination_id: str, version: int, told: Told) -> None:
    """What the test rested on was withdrawn: the paper is not signed, one that holds is shown to the head."""
    with transaction():
        certificate = _meant("doubted", examination_id, version)
        if certificate:
            _keep(TESTING, "doubt", certificate, doubts.raised(certificate.doubts, _dated(told)), told)


def confirmed(examination_id: str, version: int, told: Told) -> None:
    """Testing has answered the doubt: the verdict stands, and the paper goes on where it stood."""
    with transaction():
        certificate = _meant("confirmed", examination_id, version)
        if certificate:
            _keep(TESTING, "confirm", certificate, doubts.confirmed(certificate.doubts, _dated(told)), told)


def release(by: Actor, id: str, match: int, reason_code: str) -> Certificate:
    """The head answers for the paper, if it is not about his own test: whatever is open of its doubts holds it no
    longer."""
    with transaction():
        certificate = held(by, id, match)
        check_not_tested(by, certificate)
        left = doubts.open_(certificate.doubts)
        if not left:
            raise Conflict("not-held", allowed=doubts.moves(certificate.kind, certificate.state, []))
        change = {"doubts": doubts.ended(certificate.doubts, doubts.End.RELEASED), "held": False}
        certificate.change(**change)
        codes = [one["code"] for one in left]
        audit_trail.record(context, certificate, doubts.RELEASE, by, reason_code=reason_code, codes=codes)
    return certificate


def _meant(event: str, examination_id: str, version: int) -> Certificate | None:
    """The paper of this version of the examination, if the event still says something to it."""
    known = Certificate.of_examination(examination_id, version)
    if not REACTIONS.applies(event, known.state if known else None):
        return None
    Instrument.hold(known.instrument_id)
    return known


def _keep(by: Actor, action: str, certificate: Certificate, known: doubts.Doubts, told: Told) -> None:
    """Write what is known now, unless it was known already."""
    if known != certificate.doubts:
        certificate.change(doubts=known, held=bool(doubts.open_(known)))
        facts = {"cause": told["cause"], "code": told["code"], "reason_code": told["reason_code"]}
        audit_trail.record(context, certificate, action, by, **facts)


def _dated(told: Told) -> dict[str, Any]:
    return {**told, "at": plain(clock.now())}
