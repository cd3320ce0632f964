"""What everybody may hear lays no complaint to a test: the story of a complaint in the public feed, and in what testing
answers to whom."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.events.contracts import json_schema
from shared.events.declarations import schema_of
from tests import complaint, golden, story
from tests.story import Town
from tests.support import MONDAY, NAMES, Caller, carry
from tests.test_journeys import certified, lodged_and_verified, put_to_work, retested

# What a case is about, as the others call it; and what the others could call a case.
TESTED = ("order", "examination", "instrument", "item", "certificate", "session", "verifier", "party", "owner", "place")
WORDS = ("complaint", "pengaduan", "keberatan", "appeal")
PROMISED = "complaint_id"  # once told by testing; null today
ROLES = ("applicant", "front_officer", "verifier", "head", "complaint_officer", "auditor", "admin")
KNOWING = {"head", "complaint_officer", "auditor"}
PARTS = {"order": "orders", "session": "sessions"}


@pytest.fixture
def services(opened, monday) -> dict[str, Any]:
    made = {name: opened(name) for name in NAMES}
    for service in made.values():
        service.demo()
    return made


@pytest.fixture
def town(services, caller) -> Town:
    def speak(service: str, role: str) -> Any:
        return caller(services[service], *([role.split("-")[0]] if role else []), sub=role and f"dev-{role}", name=role)

    return Town(speak, lambda: carry(list(services.values())), MONDAY.date())


def played(town: Town) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A complaint asks for a retest that is offered, moved, missed, released, called off, asked for again and done,
    and for a suspension; returns paper, case and the order."""
    paper = certified(town)
    _, case = lodged_and_verified(town, paper)
    staff = story.ok(case.desk.get("/v1/staff?limit=100"))["items"]
    put_to_work(case, {one["skills"][0]: one["id"] for one in staff if one["skills"]})
    case.move("retest", {"reason_code": "verdict_disputed"})
    case.move("suspension", {"reason_code": "verdict_disputed"})
    town.settle()
    order = astray(town, case)
    case.move("retest", {"reason_code": "verdict_disputed"})
    town.settle()
    done = retested(town, paper)
    story.sign_all(town)
    assert [one["state"] for one in case.now["retests"]] == ["cancelled", "examined"]
    return paper, case.now, {"first": order, "done": done["order_id"]}


def astray(town: Town, case: complaint.Case) -> str:
    """Every way on which an order gets and loses its day."""
    id = case.now["retests"][-1]["order_id"]
    desk, head = town.at("testing", "front_officer"), town.at("testing", "head")

    def move(name: str, **body: Any) -> None:
        story.ok(desk.post(f"/v1/orders/{id}/{name}", body, story.ok(desk.get(f"/v1/orders/{id}"))))

    days = [story.session(town)["id"] for _ in range(3)]
    move("offer", session_id=days[0])
    move("acceptance")
    move("rescheduling", session_id=days[1])
    move("release", reason_code="dirty")
    move("booking", session_id=days[2])
    day = story.ok(head.get(f"/v1/sessions/{days[2]}"))
    story.ok(head.post(f"/v1/sessions/{days[2]}/opening", {}, day))
    move("missing")
    move("cancellation", reason_code="beyond_repair")
    town.settle()
    return id


def values(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from values(one)
    elif node is not None:
        yield str(node)


def public_feed(services: dict[str, Any]) -> list[dict[str, Any]]:
    pages = [service.log.page(0, 100_000).bodies for service in services.values()]
    return [json.loads(body) for bodies in pages for body in bodies]


def of_cases(event: dict[str, Any]) -> bool:
    return event["type"].startswith("complaints.")


def test_the_story_of_a_complaint_in_the_public_feed_lays_it_to_no_test(services, town):
    paper, case, orders = played(town)
    feed = public_feed(services)
    told_of_cases, others = [one for one in feed if of_cases(one)], [one for one in feed if not of_cases(one)]
    links = {
        case["id"],
        case["number"],
        *(one["correlationid"] for one in told_of_cases if one["subject"] == case["id"]),
    }
    tests = {"P1", "P2", *orders.values(), *(paper[name] for name in ("id", "number", "instrument_id"))}
    tests |= {one["id"] for one in others if one["type"].startswith("testing.")}

    assert told_of_cases
    assert any(orders["done"] in values(one["data"]) for one in others)
    assert [one["type"] for one in others if links & set(values(one))] == []
    assert [one["type"] for one in others if any(word in said.lower() for said in values(one) for word in WORDS)] == []
    assert [one["type"] for one in told_of_cases if tests & set(values(one))] == []
    assert [one["type"] for one in others if orders["first"] in values(one)] == []
    before = [one for one in others if one["type"].startswith("testing.order.") and orders["done"] in values(one)]
    assert before == []  # nobody outside hears of the order before its verdict


def declared() -> list[Any]:
    return [kind for service in golden.services() for kind in service.published if not kind.internal]


@pytest.mark.parametrize("kind", declared(), ids=lambda kind: kind.type)
def test_no_public_event_declares_both_a_case_and_a_test(kind):
    names = set(json_schema(kind)["properties"])
    foreign = [name for name in names if any(word in name for word in WORDS)]
    tested = [name for name in names if name.startswith(TESTED)]

    assert (tested if kind.type.startswith("complaints.") else sorted({*foreign} - {PROMISED})) == []


OF_TESTS = [kind for kind in declared() if kind.type.startswith("testing.") and PROMISED in schema_of(kind).fields]


@pytest.mark.parametrize("kind", OF_TESTS, ids=lambda kind: kind.type)
def test_whoever_tells_the_link_after_all_is_refused_at_the_sender(kind):
    field = schema_of(kind).fields[PROMISED]  # `draft` asks it before anything is told

    with pytest.raises(ValidationError):
        field.deserialize("01a20000-0000-7000-8000-000000000001")
    assert field.deserialize(None) is None


def answers(who: Caller, order: str, examination: str) -> Iterator[tuple[str, Any]]:
    lists = ("/v1/orders?limit=100", "/v1/orders?origin=office", "/v1/examinations?limit=100")
    about = (f"/v1/orders/{order}", f"/v1/orders/{order}/history", f"/v1/examinations/{examination}")
    for address in (*lists, *about, f"/v1/examinations/{examination}/history"):
        if (answer := who.get(address)).status_code == 200:  # a refusal names the roles that it wants
            yield address, answer


def test_testing_answers_say_nothing_of_the_case_to_who_does_not_handle_complaints(services, town, caller):
    _, case, orders = played(town)
    [_, done] = case["retests"]
    named = {case["id"], case["number"]}

    for roles in (*((role,) for role in ROLES), ("verifier", "auditor"), ("verifier", "complaint_officer")):
        who = caller(services["testing"], *roles, sub="dev-applicant" if roles == ("applicant",) else "dev-verifier-2")
        told = dict(answers(who, orders["done"], done["examination_id"]))
        if "applicant" in roles:
            assert f"/v1/orders/{orders['done']}" in told  # his scale, and not his case
        said = {address: set(values(answer.json)) for address, answer in told.items()}
        assert [address for address, words in said.items() if named & words] == [], roles
        if not KNOWING & {*roles} or "verifier" in roles:
            bad = [at for at, words in said.items() if any(one in word.lower() for word in words for one in WORDS)]
            assert bad == [], roles


def test_who_looks_on_reads_that_a_complaint_asked_for_the_test_and_only_the_case_says_which(services, town, caller):
    _, case, orders = played(town)
    address = f"/v1/orders/{orders['done']}/history"
    history = caller(services["testing"], "auditor").get(address).json["items"]

    assert "retest_requested" in [line["action"] for line in history]
    assert [one["order_id"] for one in case["retests"]] == [orders["first"], orders["done"]]
