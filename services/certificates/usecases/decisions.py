"""What the head decides about a certificate: suspend, reinstate, revoke, void; and who signs in the head's place."""

from typing import Any

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Certificate, Delegation, room, transaction
from services.certificates.usecases.standing import held, move
from shared import history
from shared.actor import Actor
from shared.errors import Invalid


def decide(by: Actor, id: str, match: int, action: Action, reason_code: str) -> Certificate:
    """One move of the register, with its reason."""
    with transaction():
        certificate = held(id, match)
        move(certificate, action, by, reason_code)
    return certificate


def delegate(by: Actor, **facts: Any) -> Delegation:
    """Record who holds the office, or who signs for it by which decree."""
    if facts.get("last_day") and facts["last_day"] < facts["first_day"]:
        raise Invalid("ends-before-it-begins", errors=[{"pointer": "/last_day", "code": "before-first-day"}])
    with transaction():
        delegation = Delegation.create(recorded_by=by.sub, **facts)
        history.record(room, delegation, "delegate", by, decree=delegation.decree)
    return delegation
