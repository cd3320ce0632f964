"""The life of an office under the first release, played by that release's own code: `make.py` runs this file there.

It lives from 5 October to 20 November 2026. Letters, tests, papers, complaints and decrees are in every state that an
upgrade must not lose; the last of them have been told and not yet been heard.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from shared import clock
from tests import complaint, story
from tests.story import Town, ok
from tests.support import ISSUER, NAMES, Caller, carry, open_service
from tests.testing.pictures import JPEG, PDF

BEGIN, SECOND, THIRD, LAST = (datetime(2026, *day, 2, 0, tzinfo=UTC) for day in ((10, 5), (10, 12), (10, 19), (11, 20)))
ALWAYS = {"exp": datetime(2100, 1, 1, tzinfo=UTC)}  # tokens are held against the true clock, which stands elsewhere
SPRING = {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}
NAMED = ("Rusdi", "Yanti", "Amir", "Sulastri")
DOUBTED = "PS-2"
DECREE = {"decree": "800/17/2026", "first_day": "2026-10-01", "last_day": "2026-12-31"}
DEPUTY = {"subject": "dev-verifier-3", "capacity": "daily_acting", "name": "Yusuf Hidayat, S.T.", **DECREE}
WHO = {"name": "Hasan Basri", "phone": "081377001122", "address": "Jl. Merdeka 9"}
REPORTER = {"name": WHO["name"], "phone": WHO["phone"]}
ANONYMOUS = {"subject": "Penguji kasar", "text": "Penguji P1 membentak pedagang.", "anonymous": True}


class OldOffice:
    """The four services in one process; `kept` collects what the people of the story hold in their hands."""

    def __init__(self, var: Path) -> None:
        self.issuer = import_module("tests.support").Issuer(var / "keys", ISSUER, "uttp")
        with self.on(BEGIN):
            self.services = {name: open_service(name, var) for name in NAMES}
            for service in self.services.values():
                service.demo()
        self.town = Town(self.speak, self.settle, BEGIN.date())
        self.kept: dict[str, Any] = {}

    def speak(self, service: str, role: str) -> Caller:
        roles = [role.split("-")[0]] if role else []
        return Caller(self.services[service], self.issuer, role and f"dev-{role}", *roles, name=role, **ALWAYS)

    def settle(self) -> None:
        carry(list(self.services.values()))

    def store_unread(self) -> None:
        """What intake told lies in testing's inbox, and the process that works on it has stopped."""
        import_module("tests.support")._fetch(self.services["testing"], self.services["intake"])

    @contextmanager
    def on(self, moment: datetime) -> Iterator[None]:
        with clock.frozen_at(moment):
            yield

    def live(self) -> None:
        deeds = (self.begins, self.goes_on, self.slows_down, self.ends)
        for moment, done in zip((BEGIN, SECOND, THIRD, LAST), deeds, strict=True):
            with self.on(moment):
                self.town.today = moment.date()
                done()

    def begins(self) -> None:
        """Who may what is entered; a trader's letter is tested, a market's too; papers are signed."""
        decrees(self.town)
        story.register_type(self.town, "tbo_elektronik")
        self.letter = traders_letter(self.town)
        self.market = markets_letter(self.town)
        self.kept["letters"] = [{"number": self.letter["number"], "code": self.letter["tracking_code"]}]
        sent_back_and_refused(self.town)
        deputy_signs(self.town)

    def goes_on(self) -> None:
        """The rejected instrument comes again; an appeal goes through its stages, other complaints stop on the way."""
        town = self.town
        retested(town, self.letter)
        self.settle()
        paper = story.papers(town, self.letter["items"][0]["instrument"]["id"])[-1]
        suspended, revoked, doubted, asked = (
            story.papers(town, one["id"])[-1]
            for one in sorted((item["instrument"] for item in self.market["items"]), key=lambda one: one["serial"])
        )
        self.kept["complaints"] = [appeal(town, paper), *other_complaints(town)]
        for one, move in ((asked, "suspension"), (suspended, "")):
            holds, case = in_handling(town, one)
            self.kept["complaints"].append(holds)
            if move:
                case.move(move, {"reason_code": "seal_broken"})
        self.settle()
        held_papers(town, suspended, revoked)
        wrong_standard(town, doubted)
        self.settle()

    def slows_down(self) -> None:
        """Examinations nobody approves, one of them for a complaint, and a paper nobody signs."""
        left_waiting(self.town)
        for_complaint(self.town, self.kept["complaints"][-1]["id"])
        self.settle()

    def ends(self) -> None:
        """Kept answers of the first weeks are let go, as every day; then letters are told that nobody heard."""
        for service in self.services.values():
            import_module("shared.tidying").purge_keys(service.store, clock.now())
        unfinished(self.town)
        letters_unheard(self.town, self.store_unread)
        last_words(self.town, self.kept["complaints"][-2]["id"])
        self.kept["replays"] = [answered(self.town, *one) for one in REPEATED]


def decrees(town: Town) -> None:
    """Delegations, an interest, who handles complaints."""
    for service in ("testing", "certificates"):
        ok(town.at(service, "head").post("/v1/delegations", DEPUTY), 201)
    kin = {"relation": "kin", "party_id": "01a00000-0000-7000-8000-000000000001", "first_day": "2026-10-05"}
    ok(town.at("testing", "verifier").post("/v1/interests", {**kin, "note": "Ipar pemilik toko"}), 201)
    staff = {"subject": "dev-verifier", "name": "Ahmad Fauzi", "skills": ["metrology"], "verifier_code": "P1"}
    ok(town.at("complaints", "head").post("/v1/staff", {**staff, "conflicts": ["P2"]}), 201)


def traders_letter(town: Town) -> Any:
    """One scale passes with a photo and a note and after it was sent back once, one is rejected."""
    plates = {"TR-30": story.item("tbo_elektronik", story.TRADER, "TR-30"),
              "TM-6": story.new(story.item("tbo_elektronik", story.TABLE, "TM-6"))}  # fmt: skip
    facts = {"letter": {"source": "written", "number": "12/TB/2026", "date": "2026-10-01"}, "wish": "Sebelum Lebaran"}
    letter = story.accept(town, story.hand_in(town, list(plates.values()), **facts))
    orders = booked(town, letter, story.session(town))
    arrived, noted = orders["TR-30"], {"note": "Segel putus saat datang"}
    ok(town.at("testing", "front_officer").post(f"/v1/orders/{arrived['id']}/anomalies", noted, arrived))
    with_photo(town, story.orders(town, letter)["TR-30"], story.record(plates["TR-30"]))
    story.finish(town, orders["TM-6"], story.record(plates["TM-6"], "1"))
    story.sign_all(town)
    return letter


def booked(town: Town, letter: Any, day: Any) -> dict[str, Any]:
    """Every order of the letter stands in the day, which is open."""
    for order in story.orders(town, letter).values():
        story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    return story.orders(town, letter)


def with_photo(town: Town, order: Any, readings: Any) -> None:
    """Recorded with a photo, handed over, sent back by the head, handed over again, approved; then corrected."""
    desk, head = town.at("testing", "verifier"), town.at("testing", "head")
    made = ok(desk.post("/v1/examinations", story.sheet_of(order, readings)), 201)
    where = f"/v1/examinations/{made['id']}"
    form = {"file": (io.BytesIO(JPEG), "IMG_0001.JPG"), "kind": "plate", "caption": "Pelat depan toko Siti"}
    headers = {**desk.headers, "Idempotency-Key": "photo-1"}
    ok(desk.client.post(f"{where}/photos", data=form, headers=headers), 201)
    ok(desk.post(f"{where}/submission", {}, desk.get(where)))
    ok(head.post(f"{where}/return", {"note": "Periksa titik 20 kg"}, head.get(where)))
    ok(desk.post(f"{where}/submission", {}, desk.get(where)))
    story.approve(town, ok(head.get(where)))
    new = ok(desk.post(f"{where}/correction", {"reason": "Catatan salah"}, desk.get(where)), 201)
    again = f"/v1/examinations/{new['id']}"
    ok(desk.send("PATCH", again, {"adjustment": True}, desk.get(again)))
    ok(desk.post(f"{again}/submission", {}, desk.get(again)))
    story.approve(town, ok(head.get(again)))


def markets_letter(town: Town) -> Any:
    """A collective letter of the counter: four owners; one of them was tested with another standard."""
    owners = [{"name": name, "address": f"Los {n}"} for n, name in enumerate(NAMED, 1)]
    stalls = [story.item("timbangan_pegas", SPRING, f"PS-{n}", mode="group") for n in range(len(owners))]
    items = [{**stall, "owner": owner} for stall, owner in zip(stalls, owners, strict=True)]
    letter = story.accept(town, story.hand_in(town, items, "front_officer", scheme="collective", channel="counter"))
    orders = booked(town, letter, story.session(town, "group"))
    for one in stalls:
        serial = one["instrument"]["serial"]
        facts = {"standards": ["AT-M2"]} if serial == DOUBTED else {}
        story.finish(town, orders[serial], story.record(one), **facts)
    return letter


def sent_back_and_refused(town: Town) -> None:
    """A letter that lies with its applicant again, one that was refused, one that was taken back, one never sent."""
    desk, office = town.at("intake", "applicant"), town.at("intake", "front_officer")
    returned, refused, withdrawn = (story.hand_in(town, [plate(f"RB-{n}")], wish="Pagi") for n in range(3))
    fault = {"pointer": f"/items/{returned['items'][0]['id']}", "code": "serial_unreadable", "note": "Nomor kabur"}
    ok(office.post(f"/v1/applications/{returned['id']}/return", {"faults": [fault]}, returned))
    ok(office.post(f"/v1/applications/{refused['id']}/rejection", {"reason_code": "outside_territory"}, refused))
    ok(desk.post(f"/v1/applications/{withdrawn['id']}/withdrawal", {"reason_code": "instrument_sold"}, withdrawn))
    ok(desk.post("/v1/applications", {"party": WHO, "items": [plate("DR-1")]}), 201)
    town.settle()


def on_paper(town: Town, serial: str) -> Any:
    """A letter handed in with the paper that its applicant signed."""
    desk = town.at("intake", "applicant")
    draft = ok(desk.post("/v1/applications", {"party": WHO, "items": [plate(serial)]}), 201)
    where = f"/v1/applications/{draft['id']}"
    ok(desk.upload(f"{where}/letter", PDF, draft))
    return ok(desk.post(f"{where}/submission", {}, desk.get(where)))


def plate(serial: str) -> dict[str, Any]:
    return story.item("timbangan_pegas", SPRING, serial)


def deputy_signs(town: Town) -> None:
    """One paper of the market by who acts for the head, the others by the head."""
    deputy = town.at("certificates", "verifier-3")
    [first, *_] = ok(town.at("certificates", "head").get("/v1/certificates?state=awaiting_signature"))["items"]
    ok(deputy.post(f"/v1/certificates/{first['id']}/signature", {}, first))
    story.sign_all(town)


def retested(town: Town, letter: Any) -> None:
    """The repaired scale comes again and passes."""
    orders = booked_again(town, letter, "TM-6")
    again = story.new(story.item("tbo_elektronik", story.TABLE, "TM-6"))
    story.finish(town, orders["TM-6"], story.record(again), adjustment=True)
    story.sign_all(town)


def booked_again(town: Town, letter: Any, serial: str) -> dict[str, Any]:
    day = story.session(town)
    story.book(town, story.orders(town, letter)[serial], day)
    town.settle()
    story.open_session(town, day)
    return story.orders(town, letter)


def appeal(town: Town, paper: Any) -> dict[str, str]:
    """A buyer doubts a paper: retested by somebody else, answered, closed, evaluated."""
    public, desk = town.at("complaints", ""), town.at("complaints", "complaint_officer")
    people = {one["skills"][0]: one["id"] for one in ok(desk.get("/v1/staff?limit=100"))["items"]
              if one["subject"] != "dev-verifier"}  # fmt: skip
    lodged = ok(public.post("/v1/complaints", complaint.about(paper)), 201)
    case = complaint.Case(desk, lodged["id"])
    case.move("verification", complaint.VERIFICATION)
    case.move("classification", {"type": "verdict", "severity": "high"})
    case.move("assignment", {"staff_id": people["metrology"], "why": "ahli"})
    case.move("start", {"plan": "Uji ulang oleh penguji lain"})
    case.move("retest", {"reason_code": "verdict_disputed"})
    town.settle()
    examined_again(town, paper)
    case.move("report", {"actions": complaint.DEEDS})
    case.say("Alat Anda telah diuji ulang.")
    case.move("resolution", complaint.RESOLUTION)
    complaint.tell(public, lodged, "answer", rating=5, words="Terima kasih.")
    plan = {**complaint.IMPROVEMENT, "owner_id": people["metrology"], "due_on": "2026-12-31"}
    learned = {"note": "Penjelasan perlu lebih jelas.", "cause": {"code": "information"}, "improvement": plan}
    case.move("evaluation", learned)
    return held(lodged)


def examined_again(town: Town, paper: Any) -> None:
    """The order of the complaint, by the second verifier."""
    desk = town.at("testing", "front_officer")
    [order] = ok(desk.get(f"/v1/orders?instrument={paper['instrument_id']}&state=waiting"))["items"]
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    order = ok(desk.get(f"/v1/orders/{order['id']}"))
    story.finish(town, order, story.record(story.item("tbo_elektronik", story.TRADER, "TR-30")), by="verifier-2")
    story.sign_all(town)


def held(lodged: Any) -> dict[str, str]:
    return {name: lodged[name] for name in ("id", "number", "code")}


def other_complaints(town: Town) -> list[dict[str, str]]:
    """One without a name about a verifier, with a file and a note; one by telephone; one that was taken back."""
    public, desk = town.at("complaints", ""), town.at("complaints", "complaint_officer")
    unnamed = ok(public.post("/v1/complaints", {**ANONYMOUS, "about": {"verifier_code": "P1"}}), 201)
    where = f"/v1/tracking/{unnamed['number']}"
    ok(public.upload(f"{where}/attachments?code={unnamed['code']}", JPEG, unnamed, "bukti.jpg"))
    ok(desk.post(f"/v1/complaints/{unnamed['id']}/notes", {"text": "Pedagang takut disebut."}), 201)
    phoned = ok(town.at("complaints", "front_officer").post("/v1/complaints", complaint.BY_PHONE), 201)
    complaint.Case(desk, phoned["id"]).move("verification", complaint.VERIFICATION)
    back = ok(public.post("/v1/complaints", {"subject": "Salah kirim", "text": "Keliru.", "reporter": REPORTER}), 201)
    complaint.tell(public, back, "withdrawal", why="Sudah selesai.")
    return [held(one) for one in (unnamed, phoned, back)]


def in_handling(town: Town, paper: Any) -> tuple[Any, complaint.Case]:
    """A complaint about a paper that came by telephone and is worked on; what its reporter holds, and the case."""
    about = {"kind": "appeal", "about": {"certificate_number": paper["number"]}}
    lodged = ok(town.at("complaints", "front_officer").post("/v1/complaints", {**complaint.BY_PHONE, **about}), 201)
    case = complaint.Case(town.at("complaints", "complaint_officer"), lodged["id"])
    [person] = [one for one in ok(case.desk.get("/v1/staff?limit=100"))["items"] if "integrity" in one["skills"]]
    case.move("verification", complaint.VERIFICATION)
    case.move("classification", {"type": "conduct", "severity": "high"})
    case.move("assignment", {"staff_id": person["id"], "why": "tidak terlibat"})
    case.move("start", {"plan": "Memeriksa segel"})
    return held(lodged), case


def held_papers(town: Town, suspended: Any, revoked: Any) -> None:
    head = town.at("certificates", "head")
    for paper, deed in ((suspended, "suspension"), (revoked, "revocation")):
        ok(head.post(f"/v1/certificates/{paper['id']}/{deed}", {"reason_code": "seal_broken"}, paper))


def wrong_standard(town: Town, doubted: Any) -> None:
    """A standard is found wrong: the paper that rests on it is doubted, and its suspension is asked for."""
    keeper = town.at("testing", "head")
    [wrong] = [one for one in ok(keeper.get("/v1/standards?limit=100"))["items"] if one["code"] == "AT-M2"]
    why = {"withdrawn_from": "2026-10-01", "withdrawn_code": "found_wrong", "withdrawn_reason": "Massa turun 4 g"}
    ok(keeper.send("PATCH", f"/v1/standards/{wrong['id']}", why, wrong))
    town.settle()
    asked = ok(town.at("certificates", "head").get("/v1/suspension_requests"))["items"]
    assert doubted["id"] in {one["id"] for one in asked}


def left_waiting(town: Town) -> None:
    plates = {serial: plate(serial) for serial in ("UF-1", "UF-2", "UF-3")}
    letter = story.accept(town, story.hand_in(town, list(plates.values())))
    orders = booked(town, letter, story.session(town))
    story.examine(town, orders["UF-1"], story.record(plates["UF-1"]))
    story.finish(town, orders["UF-2"], story.record(plates["UF-2"]))
    story.examine(town, orders["UF-3"], story.record(plates["UF-3"]))


def for_complaint(town: Town, id: str) -> None:
    """A complaint asks for another test; it is recorded by another verifier."""
    case = complaint.Case(town.at("complaints", "complaint_officer"), id)
    case.move("retest", {"reason_code": "verdict_disputed"})
    town.settle()
    [order] = ok(town.at("testing", "front_officer").get(f"/v1/orders?complaint={id}"))["items"]
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    order = ok(town.at("testing", "front_officer").get(f"/v1/orders/{order['id']}"))
    story.examine(town, order, story.record(plate("PS-0")), by="verifier-2")


def unfinished(town: Town) -> None:
    """An order that has a day."""
    letter = story.accept(town, story.hand_in(town, [plate("BK-1")]))
    story.book(town, story.orders(town, letter)["BK-1"], story.session(town))
    town.settle()


def letters_unheard(town: Town, store_unread: Callable[[], None]) -> None:
    """A letter that testing heard of and did not yet work on, one it never heard of, one that waits for a clerk."""
    for serial in ("UH-1", "UH-2"):
        unheard = on_paper(town, serial)
        ok(town.at("intake", "front_officer").post(f"/v1/applications/{unheard['id']}/acceptance", {}, unheard))
        if serial == "UH-1":
            store_unread()
    story.hand_in(town, [plate("HI-1")])


def last_words(town: Town, complaint_id: str) -> None:
    """Told in the last minute and heard by nobody: two verdicts, one of them for a complaint; another retest."""
    head = town.at("testing", "head")
    waiting = ok(head.get("/v1/examinations?state=submitted&limit=100"))["items"]
    chosen = {ok(head.get(f"/v1/orders/{one['order_id']}"))["serial"]: one for one in waiting}
    for serial in ("UF-1", "PS-0"):
        ok(head.post(f"/v1/examinations/{chosen[serial]['id']}/approval", {}, chosen[serial]))
    case = complaint.Case(town.at("complaints", "complaint_officer"), complaint_id)
    case.move("retest", {"reason_code": "verdict_disputed"})


def answered(town: Town, service: str, role: str, path: str, body: Any) -> dict[str, Any]:
    """A deed under a key that its doer may send again: the same answer is his."""
    key = f"again-{service}-{role}"
    answer = town.at(service, role).post(path, body, **{"Idempotency-Key": key})
    asked = {"service": service, "role": role, "path": path, "body": body, "key": key}
    return {**asked, "status": answer.status_code, "json": ok(answer, 201)}


REPEATED: list[tuple[str, str, str, Any]] = [
    ("intake", "applicant", "/v1/applications", {"party": WHO, "items": [plate("RP-1")]}),
    ("complaints", "", "/v1/complaints", {**ANONYMOUS, "subject": "Antrean", "text": "Menunggu lama."}),
    ("testing", "head", "/v1/interests",
     {"subject": "dev-verifier-2", "relation": "owns", "first_day": "2026-11-20", "note": "Kios sendiri",
      "party_id": "01a00000-0000-7000-8000-000000000002"}),
]  # fmt: skip
