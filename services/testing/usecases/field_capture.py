"""Batches from devices that were offline: twice, late, out of order, and in the end the record is the same."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from services.testing.domain.entitlement import obstacle
from services.testing.domain.lifecycle import ExaminationState
from services.testing.domain.record import field_entries
from services.testing.domain.type_approval import examined
from services.testing.domain.verdict.faults import Faults
from services.testing.storage import Examination, FieldEntry, Order, Photo, context, rule, transaction
from services.testing.usecases import examination_records, photos
from services.testing.usecases.callers import officer, relation
from services.testing.usecases.event_facts import check_size
from services.testing.usecases.scopes import ORDERS
from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.database.fields import plain

HEAD = ("id", "order_id", "taken_at")
Entry = Mapping[str, Any]


def receive(by: Actor, entries: Sequence[Entry], device: str = "") -> dict[str, Any]:
    """Keep what is new, put each record together from all that is known, hand it in when the device calls it whole."""
    with transaction():
        orders = {id: _locked(by, id) for id in sorted({entry["order_id"] for entry in entries})}
        told = [_keep(by, orders[entry["order_id"]], entry, device) for entry in entries]
        records = [_write(by, order) for order in orders.values() if order and order.session_id]
    return {"entries": told, "records": records}


def _locked(by: Actor, id: str) -> Order | None:
    """The order, if it is there for the caller."""
    known = Order.seen(ORDERS.writing(by)).where(Order.id == id).exists()
    return Order.locked(id) if known else None


def _keep(by: Actor, order: Order | None, entry: Entry, device: str) -> dict[str, str]:
    """One entry: kept, known already, or refused with its cause."""
    code = _refused(order, entry["taken_at"])
    if code:
        return {"id": entry["id"], "status": "refused", "code": code}
    body = {name: value for name, value in entry.items() if name not in HEAD}
    known = FieldEntry.of(order, by.sub).get(entry["id"])
    if known:
        same = (known.body, plain(known.taken_at)) == (body, plain(entry["taken_at"]))
        return {"id": entry["id"], "status": "known" if same else "refused", "code": "" if same else "entry-differs"}
    _begun_online(by, order)
    FieldEntry.keep(order, by.sub, entry["id"], entry["taken_at"], device=device, body=body)
    return {"id": entry["id"], "status": "kept", "code": ""}


def _refused(order: Order | None, taken_at: datetime) -> str:
    if order is None:
        return "unknown-order"
    drift = rule("capture", context.today())["clock_minutes"]
    begins = datetime.combine(order.session.date, time.min, context.zone) if order.session_id else None
    return field_entries.refusal(taken_at, begins, clock.now(), drift)


def _begun_online(by: Actor, order: Order) -> None:
    """What was typed before the first entry came is the first word on everything."""
    living = Examination.living(order)
    if living and living.verifier_sub == by.sub and not FieldEntry.of(order, by.sub):
        typed = {name: getattr(living, name) for name in ("readings", *field_entries.PARTS)}
        typed |= {"standards": [row["code"] for row in living.standards]}
        typed |= {"type_conformity": examined(living.type_conformity)}
        body = {"online": True, **{name: value for name, value in typed.items() if value}}
        FieldEntry.keep(order, by.sub, living.id, living.created_at, body=body)


def _write(by: Actor, order: Order) -> dict[str, Any]:
    """Bring the record of one order to what all entries say, as far as that is possible now."""
    rows = FieldEntry.of(order, by.sub).values()
    if not rows:
        return _answer(order, None, "", [])
    entries = [row.as_told() for row in rows]
    day = min(row.taken_at for row in rows).astimezone(context.zone).date()
    record, living, faults = {**field_entries.folded(entries), "tested_on": day}, Examination.living(order), Faults()
    code = next((one for one in _obstacles(by, order, living, day) if one), "")
    if code:
        return _answer(order, living, "" if _same(living, record) else code, [])
    with faults.at(""):
        taken = [one.id for one in Photo.of(living.id)] if living else []
        photos.check_marks(order, record.get("marks", []), day, taken)
        living = _brought(by, order, living, {**examination_records.NOTHING, **record})
    if living and not faults.rows and field_entries.all_here(entries) and not living.lacking:
        living = examination_records.submit(by, living.id, living.version)
    return _answer(order, living, "readings-invalid" if faults.rows else "", faults.rows)


def _obstacles(by: Actor, order: Order, living: Examination | None, day: date) -> Iterator[str]:
    """What stands against writing: the order's state, somebody else's record, no entitlement, handed in already."""
    yield field_entries.closed_to(order.state, order.session.state)
    yield "not-your-examination" if living and living.verifier_sub != by.sub else ""
    against = obstacle(officer(by), order.kind, day, order.other_than)
    yield against.code if against else ""
    yield "conflict-of-interest" if relation(by, order, day) else ""
    yield "handed-in-already" if living and living.state != ExaminationState.RECORDED else ""


def _same(living: Examination | None, record: Mapping[str, Any]) -> bool:
    """Whether a record that is closed already says what the entries say."""
    if living is None:
        return False
    kept = {name: getattr(living, name) for name in record} | {"standards": [row["code"] for row in living.standards]}
    kept |= {"type_conformity": examined(living.type_conformity)}
    return all(kept[name] == value for name, value in record.items())


def _brought(by: Actor, order: Order, living: Examination | None, record: dict[str, Any]) -> Examination:
    if living is None:
        who = {"verifier_code": officer(by)["code"], "verifier_sub": by.sub, "session": order.session}
        return examination_records.write(by, order, "capture", **who, **examination_records.weighed(order, record))
    if not _same(living, record):
        columns = {"departure": None, **examination_records.weighed(order, record, living)}
        living.change(**living.sealed(columns))
        check_size(living)
        late = {"late": True} if field_entries.late(record["tested_on"], context.today()) else {}
        audit_trail.record(context, living, "capture", by, **late)
    return living


def _answer(order: Order, living: Examination | None, code: str, faults: list[Any]) -> dict[str, Any]:
    known = {"examination_id": living.id, "state": living.state, "verdict": living.verdict} if living else {}
    return {"order_id": order.id, **known, "missing": living.lacking if living else [], "code": code, "errors": faults}
