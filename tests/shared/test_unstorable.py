"""What no database takes is refused wherever it stands: in the path, the query or a header of any route."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from shared.http.docs import document
from shared.ids import uuid7
from tests.support import NAMES, application
from tests.test_guards import ROLES, routes

LETTERS = ["a%00b", "%ED%A0%80", "%FF", "%0A", "%C2%85", "%F0%9F%98%80"]
HEADERS = ("Idempotency-Key", "If-Match", "If-None-Match", "Accept-Language", "traceparent", "Wait-For", "Accept")
ALWAYS = {"code", "number"}  # what pages read without a schema


@pytest.fixture(params=NAMES)
def app(request, opened) -> Any:
    return application(opened(request.param))


@pytest.fixture
def client(app) -> Any:
    return app.test_client()


@pytest.fixture
def heads(issuer) -> dict[str, str]:
    token = issuer.token("walker", *sorted(ROLES), types=["x"])
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid7(), "If-Match": '"1"'}


def opening(heads: dict[str, str], view: Any) -> dict[str, str]:
    """The headers with which most is opened: without an account where a route is closed to some role."""
    return {name: value for name, value in heads.items() if not (view.closed_roles and name == "Authorization")}


def broken(app: Any) -> Iterator[tuple[str, str, Any]]:
    """Each route with each thing named in its path made unstorable in turn, and with something hung on."""
    for method, rule, url, view in routes(app):
        parts = url.split("/")
        places = [number for number, part in enumerate(rule.split("/")) if "<" in part]
        for letters in LETTERS:
            for place in places:
                yield method, "/".join([*parts[:place], letters, *parts[place + 1 :]]), view
            yield method, f"{url.rstrip('/')}/{letters}", view


def parameters(client: Any, method: str, rule: str) -> set[str]:
    """Names of the query of an operation."""
    operation = (
        document(client.application)["paths"]
        .get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), {})
        .get(method.lower(), {})
    )
    return {one["name"] for one in operation.get("parameters", []) if one.get("in") == "query"} - {"wait"}


def test_no_path_of_any_route_ends_in_a_500(app, client, heads):
    faults = []
    for method, url, view in broken(app):
        status = client.open(url, method=method, json={}, headers=opening(heads, view)).status_code
        faults += [f"{method} {url}: {status}"] if status >= 500 else []

    assert faults == []


def test_no_parameter_of_any_route_ends_in_a_500(app, client, heads):
    faults = []
    for method, rule, url, view in routes(app):
        for name in sorted(parameters(client, method, rule) | ALWAYS):
            for letters in LETTERS[:3]:
                answer = client.open(f"{url}?{name}=a{letters}", method=method, json={}, headers=opening(heads, view))
                faults += [f"{method} {rule} {name}: {answer.status_code}"] if answer.status_code >= 500 else []

    assert faults == []


def test_no_header_of_any_route_ends_in_a_500(app, client, heads):
    faults = []
    for method, rule, url, view in routes(app):
        for name in HEADERS:
            answer = client.open(url, method=method, json={}, headers={**opening(heads, view), name: "a\0\xff"})
            faults += [f"{method} {rule} {name}: {answer.status_code}"] if answer.status_code >= 500 else []

    assert faults == []


def test_nul_is_refused_with_words(intake, caller):
    nobody = caller(intake)

    assert nobody.get("/tracking/%00?code=x").status_code == 404
    assert nobody.get("/v1/tracking/%00?code=x").json["code"] == "not-found"
    answer = nobody.get("/v1/tracking/PMH-1?code=%00", **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"]) == (400, "bad-characters")
    assert "NUL" in answer.json["detail"]
