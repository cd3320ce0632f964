"""What stands around every answer of every route, right or wrong: headers, problem bodies, and who is believed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared.http.headers import HEADERS
from shared.ids import uuid7
from shared.service import Service
from tests.intake.builders import body
from tests.support import NAMES, application
from tests.test_guards import routes

ASYNCAPI = Path(__file__).parent / "schemas" / "asyncapi-3.0.0.json"  # as published by its makers, Apache 2.0
PROBLEM = {"type", "code", "status", "title", "detail", "errors", "trace_id"}
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
    "X-Original-URL": "/metrics",
    "X-Rewrite-URL": "/metrics",
    "X-HTTP-Method-Override": "DELETE",
}


@pytest.fixture(params=NAMES)
def service(request, opened) -> Service:
    return opened(request.param)


def answers(service: Service, issuer: Any) -> Iterator[tuple[str, Any]]:
    """Every route asked rightly, by nobody, by somebody else, with the wrong method, and with what is no JSON."""
    app = application(service)
    client = app.test_client()
    sure = {"Idempotency-Key": uuid7(), "If-Match": '"1"'}
    for method, rule, url, view in routes(app):
        roles = view.allowed_roles or ("subscriber",)
        known = {"Authorization": f"Bearer {issuer.token('dev', roles[0])}", **sure}
        yield f"{method} {rule}", client.open(url, method=method, json={}, headers=known)
        yield f"{method} {rule} of nobody", client.open(url, method=method, json={}, headers=sure)
        yield f"{method} {rule} bad token", client.open(url, method=method, headers={"Authorization": "Bearer x"})
        yield f"{method} {rule} no JSON", client.open(url, method=method, data=b"{", headers=known)
        yield f"PROPFIND {rule}", client.open(url, method="PROPFIND", headers=known)
        yield f"TRACE {rule}", client.open(url, method="TRACE", headers=known)
    for url in ("/", "/v1/nothing", "/%00", "//livez", "/../etc/passwd"):
        yield url, client.get(url)


def lacks_headers(answer: Any) -> bool:
    return bool(HEADERS.keys() - dict(answer.headers).keys())


def is_no_problem(answer: Any) -> bool:
    """A refusal in another shape than ours, or one that shows our insides; a page for people has its own tests."""
    if answer.status_code < 400 or answer.content_type == "text/html; charset=utf-8":
        return False
    known = answer.get_json(force=True, silent=True) or {}
    inside = any(word in str(known) for word in ("Traceback", "sqlite", "psycopg", "/services/", ".py"))
    return answer.content_type != "application/problem+json" or not known.keys() >= PROBLEM or inside


def names_no_way(answer: Any) -> bool:
    """405 without the methods that are right, 401 without how to come."""
    wanted = {405: "Allow", 401: "WWW-Authenticate"}.get(answer.status_code)
    return bool(wanted) and not answer.headers.get(wanted)


def names_its_program(answer: Any) -> bool:
    return "X-Powered-By" in answer.headers


def test_every_answer_of_every_route_has_its_headers_its_shape_and_its_way_out(service, issuer):
    wrong = (lacks_headers, is_no_problem, names_no_way, names_its_program)
    faults = [
        f"{name}: {answer.status_code} {fault.__name__}"
        for name, answer in answers(service, issuer)
        for fault in wrong
        if fault(answer)
    ]

    assert faults == []


def test_what_a_client_says_of_proxies_is_not_believed(intake, caller):
    siti = caller(intake, "applicant")
    plain = siti.post("/v1/applications", body())

    forged = siti.post("/v1/applications", body(), **FORWARDED)

    where = f"/v1/applications/{forged.json['id']}"
    assert (forged.status_code, forged.headers["Location"]) == (plain.status_code, where)
    assert "evil" not in str(forged.headers) + forged.get_data(as_text=True)
    assert siti.get(where, **FORWARDED).status_code == 200


def test_a_proxy_that_is_configured_is_believed_for_its_own_hop_alone(opened, caller):
    behind = caller(opened("intake", proxy_hops="1"), "applicant")

    answer = behind.post("/v1/applications", body(), **{"X-Forwarded-Prefix": "/evil, /intake"})

    assert answer.headers["Location"].startswith("/intake/v1/applications/")


def test_the_asyncapi_documents_are_valid_by_the_schema_of_its_makers(service):
    document = application(service).test_client().get("/asyncapi.json").json

    jsonschema.Draft7Validator(json.loads(ASYNCAPI.read_text())).validate(document)
