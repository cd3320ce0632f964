"""The whole story as people live it: a letter becomes a certificate, a complaint goes through its seven stages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests import complaint, story
from tests.paperwork import text
from tests.standard import shows
from tests.story import Town
from tests.support import MONDAY, NAMES, carry

SPRING = {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}
FAILING = {"TM-6": ("1",), "DP-2": ("2",)}


@pytest.fixture
def town(opened: Callable[..., Any], caller: Callable[..., Any], monday: Any) -> Callable[..., Town]:
    """All four services in one process, with their demo people."""

    def build() -> Town:
        services = {name: opened(name) for name in NAMES}
        for service in services.values():
            service.demo()

        def speak(service: str, role: str) -> Any:
            return caller(
                services[service], *([role.split("-")[0]] if role else []), sub=role and f"dev-{role}", name=role
            )

        return Town(speak, lambda: carry(list(services.values())), MONDAY.date())

    return build


def four_instruments() -> dict[str, Any]:
    """A trader's scale, a truck scale, a table scale that will fail, a scale with two platforms."""
    items = [
        story.item("tbo_elektronik", story.TRADER, "TR-30"),
        story.item("timbangan_jembatan", story.TRUCK, "TB-60", mode="on_site"),
        story.new(story.item("tbo_elektronik", story.TABLE, "TM-6")),
        story.item("tbo_elektronik", story.PLATFORM, "DP-2", "1", "2"),
    ]
    return {one["instrument"]["serial"]: one for one in items}


def examine_all(town: Town, letter: Any, plates: dict[str, Any]) -> dict[str, list[str]]:
    """Book, open and examine every order of the letter; the verdicts of the units by serial number."""
    days = {"on_site": story.session(town, "on_site"), "office": story.session(town)}
    for serial, order in story.orders(town, letter).items():
        story.book(town, order, days[plates[serial]["place"]["mode"]])
    town.settle()
    assert {item["state"] for item in story.letter_now(town, letter)["items"]} == {"scheduled"}
    for day in days.values():
        story.open_session(town, day)
    done = {
        serial: story.finish(town, order, story.record(plates[serial], *FAILING.get(serial, ())))
        for serial, order in story.orders(town, letter).items()
    }
    return {serial: [unit["verdict"] for unit in one["result"]["units"]] for serial, one in done.items()}


def retest(town: Town, letter: Any, serial: str, plate: Any) -> None:
    """The repaired instrument comes again and passes."""
    again = story.orders(town, letter)[serial]
    assert (again["cause"], again["state"]) == ("retest", "waiting")
    story.book(town, again, story.session(town))
    town.settle()
    day = town.at("testing", "head").get(f"/v1/orders/{again['id']}").json["session_id"]
    story.open_session(town, {"id": day})
    story.finish(town, story.orders(town, letter)[serial], story.record(plate), adjustment=True)
    story.sign_all(town)


def living(town: Town, instrument_id: str) -> list[str]:
    """Kinds of the papers of an instrument that hold now."""
    return [one["kind"] for one in story.papers(town, instrument_id) if one["state"] in ("valid", "in_force")]


def states(town: Town, letter: Any) -> dict[str, str]:
    return {one["instrument"]["serial"]: one["state"] for one in story.letter_now(town, letter)["items"]}


def a_year_after(day: date) -> date:
    """29 February has no sister a year later; 28 February serves."""
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def test_intake(town, tmp_path):
    here, plate = town(), story.item("tbo_elektronik", story.TRADER, "TR-30")
    desk, office = here.at("intake", "applicant"), here.at("intake", "front_officer")
    body = {"party": {"name": "Siti Aminah", "phone": "0812"}, "items": [plate], "letter": {"source": "written"}}
    draft = story.ok(desk.post("/v1/applications", body), 201)
    where = f"/v1/applications/{draft['id']}"
    with shows("letter"), shows("government"):
        words = text(desk.get(f"{where}/letter").data, tmp_path)
        assert "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin" in words
        assert "Dinas Perdagangan dan Perindustrian" in words
    assert draft["number"] is None

    sent = story.ok(desk.post(f"{where}/submission", {}, draft))
    fault = {"pointer": f"/items/{draft['items'][0]['id']}", "code": "serial_unreadable"}
    back = story.ok(office.post(f"{where}/return", {"faults": [fault]}, sent))
    assert desk.send("PATCH", where, {"party": {"name": "Orang Lain"}}, back).status_code == 409
    open_ = story.ok(desk.send("DELETE", f"{where}/items/{draft['items'][0]['id']}", None, back))
    assert desk.post(f"{where}/submission", {}, open_).status_code == 422
    story.ok(desk.post(f"{where}/items", {**plate, "instrument": {**plate["instrument"], "serial": "TR-31"}}), 201)
    again = story.ok(desk.post(f"{where}/submission", {}, desk.get(where)))
    assert (again["number"], again["promised_date"], again["revision"]) == (sent["number"], sent["promised_date"], 2)
    done = story.accept(here, again)
    assert (done["state"], done["progress"]) == ("accepted", "waiting")

    receipt = text(desk.get(f"{where}/receipt").data, tmp_path)
    with shows("one-year"):
        assert (sent["submitted_on"], sent["promised_date"]) == (str(here.today), str(a_year_after(here.today)))
    with shows("two-periods"):
        periods = story.ok(here.at("testing", "front_officer").get("/v1/periods"))["items"]
        year, half = here.today.year, 1 if here.today.month <= 6 else 2
        codes = [one["code"] for one in periods if one["code"].startswith(str(year))]
        assert codes == [f"{year}-1", f"{year}-2"]
        assert sent["period"] == f"{year}-{half}"
    with shows("free"):
        assert sent["fee"] == "Tidak dipungut biaya"
        assert "Tidak dipungut biaya" in receipt
    with shows("office"), shows("decree"):
        assert "Serasan Jaya" in receipt
        assert "400.7.22.1/452/KTPS-DAGPERIN/2024" in receipt
    seen = here.at("intake", "").get(f"/v1/tracking/{sent['number']}?code={sent['tracking_code']}")
    assert story.ok(seen)["next_step"]["id"] == "Alat Anda diuji menurut jadwal."
    page = here.at("intake", "").get(f"/tracking/{sent['number']}?code={sent['tracking_code']}")
    assert "Alat Anda diuji menurut jadwal." in page.data.decode()
    assert b"Siti" not in seen.data + page.data


def test_instrument(town):
    here, plates = town(), four_instruments()
    story.register_type(here, "tbo_elektronik")
    letter = story.accept(here, story.hand_in(here, list(plates.values())))
    ids = {one["instrument"]["serial"]: one["instrument"]["id"] for one in letter["items"]}
    verdicts = examine_all(here, letter, plates)
    assert verdicts == {"TR-30": ["valid"], "TB-60": ["valid"], "TM-6": ["rejected"], "DP-2": ["valid", "rejected"]}

    story.sign_all(here)
    expected = {"TR-30": "certified", "TB-60": "certified", "TM-6": "awaiting_retest", "DP-2": "certified"}
    assert states(here, letter) == expected
    assert [(one["kind"], one["state"]) for one in story.papers(here, ids["TM-6"])] == [("rejection", "in_force")]
    retest(here, letter, "TM-6", plates["TM-6"])

    assert story.letter_now(here, letter)["state"] == "completed"
    assert [one["state"] for one in story.papers(here, ids["TM-6"])] == ["superseded", "valid"]
    with shows("product"), shows("title"):
        for serial, instrument in ids.items():
            assert living(here, instrument) == ["verification"], serial
            paper = story.papers(here, instrument)[-1]
            pdf = here.at("certificates", "head").get(f"/v1/certificates/{paper['id']}/pdf")
            assert pdf.data.startswith(b"%PDF-"), serial


def test_a_market_applies_with_one_letter_for_many_owners(town):
    here = town()
    owners = [{"name": name, "address": f"Los {n}"} for n, name in enumerate(("Rusdi", "Yanti", "Amir"), 1)]
    stalls = [story.item("timbangan_pegas", SPRING, f"PS-{n}", mode="group") for n in range(len(owners))]
    plates = {one["instrument"]["serial"]: one for one in stalls}
    items = [{**stall, "owner": owner} for stall, owner in zip(stalls, owners, strict=True)]

    letter = story.accept(here, story.hand_in(here, items, "front_officer", scheme="collective", channel="counter"))
    market = story.session(here, "group")
    for order in story.orders(here, letter).values():
        story.book(here, order, market)
    story.open_session(here, market)
    for serial, order in story.orders(here, letter).items():
        story.finish(here, order, story.record(plates[serial]))
    story.sign_all(here)

    assert story.letter_now(here, letter)["state"] == "completed"


def test_a_walk_in_is_tested_in_a_session_that_is_already_open(town):
    here, plate = town(), story.item("tbo_elektronik", story.TRADER, "WI-1", mode="group")
    market = story.session(here, "group")
    story.open_session(here, market)

    letter = story.accept(here, story.hand_in(here, [plate], "front_officer", channel="walk_in"))
    [order] = story.orders(here, letter).values()
    story.book(here, order, market)
    here.settle()
    story.finish(here, story.orders(here, letter)["WI-1"], story.record(plate))
    story.sign_all(here)

    assert story.letter_now(here, letter)["state"] == "completed"


def test_a_retest(town):
    here, plate = town(), story.new(story.item("tbo_elektronik", story.TABLE, "TM-6"))
    story.register_type(here, "tbo_elektronik")
    letter = story.accept(here, story.hand_in(here, [plate]))
    assert examine_all(here, letter, {"TM-6": plate}) == {"TM-6": ["rejected"]}
    story.sign_all(here)
    retest(here, letter, "TM-6", plate)

    assert story.letter_now(here, letter)["state"] == "completed"
    assert living(here, letter["items"][0]["instrument"]["id"]) == ["verification"]


def certified(town: Town) -> Any:
    """A trader whose scale was examined by the first verifier and has its paper."""
    plate = story.item("tbo_elektronik", story.TRADER, "TR-30")
    letter = story.accept(town, story.hand_in(town, [plate]))
    examine_all(town, letter, {"TR-30": plate})
    story.sign_all(town)
    return story.papers(town, letter["items"][0]["instrument"]["id"])[-1]


def retested(town: Town, paper: Any) -> Any:
    """The order of the complaint is examined by somebody else; returns the examination."""
    desk = town.at("testing", "front_officer")
    found = story.ok(desk.get(f"/v1/orders?instrument={paper['instrument_id']}&origin=office"))["items"]
    [order] = [one for one in found if one["state"] == "waiting"]
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    order = story.ok(desk.get(f"/v1/orders/{order['id']}"))
    readings = story.record(story.item("tbo_elektronik", story.TRADER, "TR-30"))
    refused = town.at("testing", "verifier").post("/v1/examinations", story.sheet_of(order, readings))
    assert refused.status_code == 404, refused.data  # to him there is no such order
    return story.finish(town, order, readings, by="verifier-2")


def three_papers(town: Town) -> dict[str, Any]:
    """Scales of one trader: two tested with AT-M1, of which one paper waits for its signature; one with AT-M2."""
    plates = {serial: story.item("tbo_elektronik", story.TRADER, serial) for serial in ("SIGNED", "OTHER", "WAITING")}
    letter = story.accept(town, story.hand_in(town, list(plates.values())))
    day = story.session(town)
    for order in story.orders(town, letter).values():
        story.book(town, order, day)
    story.open_session(town, day)
    orders = story.orders(town, letter)
    story.finish(town, orders["SIGNED"], story.record(plates["SIGNED"]))
    story.finish(town, orders["OTHER"], story.record(plates["OTHER"]), standards=["AT-M2"])
    story.sign_all(town)
    story.finish(town, orders["WAITING"], story.record(plates["WAITING"]))
    ids = {one["instrument"]["serial"]: one["instrument"]["id"] for one in letter["items"]}
    return {serial: story.papers(town, id)[-1] for serial, id in ids.items()}


def test_a_standard_found_wrong_holds_exactly_the_papers_that_rest_on_it(town):
    here = town()
    papers = three_papers(here)
    keeper, head, public = here.at("testing", "head"), here.at("certificates", "head"), here.at("certificates", "")
    standards = story.ok(keeper.get("/v1/standards?limit=100"))["items"]
    wrong = next(one for one in standards if one["code"] == "AT-M1")

    why = {"withdrawn_from": str(here.today), "withdrawn_code": "found_wrong", "withdrawn_reason": "Massa turun 4 g"}
    story.ok(keeper.send("PATCH", f"/v1/standards/{wrong['id']}", why, wrong))
    here.settle()

    held = {one["id"]: one for one in story.ok(head.get("/v1/certificates?held=true"))["items"]}
    assert set(held) == {papers["SIGNED"]["id"], papers["WAITING"]["id"]}
    assert {one["doubts"][0]["code"] for one in held.values()} == {"AT-M1"}
    waiting = f"/v1/certificates/{papers['WAITING']['id']}"
    refused = head.post(f"{waiting}/signature", {}, held[papers["WAITING"]["id"]])
    assert (refused.status_code, refused.json["code"], refused.json["allowed"]) == (409, "held", ["release", "void"])
    asked = story.ok(head.get("/v1/suspension_requests"))["items"]
    assert [one["id"] for one in asked] == [papers["SIGNED"]["id"]]
    assert story.ok(public.post("/v1/verifications", {"code": papers["SIGNED"]["code"]}))["answer"] == "valid"

    story.ok(head.post(f"{waiting}/release", {"reason_code": "error_within_a_third"}, head.get(waiting)))
    assert story.ok(head.post(f"{waiting}/signature", {}, head.get(waiting)))["state"] == "valid"
    signed = f"/v1/doubts?examination={papers['SIGNED']['examination_id']}"
    [doubt] = story.ok(keeper.get(signed))["items"]
    story.ok(keeper.post(f"/v1/doubts/{doubt['id']}/confirmation", {"reason_code": "judged_again"}, doubt))
    here.settle()
    assert story.ok(head.get("/v1/certificates?held=true"))["items"] == []
    lines = story.ok(head.get(f"{waiting}/history"))["items"]
    assert [(one["action"], one["by_name"]) for one in lines if one["action"] == "release"] == [("release", "head")]


def lodged_and_verified(here: Town, paper: Any) -> tuple[Any, Any]:
    """Stages 1 and 2; what the reporter holds in his hands, and the case as the officer sees it."""
    public, desk = here.at("complaints", ""), here.at("complaints", "complaint_officer")
    with shows("stages"), shows("these-stages"):
        assert len(story.ok(public.get("/v1/catalogue"))["stages"]) == 7
    lodged = complaint.confirmed(public, story.ok(public.post("/v1/complaints", complaint.about(paper)), 201))
    with shows("1-receive"):
        assert lodged["number"]
        assert story.ok(public.get(complaint.tracking(lodged)))["stage"] == 1
    with shows("1-channels"):
        assert story.ok(desk.post("/v1/complaints", complaint.BY_PHONE), 201)["state"] == "received"
    case = complaint.Case(desk, lodged["id"])
    with shows("2-verify"), shows("2-cause"):
        assert case.lacks("verification", {}) >= {"/authenticity/authentic", "/importance/important", "/root_cause"}
        assert case.move("verification", complaint.VERIFICATION)["state"] == "verified"
    return lodged, case


def put_to_work(case: complaint.Case, people: dict[str, str]) -> None:
    """Stages 3 and 4."""
    with shows("3-classify"), shows("3-priority"):
        assert case.lacks("classification", {}) == {"/type", "/severity"}
        assert case.move("classification", {"type": "verdict", "severity": "high"})["priority"]
    with shows("4-assign"), shows("4-skill"):
        assert case.refused("assignment", {"staff_id": people["service"], "why": "tidak sibuk"}) == "assignee-unfit"
        assert case.move("assignment", {"staff_id": people["metrology"], "why": "ahli"})["state"] == "assigned"
    assert case.move("start", {"plan": "Uji ulang oleh penera lain"})["state"] == "in_handling"


def test_complaint(town):
    here = town()
    paper = certified(here)
    public, desk = here.at("complaints", ""), here.at("complaints", "complaint_officer")
    people = {
        one["skills"][0]: one["id"] for one in story.ok(desk.get("/v1/staff?limit=100"))["items"] if one["skills"]
    }
    lodged, case = lodged_and_verified(here, paper)
    put_to_work(case, people)

    case.move("retest", {"reason_code": "verdict_disputed"})
    here.settle()
    retested(here, paper)
    assert [one["state"] for one in case.now["retests"]] == ["examined"]
    story.sign_all(here)

    with shows("5-follow-up"), shows("5-messages"):
        assert case.move("report", {"actions": complaint.DEEDS})["state"] == "monitoring"
        assert case.lacks("resolution", complaint.RESOLUTION) == {"/messages"}
        case.say("Alat Anda telah diuji ulang oleh penera lain.")
    with shows("6-feedback"):
        assert case.move("resolution", complaint.RESOLUTION)["state"] == "resolved"
        said = [one["text"] for one in story.ok(public.get(complaint.tracking(lodged)))["messages"]]
        assert complaint.RESOLUTION["resolution"] in said

    complaint.tell(public, lodged, "reopening", why="Selisihnya masih ada.")
    assert case.now["state"] == "in_handling"
    case.move("report", {"actions": complaint.DEEDS})
    case.say("Timbangan Anda kami periksa lagi di tempat.")
    case.move("resolution", complaint.RESOLUTION)
    with shows("6-rating"), shows("satisfied"):
        complaint.tell(public, lodged, "answer", rating=5, words="Terima kasih.")
        assert (case.now["state"], case.now["rating"]) == ("closed", 5)
    with shows("7-evaluate"), shows("7-improve"):
        assert case.lacks("evaluation", {}) >= {"/note", "/cause/code"}
        learned = {"note": "Penjelasan hasil perlu lebih jelas.", "cause": {"code": "information"}}
        due = str(here.today + timedelta(days=60))
        plan = {**complaint.IMPROVEMENT, "owner_id": people["metrology"], "due_on": due}
        assert case.move("evaluation", {**learned, "improvement": plan})["state"] == "evaluated"
        assert story.ok(desk.get("/v1/improvements"))["items"][0]["description"] == plan["description"]
