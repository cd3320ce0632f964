"""What services promise each other: each reader can read its writer, and the documents are valid and fresh."""

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields, missing
from openapi_spec_validator import validate

from deploy import contracts
from shared.events.declarations import Event, schema_of
from shared.service import Service
from tests.support import NAMES


@pytest.fixture
def all_services(opened) -> list[Service]:
    return [opened(name) for name in NAMES]


def misfits(reader: Schema, writer: Schema, at: str) -> Iterator[str]:
    """What the reader wants and the writer does not promise."""
    for name, wanted in reader.fields.items():
        where, given = f"{at}.{name}", writer.fields.get(name)
        if given is None:
            yield f"{where}: nobody writes it"
            continue
        if wanted.required and not given.required:
            yield f"{where}: may be missing"
        if given.allow_none and not wanted.allow_none:
            yield f"{where}: may be null"
        yield from below(wanted, given, where)


def below(wanted: fields.Field, given: fields.Field, where: str) -> Iterator[str]:
    """The same for what lies inside lists and parts."""
    if isinstance(wanted, fields.List) and isinstance(given, fields.List):
        yield from below(wanted.inner, given.inner, f"{where}[]")
    elif isinstance(wanted, fields.Nested) and isinstance(given, fields.Nested):
        yield from misfits(wanted.schema, given.schema, where)
    elif isinstance(given, fields.Nested | fields.List) and isinstance(wanted, type(given)) is False:
        simple = isinstance(wanted, fields.Raw | fields.Dict) or type(wanted) is fields.Field
        yield from [] if simple else [f"{where}: {type(given).__name__} read as {type(wanted).__name__}"]


def test_every_event_that_somebody_hears_is_told_by_its_service(all_services):
    told = {kind.type for service in all_services for kind in service.published}

    unheard_of = {kind.type for service in all_services for kind in service.handlers} - told
    assert unheard_of == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_event_that_is_declared_is_told_or_heard(opened, name):
    service, declared = opened(name), [kind for kind in kinds(Event) if kind.__module__.startswith(f"services.{name}.")]
    heard = {kind for kind in declared if kind.__module__.endswith(".heard")}

    assert {*declared} - heard - {*service.published} == set(), f"not in PUBLISHED of services/{name}/events"
    assert heard - {*service.handlers} == set(), f"without a handler in HANDLERS of services/{name}/handlers.py"


def kinds(of: type[Event]) -> list[type[Event]]:
    """Every class below `of` that names its type itself."""
    below = [each for kind in of.__subclasses__() for each in kinds(kind)]
    return [*below, *([of] if "type" in vars(of) else [])]


def test_every_reader_can_read_what_its_writer_writes(all_services):
    told: dict[str, type[Event]] = {kind.type: kind for service in all_services for kind in service.published}

    faults = [
        f"{service.name}: {fault}"
        for service in all_services
        for kind in service.handlers
        if kind.type in told
        for fault in misfits(schema_of(kind), schema_of(told[kind.type]), kind.type)
    ]
    assert faults == []


def test_a_handler_finds_every_field_that_its_reader_declares(all_services):
    faults = [
        f"{service.name}: {kind.type}.{name} is neither required nor given a default"
        for service in all_services
        for kind in service.handlers
        for name, wanted in schema_of(kind).fields.items()
        if wanted.load_default is missing and not wanted.required
    ]
    assert faults == []


def test_a_service_tells_only_in_its_own_name_and_hears_only_others(all_services):
    for service in all_services:
        assert all(kind.type.startswith(f"{service.name}.") for kind in service.published)
        assert not any(kind.type.startswith(f"{service.name}.") for kind in service.handlers)


def test_every_event_says_what_it_is_and_whom_it_is_about(all_services):
    for kind in (kind for service in all_services for kind in service.published):
        assert kind.__doc__, kind.type
        assert schema_of(kind).fields[kind.about].required, kind.type
        assert kind.type.count(".") == 3
        assert kind.type.endswith(".v1")


@pytest.mark.parametrize("name", NAMES)
def test_the_openapi_documents_are_valid(opened, name):
    client: Any = opened(name).app().test_client()

    for document in ("openapi.json", "openapi-3.0.json"):
        validate(client.get(f"/{document}").json)


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_says_what_it_does_and_how_it_refuses(opened, name):
    document = opened(name).app().test_client().get("/openapi.json").json
    faults, names = [], []
    for place, operation in operations(document):
        refusals = {code: answer for code, answer in operation["responses"].items() if code >= "4"}
        kinds = {kind for answer in refusals.values() for kind in resolved(document, answer)["content"]}
        said = [operation.get(word) for word in ("operationId", "summary", "description", "tags")]
        right = all(said) and {"security", "x-roles"} <= operation.keys() and {"401", "429", "500"} <= refusals.keys()
        faults += [] if right and kinds == {"application/problem+json"} else [place]
        names.append(operation["operationId"])

    assert faults == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_names_the_headers_that_its_door_asks_for_and_its_answer_carries(opened, name):
    document = opened(name).app().test_client().get("/openapi.json").json
    faults = []
    for place, operation in operations(document):
        asked = {resolved(document, one)["name"] for one in operation["parameters"]}
        told = {header for code, answer in operation["responses"].items() if code < "4" for header in answer["headers"]}
        created = "#/components/parameters/Idempotency-Key" in {one.get("$ref") for one in operation["parameters"]}
        lacks = {"Accept-Language"} - asked | ({"Location"} - told if created else set())
        changes = not place.startswith("get ") and place != "post /v1/verifications"
        lacks |= {"Event-Position"} - told if changes else set()
        lacks |= {"304"} - operation["responses"].keys() if place.startswith("get ") and "ETag" in told else set()
        lacks |= {"If-None-Match"} - asked if place.startswith("get ") and "ETag" in told else set()
        faults += [f"{place}: {one}" for one in sorted(lacks)]
    assert faults == []


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in methods.keys() & {"get", "post", "put", "patch", "delete"}:
            yield f"{method} {path}", methods[method]


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The part itself, or what it refers to."""
    for name in part.get("$ref", "#").split("/")[1:]:
        document = document[name]
    return document if "$ref" in part else part


def test_the_generated_contracts_are_fresh():
    assert contracts.differing(dict(contracts.documents())) == []
