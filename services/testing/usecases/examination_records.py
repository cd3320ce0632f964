"""Readings become a record: begun at the scale, amended as readings come, handed in when nothing is missing."""

from collections.abc import Mapping
from typing import Any

from services.testing.domain import type_approval
from services.testing.domain.lifecycle import (
    EXAMINATION,
    ORDER,
    ExaminationAction,
    OrderAction,
    SessionState,
)
from services.testing.domain.limits import plate_rules
from services.testing.domain.limits.tables import Basis, Verification
from services.testing.domain.record import completeness
from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict import verdict
from services.testing.domain.verdict.faults import seen_from
from services.testing.domain.verdict.result import Result
from services.testing.storage import Examination, FieldEntry, Order, Photo, Standard, TypeApproval, context, transaction
from services.testing.storage.limits import tables_on
from services.testing.storage.software import identity
from services.testing.usecases import photos
from services.testing.usecases.authorship import editable, own
from services.testing.usecases.callers import examiner
from services.testing.usecases.event_facts import check_size
from services.testing.usecases.scopes import EXAMINATIONS, ORDERS
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, Invalid
from shared.ids import uuid7

JUDGED = ("readings", "standards", "environment", "tested_on", "adjustment", "type_conformity")
NOTHING = {"readings": [], "standards": [], "environment": {}}


def record(by: Actor, order_id: str, **facts: Any) -> Examination:
    """Begin the record of a booked instrument; the verifier is whoever holds the token."""
    with transaction():
        # Locked, so that of two officers who begin at once the second sees the record of the first.
        Order.visible(order_id, ORDERS.writing(by))
        order, today = Order.locked(order_id), context.today()
        ORDER.move(order.state, OrderAction.EXAMINE)
        if order.session.state != SessionState.OPEN:
            raise Conflict("session-not-open", state=order.session.state)
        verifier = examiner(by, order, today)
        if known := Examination.living(order):
            errors = [{"pointer": f"/examinations/{known.id}", "code": "recorded"}]
            raise Conflict("already-recorded", errors=errors, allowed=[])
        photos.check_marks(order, facts.get("marks", []), today, [])
        begun = {**NOTHING, **facts, "tested_on": today}
        who = {"verifier_code": verifier["code"], "verifier_sub": by.sub, "session": order.session}
        return write(by, order, "record", **who, **weighed(order, begun))


def amend(by: Actor, id: str, match: int, **facts: Any) -> Examination:
    """More or better readings, until the record is handed in."""
    with transaction():
        examination = editable(by, id, match)
        order, taken = examination.order, [one.id for one in Photo.of(id)]
        photos.check_marks(order, facts.get("marks", []), examination.tested_on, taken)
        # Other readings are another record: a verdict against the rule has to be stated anew. Marks follow the verdict.
        anew = {"departure": None} if facts.keys() - {"marks"} else {}
        columns = {**anew, **weighed(order, facts, examination)}
        examination.change(**examination.sealed(columns))
        check_size(examination)
        if FieldEntry.of(order, by.sub):  # what a device writes later is put together with this
            typed = {**facts, "online": True, "replaces": "readings" in facts}
            FieldEntry.keep(order, by.sub, uuid7(), clock.now(), body=typed)
        late = {"late": True} if context.today() > examination.tested_on else {}
        audit_trail.record(context, examination, "amend", by, parts=sorted(facts), **late)
    return examination


def submit(by: Actor, id: str, match: int) -> Examination:
    """Hand the record in; what is missing is named. The order is examined from here on."""
    with transaction():
        examination = own(by, id, match).check_intact()
        EXAMINATION.move(examination.state, ExaminationAction.SUBMIT)
        completeness.check(examination.lacking)
        order = examination.order
        if order.session_id != examination.session_id:
            raise Conflict("booking-over", state=order.state)
        if ORDER.can(order.state, OrderAction.EXAMINE):  # a record that was sent back is handed in again
            audit_trail.move(context, order, ORDER, OrderAction.EXAMINE, by, examination=id)
        audit_trail.move(context, examination, EXAMINATION, ExaminationAction.SUBMIT, by, set={"note": ""})
    return examination


def correct(by: Actor, id: str, match: int, reason: str, **facts: Any) -> Examination:
    """A new version of an approved record, with its photos; the old one stands until the new one is approved."""
    with transaction():
        old = Examination.visible(id, EXAMINATIONS.writing(by), match).check_intact()
        EXAMINATION.move(old.state, ExaminationAction.CORRECT)
        if known := Examination.correction_of(id):
            raise Conflict("already-corrected", errors=[{"pointer": f"/examinations/{known.id}", "code": "open"}])
        verifier = examiner(by, old.order, context.today())
        kept = ("session", "tested_on", "readings", "result", "environment", "standards", "adjustment", "marks")
        copied = {name: getattr(old, name) for name in kept}
        chain = {"id": uuid7(), "supersedes": id, "revision": old.revision + 1, "reason": reason}
        hand = {"code": verifier["code"], "sub": by.sub}
        who = {"verifier_code": old.verifier_code, "verifier_sub": old.verifier_sub}
        who["corrected_by"] = [*(old.corrected_by or []), hand]
        old.change(superseded_by=None)
        written = {**copied, **chain, **who, **weighed(old.order, facts, old)}
        photos.check_marks(old.order, written["marks"], old.tested_on, [one.id for one in Photo.of(id)])
        taken = Photo.carry(id, written["id"])
        new = write(by, old.order, "correct", **{**written, "marks": photos.renamed(written["marks"], taken)})
        if taken:
            audit_trail.record(context, new, "carry_photos", by, photos=taken, revision=old.revision)
    return new


def write(by: Actor, order: Order, action: str, **facts: Any) -> Examination:
    """A new record with its checksum, and the first line of its history."""
    known = {"order": order, "instrument_id": order.instrument_id, "owner_key": order.owner_key}
    examination = Examination(**known, **facts)
    examination.seal = examination.sealed({})["seal"]
    examination.save(force_insert=True)
    check_size(examination)
    audit_trail.record(context, examination, action, by, target=examination.state, order=order.id)
    return examination


def weighed(order: Order, facts: dict[str, Any], before: Examination | None = None) -> dict[str, Any]:
    """What is to be written: the facts as given, standards as they are today, and the verdict over all of it."""
    written = {**facts, **({"standards": _standards(facts["standards"])} if "standards" in facts else {})}
    before = before or Examination()
    written |= {"type_conformity": _of_type(order, facts.get("type_conformity") or before.type_conformity)}
    whole = {name: written[name] if name in written else getattr(before, name) for name in JUDGED}
    result = judged(order, whole).as_json()
    return {**written, "result": result, "software": identity().as_json()}


def judged(order: Order, record: Mapping[str, Any]) -> Result:
    """The verdict over a record by the tables of its day."""
    repaired = _repaired(order) or record["adjustment"]
    known = {"basis": Basis(order.basis), "approval": record["type_conformity"]}
    under = Conditions(record["standards"], record["environment"], repaired, **known)
    instrument = {"kind": order.kind, "parameters": order.parameters, "units": order.units}
    tables = tables_on(record["tested_on"])
    with seen_from("/order/parameters"):
        plate_rules.check(tables, order.kind, order.parameters)
    return verdict.evaluate(tables, instrument, order.verification, record["readings"], under)


def _of_type(order: Order, seen: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the letter says of the type, what the register says of that, and what the verifier saw of it."""
    if order.verification != Verification.INITIAL or not (order.type_approval or order.exemption):
        return None
    known = TypeApproval.numbered(order.type_approval)
    told = {"number": order.type_approval, "exemption": order.exemption}
    return {**told, **(known.as_known(order.kind) if known else {}), **type_approval.examined(seen)}


def _repaired(order: Order) -> bool:
    """Whether the instrument was repaired during this visit: its first test was in the same session."""
    return bool(order.retest_of) and Examination.find(order.retest_of).session_id == order.session_id


def _standards(codes: list[str]) -> list[dict[str, Any]]:
    known = Standard.coded(codes)
    if strange := [at for at, code in enumerate(codes) if code not in known]:
        faults = [{"pointer": f"/standards/{at}", "code": "unknown-standard"} for at in strange]
        raise Invalid("standards-unknown", errors=faults)
    return [known[code].as_used() for code in codes]
