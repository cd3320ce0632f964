"""Approved types are entered and kept up to date; a record keeps what was known of its own when it was written."""

from typing import Any

from services.testing.storage import TypeApproval, context, profile, transaction
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Invalid


def add(by: Actor, **facts: Any) -> TypeApproval:
    """A type may be verified for the first time when it was placed on the market while its approval was valid."""
    with transaction():
        _check_type(facts)
        if TypeApproval.numbered(facts["number"]):
            raise Conflict("already-registered", errors=[{"pointer": "/number", "code": "double"}])
        approval = TypeApproval.create(**facts)
        audit_trail.record(context, approval, "add", by, number=approval.number)
    return approval


def change(by: Actor, id: str, match: int, **facts: Any) -> TypeApproval:
    """Other models, or another end; what was examined before keeps what was known then."""
    with transaction():
        approval = TypeApproval.find(id, match)
        _check_type({"valid_from": approval.valid_from, "valid_until": approval.valid_until, **facts})
        approval.change(**facts)
        audit_trail.record(context, approval, "change", by, parts=sorted(facts))
    return approval


def _check_type(facts: dict[str, Any]) -> None:
    unknown = "kind" in facts and facts["kind"] not in profile.kinds(context.today())
    ends_first = facts.get("valid_until") and facts["valid_until"] < facts["valid_from"]
    faults = [{"pointer": "/kind", "code": "unknown-kind"}] if unknown else []
    faults += [{"pointer": "/valid_until", "code": "before-its-beginning"}] if ends_first else []
    if faults:
        raise Invalid("type-approval-faulty", errors=faults)
