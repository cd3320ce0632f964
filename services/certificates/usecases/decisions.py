"""What the head decides about a certificate: suspend, reinstate, revoke, void."""

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Certificate, transaction
from services.certificates.usecases.register import check_not_tested, held, move
from shared.auth.actor import Actor


def decide(by: Actor, id: str, match: int, action: Action, reason_code: str) -> Certificate:
    """One move of the register, with its reason."""
    with transaction():
        certificate = held(by, id, match)
        if action == Action.REINSTATE:
            check_not_tested(by, certificate)
        move(certificate, action, by, reason_code)
    return certificate
