"""A page of another origin in a real browser calls the office behind both gateways: what it may read, it reads."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.auth.development_issuer import Issuer
from shared.ids import uuid7
from tests.live.browser import Site, chromium, site
from tests.live.conftest import needed
from tests.live.gateway import before, embedded, gunicorn, has_nginx
from tests.live.servers import free_port
from tests.support import ISSUER, NAMES

LETTER = {"party": {"name": "Siti Aminah"}, "letter": {"source": "written"}}


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Site]]:
    """One whose origin stands in the setting, and a strange one."""
    needed(chromium() is not None, "Chromium")
    with site() as ours, site() as strange:
        yield {"ours": ours, "strange": strange}


@pytest.fixture(scope="module")
def offices(sites, tmp_path_factory) -> Iterator[dict[str, str]]:
    """Where each way of running it is reached, with a token of an applicant."""
    needed(has_nginx(), "nginx")
    var = tmp_path_factory.mktemp("office")
    own = {"RATE_LIMITS": "all=1000000/minute", "CORS_ORIGINS": sites["ours"].origin}
    with embedded(var, **own) as one, gunicorn("deploy.gateway.start:wsgi()", var, **own) as front:
        parts = {**dict.fromkeys(NAMES, free_port()), "front": front.port}
        with (
            gunicorn("services.intake.main:wsgi()", var, **own, PROXY_HOPS="1") as intake,
            before({**parts, "intake": intake.port}) as nginx,
        ):
            token = Issuer(var / "keys", ISSUER, "uttp").token("acc-1", "applicant")
            ports = {"embedded": one.port, "nginx": nginx.port}
            yield {**{name: f"http://127.0.0.1:{port}" for name, port in ports.items()}, "token": token}


@pytest.fixture(params=["embedded", "nginx"])
def base(request, offices) -> str:
    return offices[request.param]


def written(base: str, offices: dict[str, str]) -> tuple[str, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {offices['token']}", "Idempotency-Key": uuid7()}
    headers |= {"Content-Type": "application/json", "Accept-Language": "en"}
    return f"{base}/intake/v1/applications", {"method": "POST", "headers": headers, "body": json.dumps(LETTER)}


def test_a_strange_page_reads_what_is_public_and_nothing_else(base, offices, sites):
    url, options = written(base, offices)

    kinds, document, keys, letter, list_ = sites["strange"].calls(
        (f"{base}/intake/v1/kinds", {"headers": {"Accept-Language": "en"}}),
        (f"{base}/intake/openapi.json", {}),
        (f"{base}/.well-known/jwks.json", {}),
        (url, options),
        (url, {"headers": {"Authorization": options["headers"]["Authorization"]}}),
    )

    assert [one.get("status") for one in (kinds, document, keys)] == [200, 200, 200]
    assert {"ratelimit", "ratelimit-policy"} <= kinds["headers"].keys()
    assert "Failed to fetch" in letter["failed"]
    assert "Failed to fetch" in list_["failed"]


def test_a_page_of_ours_writes_a_letter_and_reads_where_it_stands(base, offices, sites):
    (made,) = sites["ours"].calls(written(base, offices))

    assert made["status"] == 201, made
    assert {"etag", "location", "ratelimit"} <= made["headers"].keys()
    where = f"{base}{made['headers']['location']}"
    told = {"Authorization": f"Bearer {offices['token']}"}
    change = {"method": "PATCH", "body": json.dumps({"wish": "pagi"})}
    tag, key = {"If-Match": made["headers"]["etag"], "Content-Type": "application/json"}, {"Idempotency-Key": uuid7()}

    known, changed, stale = sites["ours"].calls(
        (where, {"headers": {**told, "If-None-Match": made["headers"]["etag"]}}),
        (where, {**change, "headers": {**told, **tag, **key}}),
        (where, {**change, "headers": {**told, **tag, "Idempotency-Key": uuid7()}}),
    )

    assert [one["status"] for one in (known, changed, stale)] == [304, 200, 412]
    assert json.loads(stale["body"])["code"] == "stale"


def test_a_page_reads_why_a_call_was_refused_also_where_nginx_refuses_it(offices, sites):
    nginx = offices["nginx"]
    no_token, away = sites["ours"].calls((f"{nginx}/intake/v1/applications", {}), (f"{nginx}/testing/v1/sessions", {}))

    assert (no_token["status"], json.loads(no_token["body"])["code"]) == (401, "unauthenticated")
    assert (away["status"], away["headers"]["retry-after"]) == (503, "2")
