"""What tests of the testing service build with: letters of intake as events, a running day, records good and bad."""

import json
from typing import Any

from services.testing.storage import Examination, Order, Session, Standard, Verifier, context
from services.testing.usecases import approvals, bookings, examination_records, registry, sessions
from shared import clock
from shared.auth.actor import Actor
from shared.events.retry_policy import Outcome
from shared.ids import uuid7
from shared.service import Service
from tests.testing.sheets import TRADER, exactly, instrument, sheet

HEAD = Actor("dev-head", roles=frozenset({"head"}))
ADMIN = Actor("dev-admin", roles=frozenset({"admin"}))
OFFICER = Actor("dev-front_officer", roles=frozenset({"front_officer"}))
FIRST, SECOND, THIRD = (
    Actor(sub, roles=frozenset({"verifier"})) for sub in ("dev-verifier", "dev-verifier-2", "dev-verifier-3")
)
AIR = {"temperature": "28.5", "humidity": "70"}
SUBMIT_WITH = {"standards": ["AT-M1"], "environment": AIR, "adjustment": False}


def heard(service: Service, type_: str, subject: str, data: dict[str, Any]) -> Outcome | None:
    """Store an event of another service and work on everything that can be worked on; the last outcome."""
    known = service.inbox.store.execute("SELECT COUNT(*) FROM inbox_event").fetchone()[0] + 1
    attributes = {"specversion": "1.0", "id": uuid7(), "source": service.source_of(type_.split(".")[0])}
    place = {"sequence": str(known), "position": str(known), "epoch": "1", "correlationid": uuid7()}
    told = {"type": type_, "subject": subject, "time": clock.rfc3339(clock.now()), "data": data}
    service.inbox.store_page([json.dumps({**attributes, **place, **told}).encode()])
    outcome = last = service.inbox.work()
    while last is not None:
        outcome, last = last, service.inbox.work()
    return outcome


def change_verifier(by: Actor, id: str, match: int, **facts: Any) -> Verifier:
    """A change of an officer's entry, and the second person's word where it waits for that."""
    row = registry.change_verifier(by, id, match, **facts)
    return registry.confirm_verifier(ADMIN, id, row.version) if row.proposed else row


def change_standard(by: Actor, id: str, match: int, **facts: Any) -> Standard:
    """The same of a standard."""
    row = registry.change_standard(by, id, match, **facts)
    return registry.confirm_standard(ADMIN, id, row.version) if row.proposed else row


def item(kind: str = "tbo_elektronik", units: tuple[str, ...] = ("1",), **facts: Any) -> dict[str, Any]:
    """One instrument of an accepted letter."""
    names = {"item_id": uuid7(), "instrument_id": uuid7(), "party_id": uuid7(), "kind": kind}
    plate = {"brand": "Nagata", "model": "NX-30", "serial": "A1", "parameters": TRADER}
    place = {"mode": "group", "district": "16.06.07"}
    known = {**names, **plate, "verification": "initial", "units": [{"unit": unit} for unit in units], "place": place}
    return {**known, **facts}


def letter(*items: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The data of an accepted letter."""
    id = uuid7()
    known = {"application_id": id, "number": f"PTU-2026-{id[-6:]}", "owner_key": "", "party_id": uuid7()}
    terms = {"period": "2026-2", "promised_date": "2027-11-23", "urgent": False, "channel": "online"}
    return {**known, **terms, "items": list(items or [item()]), **facts}


def accepted(service: Service, *items: dict[str, Any], **facts: Any) -> list[Order]:
    """The orders of a letter that intake accepted."""
    told = letter(*items, **facts)
    assert heard(service, "intake.application.accepted.v1", told["application_id"], told) is Outcome.DONE
    return [Order.opened_by(f"item:{one['item_id']}") for one in told["items"]]


def published(minutes: int = 600, **facts: Any) -> Session:
    """A day that can be booked, today unless said otherwise."""
    stops = [{"district": "16.06.07", "name": "Pasar Sungai Lilin"}]
    known = {"date": context.today(), "mode": "group", "stops": stops, "verifiers": ["P1"], "capacity_minutes": minutes}
    session = sessions.plan(HEAD, **{**known, **facts})
    return sessions.publish(HEAD, session.id, session.version)


def running(**facts: Any) -> Session:
    """A day that has begun."""
    return begun(published(**facts))


def begun(session: Session) -> Session:
    return sessions.open_(HEAD, session.id, Session.find(session.id).version)


def booked(order: Order, session: Session, by: Actor = OFFICER) -> Order:
    return bookings.book(by, order.id, Order.find(order.id).version, session.id)


def ready(service: Service, *items: dict[str, Any]) -> list[Order]:
    """Orders booked into a day that has begun."""
    day = published()
    found = [booked(order, day) for order in accepted(service, *items)]
    begun(day)
    return found


def good(order: Order) -> list[dict[str, Any]]:
    """Everything read exactly, on every unit."""
    of = instrument(order.kind, order.parameters, *(unit["unit"] for unit in order.units))
    record = sheet(of, order.verification)
    return [{"unit": unit["unit"], "tests": record} for unit in order.units]


def bad(order: Order, *units: str) -> list[dict[str, Any]]:
    """As `good`, but the named units (or all) repeat badly: 30 kg class III scale, 0.05 kg off at 24 kg."""
    wrong = {"readings": [exactly("24"), exactly("24"), {"load": "24", "indication": "24.05"}]}
    rows = good(order)
    chosen = units or tuple(row["unit"] for row in rows)
    return [
        {**row, "tests": {**row["tests"], "repeatability": wrong}} if row["unit"] in chosen else row for row in rows
    ]


def recorded(
    order: Order, readings: list[dict[str, Any]] | None = None, by: Actor = FIRST, **facts: Any
) -> Examination:
    """A complete record with the marks of its verdicts, not handed in."""
    written = {"readings": good(order) if readings is None else readings, **SUBMIT_WITH}
    return examination_records.record(by, order.id, **{"marks": marks_of(order, written), **written, **facts})


def marks_of(order: Order, written: dict[str, Any]) -> list[dict[str, Any]]:
    """What is put on each unit when the readings are these: `sah` or `batal`, nothing while there is no verdict."""
    result = examination_records.weighed(order, {"tested_on": context.today(), **written})["result"]
    kinds = {"valid": "sah", "rejected": "batal"}
    judged = {unit["unit"]: kinds.get(unit["verdict"]) for unit in result["units"]}
    return [mark(unit, kind) for unit, kind in judged.items() if kind]


def mark(unit: str = "1", kind: str = "sah") -> dict[str, Any]:
    """A mark of this year on a unit."""
    return {"mark": kind, "code": "SP6", "position": "Lemping", "unit": unit, "year": context.today().year}


def submitted(order: Order, readings: list[dict[str, Any]] | None = None, by: Actor = FIRST) -> Examination:
    examination = recorded(order, readings, by)
    return examination_records.submit(by, examination.id, examination.version)


def approved(order: Order, readings: list[dict[str, Any]] | None = None, by: Actor = FIRST) -> Examination:
    """A record that was handed in by one and approved by the head."""
    examination = submitted(order, readings, by)
    return approvals.approve(HEAD, examination.id, examination.version)
