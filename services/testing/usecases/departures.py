"""A verifier decides against the rule: with a reason, and only as far as the head then confirms it."""

from collections.abc import Sequence
from typing import Any

from services.testing.domain.record import completeness
from services.testing.domain.verdict.departure import departing
from services.testing.storage import Examination, context, transaction
from services.testing.usecases.authorship import editable
from services.testing.usecases.event_facts import check_size
from shared.auth.actor import Actor
from shared.database import audit_trail


def depart(by: Actor, id: str, match: int, units: Sequence[dict[str, str]], reason: str) -> Examination:
    """Other verdicts than the rule's for some units of a complete record; the computed ones stay beside them."""
    with transaction():
        examination = editable(by, id, match)
        completeness.check(examination.gaps)
        changed = departing(examination.result, units)
        said: dict[str, Any] = {"units": changed, "reason": reason, "verifier_code": examination.author["code"]}
        examination.change(**examination.sealed({"departure": said}))
        check_size(examination)
        audit_trail.record(context, examination, "depart", by, units=changed, reason=reason)
    return examination
