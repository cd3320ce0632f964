"""What applicants and officers do over HTTP, step by step; the demo and the demo office are told in these words."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from deploy.demo import readings
from deploy.http_client import Office
from shared.config import Settings, path
from shared.ids import code
from shared.office.profile import Profile, text

Row = dict[str, Any]
MARKET = 7  # which district of the profile
SCALE = {"class": "III", "max": "30", "min": "0.2", "e": "0.01", "unit": "kg"}
TRUCK = {"class": "III", "max": "60000", "min": "400", "e": "20", "unit": "kg", "load_cells": "6"}
TABLE = {"class": "III", "max": "6000", "min": "40", "e": "2", "unit": "g"}
PLATFORM = {"class": "III", "max": "150", "min": "1", "e": "0.05", "unit": "kg"}
STANDARDS = ["AT-M1", "AT-M1-20T"]


def district(number: int) -> str:
    """The code of the district of this number; where an office has fewer districts, of one of those it has."""
    codes = [row["code"] for row in _profile().table("districts", code=text)]
    return codes[(number - 1) % len(codes)]


@cache
def _profile() -> Profile:
    return Profile(path(Settings.of_tool("demo").profile_dir))


def run_code() -> str:
    """A few letters that tell one run's serial numbers from those of another."""
    return code(1, 6)


def scale(serial: str, parameters: Mapping[str, str] = SCALE, *units: str, **more: Any) -> Row:
    """One instrument of a letter: an electronic scale unless `kind` says otherwise."""
    kind = more.pop("kind", "tbo_elektronik")
    brand, model = more.pop("brand", "Sonic"), more.pop("model", "S-1")
    place = {"mode": more.pop("mode", "office"), "district": more.pop("district", None) or district(MARKET)}
    place |= {"name": more.pop("at")} if "at" in more else {}
    named = [{"unit": unit} for unit in units or ("1",)]
    plate = {"kind": kind, "brand": brand, "model": model, "serial": serial, "parameters": dict(parameters)}
    return {"instrument": {**plate, "units": named}, "verification": "subsequent", "place": place, **more}


def write_letter(office: Office, who: str, party: Mapping[str, str], items: list[Row], **facts: Any) -> Row:
    return office.person(who).post("/intake/v1/applications", {"party": dict(party), "items": items, **facts})


def submit(office: Office, who: str, letter: Row) -> Row:
    return office.person(who).post(f"/intake/v1/applications/{letter['id']}/submission", {}, letter)


def accept(office: Office, letter: Row, **facts: Any) -> Row:
    officer = office.person("front_officer")
    return officer.post(f"/intake/v1/applications/{letter['id']}/acceptance", facts, letter)


def send_back(office: Office, letter: Row, *faults: Row) -> Row:
    officer = office.person("front_officer")
    return officer.post(f"/intake/v1/applications/{letter['id']}/return", {"faults": list(faults)}, letter)


def orders(office: Office, letter: Row) -> dict[str, Row]:
    """The newest order of each item of an accepted letter, by serial number; waits until testing has heard of all."""
    path, count = f"/testing/v1/orders?application={letter['id']}&limit=100", len(letter["items"])
    found = office.person("front_officer").until(path, lambda page: len(page["items"]) >= count, after="intake")
    return {order["serial"]: order for order in reversed(found["items"])}


def plan_session(office: Office, day: date, mode: str = "office", **facts: Any) -> Row:
    """A day for tests, published so that it can be booked."""
    head, town = office.person("head"), _profile().document("agency")["contact"]["town"]
    at = facts.get("at", f"Kantor UPTD Metrologi Legal, {town}")
    stops = [{"district": facts.get("district") or district(MARKET), "name": at}]
    told = {"date": str(day), "mode": mode, "stops": stops, "verifiers": ["P1", "P2", "P3"]}
    made = head.post("/testing/v1/sessions", {**told, "capacity_minutes": facts.get("minutes", 420)})
    return head.post(f"/testing/v1/sessions/{made['id']}/publication", {}, made)


def move_session(office: Office, session: Row, move: str) -> Row:
    """`opening`, `closing`, … of the session as it stands now."""
    head, path = office.person("head"), f"/testing/v1/sessions/{session['id']}"
    return head.post(f"{path}/{move}", {}, head.get(path))


def book(office: Office, order: Row, session: Row, who: str = "front_officer") -> Row:
    return office.person(who).post(f"/testing/v1/orders/{order['id']}/booking", {"session_id": session["id"]}, order)


def examine(office: Office, order: Row, failing: tuple[str, ...] = (), by: str = "verifier") -> Row:
    """Readings in, verdict out, handed to the second pair of eyes."""
    return hand_in(office, record(office, order, failing, by), by)


def record(office: Office, order: Row, failing: tuple[str, ...] = (), by: str = "verifier") -> Row:
    """Readings in, verdict out."""
    desk = office.person(by)
    body = {
        "order_id": order["id"],
        "readings": readings.sheets(desk, order, failing),
        "standards": STANDARDS,
        "environment": {"temperature": "28.5", "humidity": "70"},
        "adjustment": False,
        "marks": [_mark(unit["unit"], order["date"], unit["unit"] in failing) for unit in order["units"]],
    }
    return desk.post("/testing/v1/examinations", body)


def hand_in(office: Office, examination: Row, by: str = "verifier") -> Row:
    path = f"/testing/v1/examinations/{examination['id']}/submission"
    return office.person(by).post(path, {}, examination)


def approve(office: Office, examination: Row, by: str = "head") -> Row:
    return office.person(by).post(f"/testing/v1/examinations/{examination['id']}/approval", {}, examination)


def papers(office: Office, instrument_id: str, count: int) -> list[Row]:
    """All papers of an instrument, oldest first, once there are `count`."""
    path = f"/certificates/v1/certificates?instrument={instrument_id}&limit=100"
    found = office.person("head").until(path, lambda page: len(page["items"]) >= count, after="testing")
    return list(reversed(found["items"]))


def sign(office: Office, paper: Row) -> Row:
    return office.person("head").post(f"/certificates/v1/certificates/{paper['id']}/signature", {}, paper)


def letter_when(office: Office, letter: Row, so: Any, after: str) -> Row:
    """The letter as intake shows it, once what the others told has arrived."""
    return office.person("front_officer").until(f"/intake/v1/applications/{letter['id']}", so, after)


def item_of(letter: Row, serial: str) -> Row:
    return next(item for item in letter["items"] if item["instrument"]["serial"] == serial)


def _mark(unit: str, day: str, rejected: bool) -> Row:
    kind = "batal" if rejected else "sah"
    return {"mark": kind, "code": "SP6", "position": "lemping", "unit": unit, "year": int(day[:4])}
