"""A subscriber who has nothing but the published document understands every message, and can show and check a paper."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.service import Service
from tests import messages, story
from tests.story import Town
from tests.support import MONDAY, NAMES, application, carry

PAPER = "certificates_certificate_issued_v1"


@pytest.fixture
def services(opened: Callable[..., Service], caller: Callable[..., Any], monday: Any) -> dict[str, Service]:
    return lived({name: opened(name) for name in NAMES}, caller)


def lived(services: dict[str, Service], caller: Callable[..., Any]) -> dict[str, Service]:
    """An office in which one instrument passed and one failed, and both papers are signed."""
    for service in services.values():
        service.demo()

    def speak(service: str, role: str) -> Any:
        return caller(services[service], role, name=role)

    town = Town(speak, lambda: carry(list(services.values())), MONDAY.date())
    plates = {serial: story.item("tbo_elektronik", story.TRADER, serial) for serial in ("GOOD-1", "BAD-1")}
    letter, day = story.accept(town, story.hand_in(town, list(plates.values()))), story.session(town)
    for order in story.orders(town, letter).values():
        story.book(town, order, day)
    town.settle()
    story.open_session(town, day)
    for serial, order in story.orders(town, letter).items():
        story.finish(town, order, story.record(plates[serial], *(["1"] if serial == "BAD-1" else [])))
    story.sign_all(town)
    return services


def published(service: Service) -> dict[str, Any]:
    return application(service).test_client().get("/asyncapi.json").json


def test_every_message_of_the_office_is_right_by_the_published_document_alone(services):
    faults = [
        fault for service in services.values() for fault in messages.faults(published(service), messages.told(service))
    ]

    assert faults == []
    assert all(messages.told(service) for name, service in services.items() if name != "complaints")


def test_a_page_of_the_feed_is_right_by_it_too(services, caller):
    service = services["intake"]
    types = [kind.type for kind in service.published if not kind.internal]

    page = caller(service, "subscriber", types=types).get("/v1/events?limit=500").json

    assert page
    assert [*messages.judge(published(service), "page", page)] == []


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda body: body.pop("id"), "$"),
        (lambda body: body.update(body.pop("data")), "$"),
        (lambda body: body.update(position=17), "$.position"),
        (lambda body: body.update(type="certificates.certificate.revoked.v1"), "$.type"),
        (lambda body: body["data"].pop("number"), "$.data"),
        (lambda body: body["data"].update(issued_on="soon"), "$.data.issued_on"),
    ],
)
def test_a_body_that_is_not_as_it_goes_over_the_wire_is_wrong(services, spoil, where):
    service = services["certificates"]
    body = copy.deepcopy(issued(service)["good"])
    spoil(body)

    assert where in [fault.json_path for fault in messages.judge(published(service), PAPER, body)]


def issued(service: Service) -> dict[str, Any]:
    """What was told of the paper of the instrument that passed, and of the one that failed."""
    told = [json.loads(body) for body in messages.told(service)]
    papers = [one for one in told if one["type"] == "certificates.certificate.issued.v1"]
    return {"good" if one["data"]["verdict"] == "valid" else "bad": one for one in papers}


def test_a_subscriber_shows_and_checks_a_paper_without_reading_the_certificate(services, caller):
    service = services["certificates"]
    public = caller(service)

    for serial, body in (("GOOD-1", issued(service)["good"]), ("BAD-1", issued(service)["bad"])):
        paper, shown = body["data"], public.post("/v1/verifications", {"code": body["data"]["code"]}).json
        known = shown["certificate"]
        assert shown["answer"] == paper["verdict"]
        assert {name: paper[name] for name in ("brand", "model", "serial")} == {
            "brand": "Sonic", "model": "S-1", "serial": serial
        }  # fmt: skip
        assert known["instrument"] == {
            "kind": paper["instrument_kind_name"],
            **{name: paper[name] for name in ("brand", "model", "serial")},
        }
        assert (known["units"], known["sha256"], known["number"]) == (paper["units"], paper["sha256"], paper["number"])
        page = public.get(paper["check_url"].removeprefix("http://127.0.0.1:8000"), Accept="application/json")
        assert page.json["certificate"] == known


def test_what_the_event_says_of_a_paper_is_what_anybody_may_check_and_nothing_of_a_person(services):
    for body in issued(services["certificates"]).values():
        assert "Siti" not in json.dumps(body)
        assert "0812" not in json.dumps(body)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_event_is_described(opened, name):
    document = published(opened(name))
    told = {one.type.replace(".", "_") for one in opened(name).published}

    lacking = [
        f"{message}{place}"
        for message in sorted(told)
        for place, schema in below(document["components"]["schemas"][message])
        if not any("description" in one for one in (schema, *schema.get("anyOf", ())))
    ]
    assert lacking == []


def below(schema: dict[str, Any], at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, schema) of every field of a schema, however deep it lies."""
    for name, field in schema.get("properties", {}).items():
        yield f"{at}/{name}", field
        for inner in (field, field.get("items", {}), *field.get("anyOf", ())):
            yield from below(inner, f"{at}/{name}")


@pytest.mark.parametrize("name", NAMES)
def test_words_of_a_known_set_are_named_and_another_may_still_come(opened, name):
    schemas = published(opened(name))["components"]["schemas"]

    found = [
        (place, field["anyOf"])
        for schema in schemas.values()
        for place, field in below(schema)
        if "enum" in field.get("anyOf", [{}])[0]
    ]
    assert found
    assert all("null" in other["type"] or other["type"] == "string" for _, (_, other) in found)


@pytest.mark.parametrize("name", NAMES)
def test_the_document_says_where_messages_are_got_and_what_opens_it(opened, name):
    document = published(opened(name))
    servers, schemes = document["servers"], document["components"]["securitySchemes"]

    asked = {server: [one["$ref"].rsplit("/", 1)[1] for one in said["security"]] for server, said in servers.items()}
    assert asked == {"broker": ["login"], "feed": ["bearer"]}
    assert {name: one["type"] for name, one in schemes.items()} == {"login": "userPassword", "bearer": "http"}
    assert servers["feed"]["host"] + servers["feed"]["pathname"] == f"127.0.0.1:8000/{name}"
    assert {one["servers"][0]["$ref"] for one in document["channels"].values()} == {
        "#/servers/broker",
        "#/servers/feed",
    }
