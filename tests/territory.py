"""One thing of every kind in each service: the walker's own, and a stranger's."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.certificates.storage import Batch
from services.certificates.storage import Delegation as SigningDelegation
from services.complaints.storage import Attachment
from services.complaints.usecases import correspondence, evaluation
from services.intake.usecases import letters
from services.testing.domain.doubts import Cause
from services.testing.storage import Delegation, Doubt, Examination, Photo, Standard, TypeApproval, Verifier
from services.testing.usecases import approvals, duties, examination_records, photos
from shared.auth.actor import Actor
from shared.service import Service
from shared.uploads.acceptance import Accepted
from tests.certificates import builders as papers
from tests.complaints import builders as cases
from tests.intake import builders as desk
from tests.support import ISSUER
from tests.testing import builders as bench
from tests.testing.pictures import PDF, png

WALKER = Actor("walker", "Wawan Pejalan", ISSUER, frozenset({"applicant"}))
STRANGER = Actor("stranger", "Asih Lain", ISSUER, frozenset({"applicant"}))
Ids = dict[str, str]
Things = dict[str, tuple[Ids, Ids]]  # by the first part of an address: (own, foreign)


def of_intake(service: Service) -> Things:
    """Letters that were handed in with an uploaded file, their instruments and parties."""
    own, foreign = (_letter(by, f"SN-{by.sub}") for by in (WALKER, STRANGER))
    both = [({"id": one.id, "item_id": one.items[0].id}) for one in (own, foreign)]
    instruments = [{"id": one.items[0].instrument_id} for one in (own, foreign)]
    parties = [{"id": one.party_id} for one in (own, foreign)]
    return {"applications": tuple(both), "instruments": tuple(instruments), "parties": tuple(parties)}


def _letter(by: Actor, serial: str) -> Any:
    draft = desk.drafted(serial, by=by)
    draft = letters.attach_letter(by, draft.id, draft.version, Accepted(PDF, "application/pdf"))
    return desk.review.submit(by, draft.id, draft.version)


def of_testing(service: Service) -> Things:
    """Orders tested and approved, with photos, and what the office keeps for its tests."""
    service.demo()
    day = bench.published()
    booked = [_booked(service, by, day) for by in (WALKER, STRANGER)]
    bench.begun(day)
    own, foreign = map(_tested, booked)
    interests = [_interest(by) for by in (WALKER, STRANGER)]
    decree = {"capacity": "acting", "name": "X", "decree": "SK 1", "decree_on": day.date}
    delegation = Delegation.create(subject="x", recorded_by="y", first_day=day.date, last_day=day.date, **decree)
    doubt = Doubt.create(
        examination_id=foreign["id"], cause=Cause.STANDARD_WITHDRAWN, code="AT-M1", since=day.date, reason_code="x"
    )
    rows = {"sessions": day, "delegations": delegation, "doubts": doubt}
    rows |= {"verifiers": Verifier.select().first(), "standards": Standard.select().first()}
    terms = {"holder": "X", "kind": "tbo_elektronik", "valid_from": day.date, "valid_until": day.date, "models": []}
    rows |= {"type_approvals": TypeApproval.create(number="IT-1", **terms)}
    orders = tuple({"id": Examination.find(one["id"]).order_id} for one in (own, foreign))
    return {"orders": orders, "examinations": (own, foreign), "interests": tuple(interests), **_nobodys(rows)}


def _booked(service: Service, by: Actor, day: Any) -> Any:
    [order] = bench.accepted(service, owner_key=by.owner_key)
    return bench.booked(order, day)


def _tested(order: Any) -> Ids:
    """An approved record of the order, with a photo."""
    record = bench.recorded(order)
    photo = photos.attach(bench.FIRST, record.id, Accepted(png(), "image/png", 30, 20), "instrument", "")
    record = examination_records.submit(bench.FIRST, record.id, Examination.find(record.id).version)
    approvals.approve(bench.HEAD, record.id, record.version)
    return {"id": record.id, "photo_id": Photo.find(photo.id).id}


def _interest(by: Actor) -> Ids:
    terms = {"relation": "owns", "party_id": desk.uuid7(), "first_day": bench.context.today()}
    return {"id": duties.declare(bench.HEAD, subject=by.sub, **terms).id}


def of_certificates(service: Service) -> Things:
    """Papers that wait for a signature, a batch and a delegation."""
    own, foreign = (
        {"id": papers.passed(service, owner_key=by.owner_key, instrument_id=desk.uuid7()).id}
        for by in (WALKER, STRANGER)
    )
    terms = {"subject": "x", "capacity": "acting", "name": "X", "decree": "SK 1", "first_day": "2026-11-23"}
    rows = {"batches": Batch.create(signer={}, outcomes=[])}
    rows["delegations"] = SigningDelegation.create(recorded_by="x", **terms)
    return {"certificates": (own, foreign), **_nobodys(rows)}


def of_complaints(service: Service) -> Things:
    """A case with a file, a person and an improvement."""
    person = cases.person(subject=WALKER.sub, verifier_code="W1")
    front, officer = (replace(WALKER, roles=frozenset({role})) for role in ("front_officer", "complaint_officer"))
    case = cases.lodged(front, channel="counter")
    file = correspondence.attach(officer, case.id, Accepted(PDF, "application/pdf"))
    plan = evaluation.plan(officer, owner_id=person.id, cause="unknown", **cases.PLAN)
    things = _nobodys({"complaints": case, "staff": person, "improvements": plan})
    things["complaints"][0]["attachment_id"] = Attachment.find(file.id).id
    return things


def _nobodys(rows: dict[str, Any]) -> Things:
    """Things without an owner are the same, whoever asks."""
    return {name: ({"id": row.id},) * 2 for name, row in rows.items()}


BUILDERS: dict[str, Callable[[Service], Things]] = {
    "intake": of_intake,
    "testing": of_testing,
    "certificates": of_certificates,
    "complaints": of_complaints,
}
