"""The biggest lawful letters, played over HTTP: written, handed in, accepted, printed, tested and certified."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from services.intake.domain.submission import MOST_ITEMS
from services.intake.storage import Application, Instrument, Item
from services.intake.usecases import event_facts
from shared.events.envelope import MAX_BYTES
from shared.ids import uuid7
from tests import paperwork, story
from tests.story import Town, ok
from tests.support import MONDAY, NAMES, carry, told

WIDE = "\U0001f4c4"  # four bytes, and a box on paper
LETTERS = "/v1/applications"
PARTY = {"name": WIDE * 200, "business": WIDE * 200, "position": WIDE * 120, "address": WIDE * 400, "phone": "0" * 30}
MOST_UNITS = 8  # of a scale, by the profile


@pytest.fixture
def services(opened: Callable[..., Any], monday: Any) -> dict[str, Any]:
    found = {name: opened(name) for name in NAMES}
    for service in found.values():
        service.demo()
    return found


@pytest.fixture
def town(services: dict[str, Any], caller: Callable[..., Any]) -> Town:
    """All four services in one process, with their demo people."""

    def speak(service: str, role: str) -> Any:
        return caller(services[service], role.split("-")[0], sub=f"dev-{role}", name=role)

    return Town(speak, lambda: carry(list(services.values())), MONDAY.date())


def longest(at: int, units: int = MOST_UNITS) -> dict[str, Any]:
    """A scale about which as much is said as may be said."""
    labels = [f"{WIDE * 37}{unit:03}" for unit in range(units)]
    one = story.item("tbo_elektronik", story.TRADER, f"{WIDE * 116}{at:04}", *labels)
    one["instrument"] |= {"brand": WIDE * 120, "model": WIDE * 120}
    one["place"] |= {"name": WIDE * 120}
    return one | {"basis": "sampling", "lot": WIDE * 80, "type_approval": WIDE * 120, "exemption": WIDE * 200}


def short(at: int) -> dict[str, Any]:
    return story.item("tbo_elektronik", story.TRADER, f"SN-{at:04}")


def fitting(town: Town) -> dict[str, Any]:
    """A draft that is filled, instrument by instrument, until the next one is refused."""
    desk = town.at("intake", "applicant")
    draft = ok(desk.post(LETTERS, {"party": PARTY, "scheme": "individual", "wish": WIDE * 500}), 201)
    for at in range(MOST_ITEMS + 1):
        answer = desk.post(f"{LETTERS}/{draft['id']}/items", longest(at))
        if answer.status_code != 201:
            assert (answer.status_code, answer.json["code"]) == (422, "letter-too-large")
            return ok(desk.get(f"{LETTERS}/{draft['id']}"))
    raise AssertionError("no letter is too large")


def handed_in(town: Town, draft: dict[str, Any]) -> dict[str, Any]:
    return ok(town.at("intake", "applicant").post(f"{LETTERS}/{draft['id']}/submission", {}, draft))


def printed(town: Town, letter: dict[str, Any], folder: Any) -> None:
    """Letter and receipt come out, and the code on the receipt is read from paper."""
    desk = town.at("intake", "applicant")
    for paper in ("letter", "receipt"):
        answer = desk.get(f"{LETTERS}/{letter['id']}/{paper}")
        assert answer.status_code == 200, answer.data
        assert len(paperwork.pages(answer.data, folder)) < 100
    assert letter["tracking_code"] in paperwork.scanned(answer.data, folder)


def test_the_longest_letter_goes_all_the_way_to_a_certificate(town, services, tmp_path):
    letter = handed_in(town, fitting(town))
    printed(town, letter, tmp_path)

    story.accept(town, letter)

    [accepted] = told(services["intake"], "application.accepted")
    assert MAX_BYTES // 2 < len(json.dumps(accepted, ensure_ascii=False).encode()) < MAX_BYTES
    assert len(story.orders(town, letter)) == len(letter["items"])
    certified(town, letter, longest(0), tmp_path)


def certified(town: Town, letter: dict[str, Any], plate: dict[str, Any], folder: Any) -> None:
    """One instrument of the letter gets its day, its test, and its signed paper."""
    order = story.orders(town, letter)[plate["instrument"]["serial"]]
    day = story.session(town, minutes=5000)
    story.book(town, order, day)
    story.open_session(town, day)
    story.finish(town, order, story.record(plate))
    [paper] = story.sign_all(town)
    desk = town.at("certificates", "head")
    pdf = desk.get(f"/v1/certificates/{paper['id']}/pdf")
    assert pdf.status_code == 200, pdf.data
    pages = range(1, len(paperwork.pages(pdf.data, folder)) + 1)
    assert len(pages) < 100
    assert any("/v/" in paperwork.scanned(pdf.data, folder, page=page) for page in pages)
    answer = desk.client.post("/v1/verifications", data={"file": (io.BytesIO(pdf.data), "skhp.pdf")})
    assert answer.status_code == 200, answer.data


def test_the_letter_with_the_most_instruments_is_accepted_and_opens_an_order_for_each(town, services, tmp_path):
    desk = town.at("intake", "applicant")
    draft = ok(desk.post(LETTERS, {"party": PARTY, "items": [short(at) for at in range(MOST_ITEMS)]}), 201)
    one_more = desk.post(f"{LETTERS}/{draft['id']}/items", short(MOST_ITEMS))
    letter = handed_in(town, ok(desk.get(f"{LETTERS}/{draft['id']}")))
    printed(town, letter, tmp_path)

    story.accept(town, letter)

    assert (one_more.status_code, one_more.json["code"]) == (422, "letter-too-large")
    assert len(told(services["testing"], "order.opened")) == MOST_ITEMS


@pytest.mark.parametrize("tongue", ["id", "en"])
def test_a_letter_that_says_more_than_can_be_told_is_refused_when_it_is_written(town, tongue):
    desk, items = town.at("intake", "applicant"), [longest(at) for at in range(80)]
    said = json.dumps({"party": PARTY, "items": items}, ensure_ascii=False).encode()
    own = {**desk.headers, "Idempotency-Key": uuid7(), "Accept-Language": tongue}

    answer = desk.client.post(LETTERS, data=said, content_type="application/json", headers=own)

    assert (answer.status_code, answer.json["code"]) == (422, "letter-too-large")
    assert str(MOST_ITEMS) in answer.json["detail"]
    assert "MB" not in answer.text
    assert Application.select().count() == 0


def test_an_instrument_of_more_units_than_its_test_can_tell_of_is_refused_when_it_is_written(town):
    answer = town.at("intake", "applicant").post(LETTERS, {"party": PARTY, "items": [longest(0, MOST_UNITS + 1)]})

    [fault] = answer.json["errors"]
    assert (answer.status_code, fault["pointer"]) == (422, "/items/0/instrument/units")
    assert str(MOST_UNITS) in fault["detail"]


def test_a_letter_of_the_time_before_these_limits_is_returned_with_a_reason_and_divided(town, services):
    """Its rows were written by an older program: two hundred instruments of a hundred units."""
    desk, office = town.at("intake", "applicant"), town.at("intake", "front_officer")
    letter = story.hand_in(town, [short(at) for at in range(MOST_ITEMS)])
    Instrument.update(units=[{"unit": str(unit)} for unit in range(100)]).execute()

    refused = office.post(f"{LETTERS}/{letter['id']}/acceptance", {}, letter)
    fault = {"pointer": "/items", "code": "too_many", "note": "Bagilah ke dua surat"}
    returned = ok(office.post(f"{LETTERS}/{letter['id']}/return", {"faults": [fault]}, letter))
    Item.delete().where(Item.id << [one["id"] for one in returned["items"][5:]]).execute()
    again = handed_in(town, returned)

    assert (refused.status_code, refused.json["code"]) == (409, "letter-too-large-to-accept")
    assert {"return", "reject"} <= set(refused.json["allowed"])
    assert ok(desk.get(f"{LETTERS}/{letter['id']}"))["number"] == letter["number"]
    story.accept(town, again)
    assert len(told(services["testing"], "order.opened")) == 5


def test_the_draft_of_the_time_before_is_refused_at_submission_and_can_be_shortened(town):
    desk = town.at("intake", "applicant")
    draft = ok(desk.post(LETTERS, {"party": PARTY, "items": [short(at) for at in range(MOST_ITEMS)]}), 201)
    Instrument.update(units=[{"unit": str(unit)} for unit in range(100)]).execute()

    refused = desk.post(f"{LETTERS}/{draft['id']}/submission", {}, draft)

    assert (refused.status_code, refused.json["code"]) == (422, "letter-too-large")
    item = draft["items"][0]["id"]
    assert desk.send("DELETE", f"{LETTERS}/{draft['id']}/items/{item}", {}, draft).status_code == 200
    assert event_facts.MOST_BYTES < MAX_BYTES
