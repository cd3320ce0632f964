"""The stories in which every personal text is written down: letters, tests, papers, complaints of all three kinds."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared import clock
from shared.auth.development_issuer import Issuer
from shared.ids import uuid7
from shared.service import Service
from tests import complaint, story
from tests.story import Town, ok
from tests.support import ISSUER, MONDAY, NAMES, application, carry, open_service
from tests.taint import classes, fields, places
from tests.taint.markers import Ledger, Spoiler
from tests.test_guards import fitting
from tests.test_journeys import certified, put_to_work
from tests.testing.pictures import JPEG, PDF

ABOUT = {"about": {"verifier_code": "x"}}
ANONYMOUS = {**ABOUT, "anonymous": True, "subject": "x", "text": "x", "reporter": {"name": "x"}}
SECRET = {**ABOUT, "secret": True, "subject": "x", "text": "x", "reporter": {"name": "x"}}
OPEN = {**ABOUT, "subject": "x", "text": "x", "reporter": {"name": "x"}}
DISMISSAL = {**complaint.VERIFICATION, "root_cause": "x", "message": "x"}


@dataclass
class Played:
    """What was played, and everything that it left behind."""

    services: dict[str, Service]
    ledger: Ledger
    folder: Path
    log: bytes = b""


@contextmanager
def played(folder: Path) -> Iterator[Played]:
    """All stories on fresh databases, with a clock that stands."""
    with ExitStack() as stack:
        stack.enter_context(clock.frozen_at(MONDAY))
        lines = stack.enter_context(places.Lines())
        services = {name: open_service(name, folder, proxy_hops="1") for name in NAMES}
        apps = {name: application(service) for name, service in services.items()}
        known = (name for service in services.values() for name, _ in fields.texts(service, apps[service.name]))
        done = Played(services, Ledger(classes.personal(known)), folder)
        issuer = Issuer(folder / "keys", ISSUER, "uttp")
        for service in services.values():
            stack.callback(service.store.close)
            service.demo()

        def speak(name: str, role: str) -> Spoiler:
            return Spoiler(services[name], apps[name], issuer, done.ledger, role)

        town = Town(speak, lambda: carry(list(services.values())), MONDAY.date())
        for tell in (letters, tests, registers, complaints, office_of_complaints, operators):
            tell(town)
        sweep(town, done)
        done.log = lines.text
        yield done


def letters(town: Town) -> None:
    """Written, amended, given back, refused, taken back; with a file."""
    desk, office = town.at("intake", "applicant"), town.at("intake", "front_officer")
    plate = story.item("tbo_elektronik", story.TRADER, "TR-1")
    body = {"party": {"name": "x"}, "letter": {"source": "written"}, "items": [plate], "wish": "x"}
    for end in ("rejection", "withdrawal", "return"):
        draft = ok(desk.post("/v1/applications", body), 201)
        url = f"/v1/applications/{draft['id']}"
        parts = {"party": {"name": "x"}, "letter": {"source": "written"}}
        draft = ok(desk.send("PATCH", url, parts, draft))
        draft = ok(desk.upload(f"{url}/letter", PDF, draft))
        sent = ok(desk.post(f"{url}/submission", {"double_reason": "x"}, draft))
        fault = {"pointer": "/letter", "code": "unsigned", "note": "x"}
        brought = {"faults": [fault]} if end == "return" else {"reason_code": "unsuitable"}
        ok((desk if end == "withdrawal" else office).post(f"{url}/{end}", brought, sent))
    ok(office.post("/v1/applications", body | {"channel": "counter"}), 201)


def tests(town: Town) -> None:
    """A scale gets its paper, another is tested against the rule, sent back, corrected and photographed."""
    certified(town)
    plate = story.item("tbo_elektronik", story.TRADER, "TR-9")
    letter = story.accept(town, story.hand_in(town, [plate], wish="x"))
    [order] = story.orders(town, letter).values()
    day = story.session(town)
    story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    [order] = story.orders(town, letter).values()
    desk, head = town.at("testing", "verifier"), town.at("testing", "head")
    order = ok(desk.post(f"/v1/orders/{order['id']}/anomalies", {"note": "x"}, order))
    sah = [{**story.MARK, "unit": "1"}]
    made = ok(desk.post("/v1/examinations", story.sheet_of(order, story.record(plate, "1"), marks=sah)), 201)
    url = f"/v1/examinations/{made['id']}"
    ok(desk.form("POST", f"{url}/photos", JPEG, ending=".jpg", kind="plate"), 201)
    made = ok(desk.get(url))
    made = ok(desk.post(f"{url}/departure", {"units": [{"unit": "1", "verdict": "valid"}], "reason": "x"}, made))
    sent = ok(desk.post(f"{url}/submission", {}, desk.get(url)))
    back = ok(head.post(f"{url}/return", {"note": "x"}, sent))
    approved = story.approve(town, ok(desk.post(f"{url}/submission", {}, back)))
    new = {"readings": story.record(plate), "marks": sah}
    fixed = ok(desk.post(f"{url}/correction", {**new, "reason": "x"}, approved), 201)
    story.approve(town, ok(desk.post(f"/v1/examinations/{fixed['id']}/submission", {}, fixed)))
    story.sign_all(town)


def registers(town: Town) -> None:
    """Officers, who stands for whom, who is close to what, standards."""
    head, admin, today = town.at("testing", "head"), town.at("testing", "admin"), town.today
    days = {"appointed_from": str(today), "appointed_until": str(today), "certified_until": str(today)}
    person = ok(head.post("/v1/verifiers", {"code": "P8", "scope": ["tbo_elektronik"], **days}), 201)
    person = ok(admin.post(f"/v1/verifiers/{person['id']}/confirmation", {}, person))
    over = {"withdrawn_from": str(today), "withdrawn_code": "other"}
    ok(head.send("PATCH", f"/v1/verifiers/{person['id']}", over, person))
    standard = ok(head.get("/v1/standards?limit=100"))["items"][-1]
    standard = ok(head.send("PATCH", f"/v1/standards/{standard['id']}", over, standard))
    term = {"first_day": str(today), "last_day": str(today + timedelta(days=9))}
    decree = {"capacity": "on_behalf", "decree": "SK 1", "decree_on": str(today), **term}
    for keeper in (admin, town.at("certificates", "admin")):
        entered = ok(keeper.post("/v1/delegations", decree), 201)
        ok(keeper.send("PATCH", f"/v1/delegations/{entered['id']}", {"last_day": str(today), "reason": "x"}, entered))
    tie = {"relation": "family", "instrument_id": uuid7(), **term}
    _tried(town.at("testing", "verifier").post("/v1/interests", tie))
    _tried(head.post("/v1/interests", tie))


def complaints(town: Town) -> None:
    """One with a name, one in secret, one without a name; each by somebody who is logged in, and by nobody."""
    desk = town.at("complaints", "complaint_officer")
    people = {one["skills"][0]: one["id"] for one in ok(desk.get("/v1/staff?limit=100"))["items"] if one["skills"]}
    for said in (OPEN, SECRET, ANONYMOUS):
        for role in ("applicant", ""):
            reporter = town.speak("complaints", role)
            lodged = ok(reporter.post("/v1/complaints", said), 201)
            lodged = lodged if lodged["number"] else complaint.confirmed(reporter, lodged)
            url = f"/v1/tracking/{lodged['number']}"
            ok(reporter.post(f"{url}/messages", {"code": lodged["code"]}), 201)
            ok(reporter.form("PUT", f"{url}/attachments?code={lodged['code']}", PDF))
            case = complaint.Case(desk, lodged["id"])
            case.move("identity", {"reason": "x"})
            to_the_end(town, reporter, lodged, case, people)
    ended(town, desk)


def to_the_end(town: Town, reporter: Any, lodged: Any, case: complaint.Case, people: dict[str, str]) -> None:
    """All seven stages, once reopened."""
    case.move("verification", {**complaint.VERIFICATION, "root_cause": "x"})
    put_to_work(case, people)
    for last in (False, True):
        case.move("report", {"actions": complaint.DEEDS})
        case.move("resumption", {"why": "x"})
        case.move("report", {"actions": complaint.DEEDS})
        case.say("x")
        ok(case.desk.post(f"/v1/complaints/{case.id}/notes", {"text": "x"}), 201)
        ok(case.desk.form("POST", f"/v1/complaints/{case.id}/attachments", PDF + b"\n"), 201)
        case.move("resolution", complaint.RESOLUTION)
        if not last:
            complaint.tell(reporter, lodged, "reopening", why="x")
            case.desk = town.at("complaints", "head")
    seen = ok(reporter.get(complaint.tracking(lodged)))
    token = seen["feedback_url"].rpartition("/")[2]
    if lodged["identity"] == "named":
        complaint.tell(reporter, lodged, "answer", rating=1)
    else:
        ok(reporter.post(f"/v1/feedback/{token}", {"rating": 1}), 201)
    due = str(town.today + timedelta(days=60))
    plan = {"measure": "information", "owner_id": people["metrology"], "due_on": due}
    learned = {"note": "x", "cause": {"code": "information"}, "rating_review": {"linked_to_cause": "information"}}
    case.move("evaluation", {**learned, "improvement": plan})


def ended(town: Town, desk: Any) -> None:
    """Dismissed, handed on, taken back; taken in though nobody confirmed it."""
    waiting = ok(town.at("complaints", "").post("/v1/complaints", OPEN), 201)
    complaint.Case(desk, waiting["id"]).move("reception", {"why": "x"})
    for end in ("dismissal", "transfer", "withdrawal"):
        reporter = town.speak("complaints", "applicant")
        lodged = ok(reporter.post("/v1/complaints", OPEN), 201)
        case = complaint.Case(desk, lodged["id"])
        if end == "withdrawal":
            complaint.tell(reporter, lodged, end, why="x")
            continue
        case.say("x")
        if end == "transfer":
            case.move("verification", {**complaint.VERIFICATION, "root_cause": "x"})
        case.move(end, DISMISSAL if end == "dismissal" else {"agency": "x", "message": "x"})


def office_of_complaints(town: Town) -> None:
    head = town.at("complaints", "head")
    entered = ok(head.post("/v1/staff", {"skills": ["service"]}), 201)
    person = ok(town.at("complaints", "admin").post(f"/v1/staff/{entered['id']}/confirmation", match=entered))
    plan = {"cause": "information", "measure": "information", "owner_id": person["id"], "due_on": str(town.today)}
    made = ok(head.post("/v1/improvements", plan), 201)
    effect = {"effective": True, "checked_on": str(town.today)}
    _tried(head.post(f"/v1/improvements/{made['id']}/completion", effect, made))


def operators(town: Town) -> None:
    """What operators say when they act on events; also where there is nothing to act on."""
    for name in NAMES:
        _tried(town.at(name, "admin").post("/v1/dead-events/retries", {"type": "none"}))
        _tried(town.at(name, "admin").post(f"/v1/dead-events/{uuid7()}/skip", {}))


def sweep(town: Town, done: Played) -> None:
    """Everybody looks at everything that can be read, with the ids of all there is; and every text is sent once more
    to every route, where most of it is refused."""
    for role in places.EVERYBODY:
        for name in done.services:
            who = town.at(name, role)
            for url in sorted(_addresses(who.app, name, done.ledger)):
                who.get(url)
    for name in done.services:
        _refused(town, name)


def _addresses(app: Any, name: str, ledger: Ledger) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        options = getattr(app.view_functions[rule.endpoint], "options", {})
        if "GET" not in rule.methods or "pdf" in options.get("media", ""):
            continue
        if not rule.arguments:
            yield rule.rule
        elif rule.arguments == {"id"}:
            above = rule.rule.partition("/<")[0]
            ids = ledger.ids.get((name, above), [])
            yield from (rule.rule.replace("<id:id>", id) for id in ids)
    yield from (url for url in ledger.gets.get(name, ()) if "code=" in url)


def _refused(town: Town, name: str) -> None:
    """A body for each route: its personal texts alone, so that what is refused is seen not to be kept either."""
    for role in ("admin", ""):
        who = town.speak(name, role)
        adapter = who.app.url_map.bind("localhost")
        for rule in who.app.url_map.iter_rules():
            options = getattr(who.app.view_functions[rule.endpoint], "options", {})
            values = {one: fitting(rule._converters[one]) for one in rule.arguments}
            if "body" in options:
                [method] = rule.methods - {"OPTIONS", "HEAD"}
                who.send(method, adapter.build(rule.endpoint, values, method), {}, {"version": 1})


def _tried(answer: Any) -> None:
    """A step whose refusal is none of our business here, as long as it is one."""
    assert answer.status_code < 500, answer.data


Story = Callable[[Town], None]
