"""What officers and traders do in the stories, step by step over HTTP: in one process or against real ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.testing.sheets import instrument, sheet, weighed

SUNGAI_LILIN = "16.06.07"
TRADER = {"class": "III", "max": "30", "min": "0.2", "e": "0.01", "unit": "kg"}
TRUCK = {"class": "III", "max": "60000", "min": "400", "e": "20", "unit": "kg", "load_cells": "6"}
TABLE = {"class": "III", "max": "6000", "min": "40", "e": "2", "unit": "g"}
PLATFORM = {"class": "III", "max": "150", "min": "1", "e": "0.05", "unit": "kg"}
TYPE = {"number": "IT-2024-17", "holder": "PT Sonic Nusantara", "valid_from": "2024-05-02", "valid_until": "2034-05-01"}
AS_APPROVED = {"placed_on": "2026-02-10", "conforms": True, "findings": []}
MARK = {"mark": "sah", "code": "SP6", "position": "lemping", "year": 2026}


@dataclass
class Town:
    """`speak(service, role)` gives somebody to speak with; `settle()` returns when all events have been worked on."""

    speak: Callable[[str, str], Any]
    settle: Callable[[], None]
    today: date
    known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def at(self, service: str, role: str) -> Any:
        if (service, role) not in self.known:
            self.known[service, role] = self.speak(service, role)
        return self.known[service, role]


def ok(answer: Any, status: int = 200) -> Any:
    """The body, if the answer is what the step needs."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.data.decode()[:1500]}"
    return answer.json


def item(kind: str, parameters: dict[str, str], serial: str, *units: str, **more: Any) -> dict[str, Any]:
    """One instrument of a letter."""
    plate = {"kind": kind, "brand": "Sonic", "model": "S-1", "serial": serial, "parameters": parameters}
    named = [{"unit": unit} for unit in units or ("1",)]
    place = {"mode": more.pop("mode", "office"), "district": SUNGAI_LILIN, "name": "Pasar Sungai Lilin"}
    return {"instrument": {**plate, "units": named}, "verification": "subsequent", "place": place, **more}


def new(one: dict[str, Any]) -> dict[str, Any]:
    """The same instrument for its first verification."""
    return {**one, "verification": "initial", "type_approval": TYPE["number"]}


def register_type(town: Town, kind: str) -> Any:
    """The office enters the approved type that new instruments of the stories are of."""
    return ok(town.at("testing", "head").post("/v1/type_approvals", {**TYPE, "kind": kind}), 201)


def hand_in(town: Town, items: list[dict[str, Any]], role: str = "applicant", **facts: Any) -> Any:
    """Write a letter and submit it."""
    desk = town.at("intake", role)
    party = {"name": "Siti Aminah", "phone": "081234567890", "address": "Jl. Pasar 3"}
    body = {"party": party, "items": items} | facts
    letter = ok(desk.post("/v1/applications", body), 201)
    return ok(desk.post(f"/v1/applications/{letter['id']}/submission", {}, letter))


def accept(town: Town, letter: Any) -> Any:
    done = ok(town.at("intake", "front_officer").post(f"/v1/applications/{letter['id']}/acceptance", {}, letter))
    town.settle()
    return done


def letter_now(town: Town, letter: Any) -> Any:
    return ok(town.at("intake", "front_officer").get(f"/v1/applications/{letter['id']}"))


def orders(town: Town, letter: Any) -> dict[str, Any]:
    """The letter's open or last orders by serial number of the instrument."""
    found = ok(town.at("testing", "front_officer").get(f"/v1/orders?application={letter['id']}&limit=100"))["items"]
    serials = {one["instrument"]["id"]: one["instrument"]["serial"] for one in letter["items"]}
    return {serials[order["instrument_id"]]: order for order in reversed(found)}


def session(town: Town, mode: str = "office", minutes: int = 420) -> Any:
    """A day for tests, published so that it can be booked."""
    desk = town.at("testing", "head")
    stops = [{"district": SUNGAI_LILIN, "name": "Pasar Sungai Lilin"}]
    facts = {"date": str(town.today), "mode": mode, "stops": stops, "capacity_minutes": minutes}
    made = ok(desk.post("/v1/sessions", {**facts, "verifiers": ["P1", "P2"]}), 201)
    return ok(desk.post(f"/v1/sessions/{made['id']}/publication", {}, made))


def open_session(town: Town, one: Any) -> Any:
    desk = town.at("testing", "head")
    return ok(desk.post(f"/v1/sessions/{one['id']}/opening", {}, ok(desk.get(f"/v1/sessions/{one['id']}"))))


def book(town: Town, order: Any, day: Any) -> Any:
    desk = town.at("testing", "front_officer")
    return ok(desk.post(f"/v1/orders/{order['id']}/booking", {"session_id": day["id"]}, order))


def record(one: dict[str, Any], *failing: str) -> list[dict[str, Any]]:
    """Readings of every unit; those named in `failing` read four intervals too little at every load but zero."""
    plate = one["instrument"]
    labels = [unit["unit"] for unit in plate["units"]]
    perfect = sheet(instrument(plate["kind"], plate["parameters"], *labels), one["verification"])
    e = Decimal(plate["parameters"]["e"])
    return [{"unit": label, "tests": _short(perfect, 4 * e) if label in failing else perfect} for label in labels]


def sheet_of(order: Any, readings: Any, **facts: Any) -> dict[str, Any]:
    """What a verifier writes down at the instrument."""
    return {
        "order_id": order["id"],
        "readings": readings,
        **({"type_conformity": AS_APPROVED} if order.get("type_approval") else {}),
        "standards": ["AT-M1", "AT-M1-20T"],
        "environment": {"temperature": "28.5", "humidity": "70"},
        "adjustment": False,
        "marks": [{**MARK, **_says(row), "unit": row["unit"]} for row in readings],
        **facts,
    }


def examine(town: Town, order: Any, readings: Any, by: str = "verifier", **facts: Any) -> Any:
    """Readings in, verdict out, handed to the second pair of eyes."""
    desk = town.at("testing", by)
    made = ok(desk.post("/v1/examinations", sheet_of(order, readings, **facts)), 201)
    return ok(desk.post(f"/v1/examinations/{made['id']}/submission", {}, made))


def approve(town: Town, examination: Any, by: str = "head") -> Any:
    done = ok(town.at("testing", by).post(f"/v1/examinations/{examination['id']}/approval", {}, examination))
    town.settle()
    return done


def finish(town: Town, order: Any, readings: Any, **facts: Any) -> Any:
    return approve(town, examine(town, order, readings, **facts))


def sign_all(town: Town) -> list[Any]:
    """The head signs what waits for signature."""
    desk = town.at("certificates", "head")
    waiting = ok(desk.get("/v1/certificates?state=awaiting_signature&limit=100"))["items"]
    done = [ok(desk.post(f"/v1/certificates/{one['id']}/signature", {}, one)) for one in waiting]
    town.settle()
    return done


def papers(town: Town, instrument_id: str) -> list[Any]:
    """All papers of an instrument, oldest first."""
    found = ok(town.at("certificates", "head").get(f"/v1/certificates?instrument={instrument_id}&limit=100"))
    return list(reversed(found["items"]))


def _says(row: dict[str, Any]) -> dict[str, str]:
    """Whatever was not read exactly in these stories is rejected."""
    read = row["tests"].get("correctness", {}).get("readings", ())
    return {} if all(weighed(one) == Decimal(one["indication"]) for one in read) else {"mark": "batal", "code": "BP6"}


def _short(perfect: dict[str, Any], by: Decimal) -> dict[str, Any]:
    rows = [{**row, "indication": str(Decimal(row["indication"]) - by)} for row in perfect["correctness"]["readings"]]
    return {**perfect, "correctness": {"readings": rows}}
