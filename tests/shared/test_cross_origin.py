"""Pages of other sites: what is public is read from anywhere, what needs a token only from origins of the setting."""

from typing import Any

import pytest

from shared.http.operation_docs import HEADERS
from tests.support import NAMES

OURS, FOREIGN = "https://lapor.example.go.id", "https://elsewhere.example"
PUBLIC = {
    "intake": "/v1/kinds",
    "testing": "/version",
    "certificates": "/v1/verifications",
    "complaints": "/v1/catalogue",
}
PRIVATE = {
    "intake": "/v1/applications",
    "testing": "/v1/orders",
    "certificates": "/v1/certificates",
    "complaints": "/v1/complaints",
}


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def page(opened, name) -> Any:
    """Calls as the browser of a page of that origin makes them."""
    client = opened(name, cors_origins=f"{OURS},https://other.example").app().test_client()

    def call(method: str, url: str, origin: str = FOREIGN, **headers: str) -> Any:
        return client.open(url, method=method, headers={"Origin": origin, **headers})

    return call


def beforehand(page: Any, method: str, url: str, origin: str) -> Any:
    return page("OPTIONS", url, origin, **{"Access-Control-Request-Method": method})


def allowed(answer: Any) -> str | None:
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]
    return answer.headers.get("Access-Control-Allow-Origin")


def test_what_is_public_is_read_from_any_page(page, name):
    method = "POST" if name == "certificates" else "GET"

    asked, answer = beforehand(page, method, PUBLIC[name], FOREIGN), page(method, PUBLIC[name])

    assert (asked.status_code, asked.data, allowed(asked), allowed(answer)) == (204, b"", "*", "*")
    sent = asked.headers["Access-Control-Allow-Headers"].split(", ")
    assert asked.headers["Access-Control-Allow-Methods"] == method
    assert "Content-Type" in sent
    assert "Authorization" not in sent
    assert [allowed(page("GET", f"/{one}")) for one in ("openapi.json", "asyncapi.json", "problems/stale")] == ["*"] * 3


def test_what_needs_a_token_is_for_the_pages_of_the_setting_alone(page, name):
    for method in ("GET", "POST"):
        assert allowed(beforehand(page, method, PRIVATE[name], OURS)) == OURS
        assert allowed(beforehand(page, method, PRIVATE[name], FOREIGN)) in (None, "*")
    assert allowed(beforehand(page, "PATCH", f"{PRIVATE[name]}/x", FOREIGN)) is None
    assert allowed(page("GET", PRIVATE[name], OURS)) == OURS
    assert page("GET", PRIVATE[name], OURS).status_code in (401, 405)


@pytest.mark.parametrize(
    "near", [f"{OURS}.evil.example", "http://lapor.example.go.id", f"{OURS}:8443", "null", OURS[:-1]]
)
def test_an_origin_is_compared_whole(page, name, near):
    assert allowed(page("PATCH", f"{PRIVATE[name]}/x", near)) is None


def test_a_page_of_ours_sends_what_changes_need_and_reads_every_header_that_is_named(page, name):
    asked = beforehand(page, "PATCH", f"{PRIVATE[name]}/x", OURS)
    answer = page("GET", "/nothing", OURS)

    sent = {*asked.headers["Access-Control-Allow-Headers"].split(", ")}
    assert {"Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "Wait-For"} <= sent
    assert {*HEADERS} <= {*answer.headers["Access-Control-Expose-Headers"].split(", ")}
    assert (answer.status_code, allowed(answer)) == (404, OURS)


def test_without_a_setting_no_page_calls_with_a_token(opened, name):
    client = opened(name).app().test_client()

    answer = client.get(PRIVATE[name], headers={"Origin": OURS, "Authorization": "Bearer x"})

    assert (answer.status_code, allowed(answer)) in ((401, None), (401, "*"), (405, None))


@pytest.mark.parametrize("wrong", ["lapor.example", "https://a.example/", "https://a.example,", "https://a b", ","])
def test_what_is_no_list_of_origins_is_refused_at_the_start(opened, wrong):
    with pytest.raises(SystemExit, match="CORS_ORIGINS"):
        opened("intake", cors_origins=wrong)
