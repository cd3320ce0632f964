"""Instruments with a past: approved examinations of years gone by, judged by the engine, learnt by the use case."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.testing.domain.lifecycle import ExaminationState
from services.testing.domain.quantity import text
from services.testing.storage import Examination, Order, Session, transaction
from services.testing.usecases import examination_statistics
from shared.ids import uuid7
from tests.testing.sheets import TRADER, instrument, judged, sheet


def readings(kind: str, plate: dict[str, Any], off: Decimal) -> dict[str, Any]:
    """Everything read exactly, but loads of a scale and runs of a meter show so much of themselves too much."""
    record = sheet(instrument(kind, plate))
    for row in record.get("correctness", {}).get("readings", ()):
        row |= shown(Decimal(row["load"]) * (1 + off), Decimal(plate["e"]))
    for row in record.get("accuracy", {}).get("readings", ()):
        row["indicated"] = text(Decimal(row["reference"]) * (1 + off))
    return record


def shown(value: Decimal, e: Decimal) -> dict[str, str]:
    """What a display in steps of e tells of this value with the help of extra loads: P = I + ½ e − ΔL."""
    step = (value / e).to_integral_value() * e
    return {"indication": text(step), "delta_load": text(step + e / 2 - value)}


def visit(
    instrument_id: str = "", day: date = date(2026, 11, 2), *offs: str, learnt: bool = True, **facts: Any
) -> Examination:
    """An approved examination; one unit per `off`, `facts` are those of the order, of the examination and its plate."""
    offs = offs or ("0",)
    plate = facts.pop("parameters", TRADER)
    own = {name: facts.pop(name) for name in ("adjustment", "supersedes", "revision") if name in facts}
    known = {
        "kind": "tbo_elektronik",
        "verification": "subsequent",
        "brand": "Nagata",
        "model": "NX-30",
        "cause": "first",
    }
    known |= {"district": "16.06.07", "origin": "application", **facts}
    names = [str(at + 1) for at in range(len(offs))]
    engine = {name: value for name, value in plate.items() if name != "year_made"}
    of = instrument(known["kind"], engine, *names)
    records = [readings(known["kind"], engine, Decimal(off)) for off in offs]
    result = judged(of, *records, verification=known["verification"]).as_json()
    id = instrument_id or uuid7()
    with transaction():
        team = {"mode": "group", "capacity_minutes": 600, "state": "closed"}
        session = Session.create(date=day, period=f"{day.year}-{1 + (day.month > 6)}", **team)
        rest = {"number": uuid7(), "source_key": uuid7(), "serial": "A1", "units": of["units"], "minutes": 15}
        booked = {"session": session, "period": session.period, "state": "examined"}
        order = Order.create(instrument_id=id, parameters=plate, **known, **rest, **booked)
        who = {"verifier_code": "P1", "verifier_sub": "dev-verifier", "state": ExaminationState.APPROVED}
        about = {"order": order, "session": session, "instrument_id": id, "tested_on": day}
        made = Examination.create(**about, **who, **own, result=result)
        if learnt:
            examination_statistics.learn(made)
    return made
