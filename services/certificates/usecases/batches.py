"""Many certificates with one word of the head: kept as a list, signed one by one by the clock, each for itself."""

from collections.abc import Sequence
from datetime import datetime

import jwt

from services.certificates.storage import Batch, Certificate, context, transaction
from services.certificates.usecases.scopes import CERTIFICATES
from services.certificates.usecases.signing import desk, sign, signatory
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Forbidden, Invalid, Refused, Stale, Unavailable

PENDING, DONE = "pending", "done"


def order(by: Actor, certificates: Sequence[str]) -> Batch:
    """Keep the list; the signer's right is asked now, and again for each signature."""
    signatory(by)
    with transaction():
        seen = Certificate.seen(CERTIFICATES.writing(by)).where(Certificate.id << list(certificates))
        known = {row.id for row in seen.select(Certificate.id)}
        if strange := [place for place, id in enumerate(certificates) if id not in known]:
            errors = [{"pointer": f"/certificates/{place}", "code": "not-found"} for place in strange]
            raise Invalid("unknown-certificate", errors=errors)
        outcomes = [{"certificate": id, "outcome": PENDING, "code": None} for id in dict.fromkeys(certificates)]
        signer = {"sub": by.sub, "name": by.name, "issuer": by.issuer, "roles": sorted(by.roles), "token": by.token}
        batch = Batch.create(signer=signer, outcomes=outcomes)
        audit_trail.record(context, batch, "order", by, certificates=len(outcomes))
    return batch


def work(_: datetime) -> int:
    """Sign what is left of each batch. A crash loses no outcome: a certificate signs once, whoever asks again."""
    return sum(map(_work, list(Batch.select().where(Batch.state == PENDING).order_by(Batch.id))))


def _work(batch: Batch) -> int:
    """How many outcomes came; a signer that is away leaves the rest for the next turn.

    What somebody changed while it was signed waits for it too: the next look sees it as it is.
    """
    known = batch.signer
    by = Actor(
        known["sub"], known["name"], known.get("issuer", ""), frozenset(known["roles"]), (), known.get("token", "")
    )
    came = 0
    for place, line in enumerate(batch.outcomes):
        if line["outcome"] != PENDING:
            continue
        try:
            result = _sign(by, line["certificate"])
        except Unavailable:
            break
        except Stale:
            continue
        _note(batch, place, {**line, **result})
        came += 1
    return came


def _note(batch: Batch, place: int, line: dict[str, str | None]) -> None:
    outcomes = [line if n == place else other for n, other in enumerate(batch.outcomes)]
    state = PENDING if any(one["outcome"] == PENDING for one in outcomes) else DONE
    with transaction():
        batch.change(outcomes=outcomes, state=state)


def _sign(by: Actor, id: str) -> dict[str, str | None]:
    """The outcome of one signature; who was shut out since he asked for it signs nothing any more."""
    try:
        _refuse_shut_out(by)
        if not Certificate.find(id).signed_at:
            sign(by, id)
    except (Unavailable, Stale):
        raise
    except Refused as fault:
        return {"outcome": "refused", "code": fault.code}
    return {"outcome": "signed", "code": None}


def _refuse_shut_out(by: Actor) -> None:
    """The list is asked for each signature; while nobody can read it, all of them wait."""
    try:
        shut_out = desk.revoked.names(by.sub, by.token)
    except jwt.InvalidTokenError as error:
        raise Unavailable("not-yet", event="batch", state=str(error)) from error
    if shut_out:
        raise Forbidden("shut-out")
