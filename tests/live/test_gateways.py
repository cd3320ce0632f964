"""Both gateways: one spelling of a path, metrics inside, refusals in one shape, headers on all, and logs that tell no
code."""

import itertools
import json
import resource
import socket
from contextlib import ExitStack
from typing import Any

import pytest

from shared.http import headers
from shared.http.server import plain_problems
from tests.live.conftest import needed
from tests.live.gateway import Gateway, Told, alone, before, embedded, gunicorn, has_nginx
from tests.live.servers import free_port
from tests.support import NAMES

MARK = "K7QM-9ZZZ-MARK"
METRICS = ("http_requests_total", "event_log_head", "process_cpu_seconds")
LONG = "a" * 20_000
# What a server refuses before it has understood what is wanted.
UNREADABLE = {
    "no request line": (f"{MARK}\r\n\r\n", 400),
    "an invented version": (f"GET /{MARK} HTTP/9.7\r\nHost: x\r\n\r\n", 505),
    "a method in small letters": (f"get /{MARK} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400),
    "a long address": (f"GET /{MARK}{LONG} HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "long headers": (f"GET / HTTP/1.1\r\nHost: x\r\nX: {MARK}{LONG}\r\n\r\n", 431),
    "a name with a blank": (f"GET / HTTP/1.1\r\nHost: x\r\n{MARK} a: b\r\nConnection: close\r\n\r\n", 400),
    "an invented coding": (f"POST /{MARK} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {MARK}\r\n\r\n", 501),
    "two lengths": ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
}
# Where the one server names it otherwise than the other.
BY_GUNICORN = {"an invented version": 400}


@pytest.fixture(scope="module")
def offices(tmp_path_factory) -> Any:
    """By name: both gateways, and the service that nginx stands before."""
    needed(has_nginx(), "nginx")
    quiet = {"RATE_LIMITS": "all=1000000/minute"}
    with (
        embedded(tmp_path_factory.mktemp("embedded"), **quiet) as one,
        alone("intake", tmp_path_factory.mktemp("apart"), PROXY_HOPS="1", **quiet) as service,
        gunicorn("deploy.gateway.start:wsgi()", tmp_path_factory.mktemp("front"), PROXY_HOPS="1", **quiet) as front,
        before({**dict.fromkeys(NAMES, service.port), "front": front.port}) as nginx,
    ):
        yield {"embedded": one, "nginx": nginx, "service": service, "front": front}


@pytest.fixture(params=["embedded", "nginx"])
def gateway(request, offices) -> Gateway:
    return offices[request.param]


def spellings() -> list[str]:
    """Many ways to write the address of the metrics: encodings, slashes, dots, parameters, ends."""
    words = ["metrics", "%6detrics", "m%65tric%73", "METRICS", "%256detrics", "%6Detric%53"]
    folders = ["/", "//", "/./", "/x/../", "/%2e/", "/x/%2e%2e/", "%2f", "/%2f/", "/;a/../", "/.//", "/..;/", "\\"]
    ends = ["", "/", "//", "?", "%3f", "%3fa=b", ";x", "%00", "%20", "%0a", "%23", "/.", "/x/..", "%2f", ".", "..;/"]
    starts = [
        "/intake",
        "/testing",
        "//intake",
        "/%69ntake",
        "/x/../intake",
        "/INTAKE",
        "/v/../intake",
        "/v/x/../../intake",
    ]
    return [f"{a}{b}{c}{d}" for a, b, c, d in itertools.product(starts, folders, words, ends)]


def test_metrics_are_shown_to_nobody_however_the_address_is_spelled(gateway):
    shown, answered = [], {}
    for path in spellings()[::7] + spellings()[:40]:
        told = gateway.get(path)
        shown += [path] if any(one.encode() in told.body for one in METRICS) else []
        answered |= {} if told.status in (400, 404) else {path: told.status}

    assert (shown, answered) == ([], {})


def test_metrics_are_shown_to_who_asks_the_service_itself(offices):
    service = offices["service"]

    assert b"http_requests_total" in service.get("/metrics").body
    for header in ("X_Forwarded_For", "Forwarded", "X_Real_IP", "Via", "X_Forwarded_Host"):
        assert service.get("/metrics", **{header: "203.0.113.9"}).status == 404


@pytest.mark.parametrize("path", ["a%20b", "a%0d%0aX-Y:%20z", "%25", "a%3fb", "a%23b", "%E2%82%AC", "a+b", 'a"b'])
def test_what_is_asked_reaches_the_service_as_it_was_meant(gateway, path):
    told = gateway.get(f"/intake/v1/applications/{path}", Accept_Language="en")

    assert told.status == 404
    assert json.loads(told.body)["code"] == "not-found"
    assert json.loads(told.body)["type"].endswith("/intake/problems/not-found")
    assert "x-y" not in told.headers


@pytest.mark.parametrize("what", UNREADABLE)
@pytest.mark.parametrize("name", ["embedded", "nginx", "front"])
def test_what_a_server_refuses_has_the_one_shape_in_both_languages(offices, name, what):
    content, status = UNREADABLE[what]
    expected = status if name == "nginx" else BY_GUNICORN.get(what, status)

    told = Told.of(offices[name].raw(content.encode()))
    assert told.status == expected
    assert told.headers["content-type"] == [plain_problems.MEDIA]
    assert told.body.decode() == plain_problems.body(expected)
    assert " / " in json.loads(told.body)["title"]
    assert MARK not in told.body.decode()
    assert {name for name in headers.HEADERS if name.lower() not in told.headers} == set()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/nothing"), ("POST", "/"), ("GET", "/intake/v1/x"), ("TRACE", "/"), ("GET", "/style.css")],
)
def test_every_answer_carries_the_security_headers_once(gateway, method, path):
    told = gateway.get(path, method)

    assert {name: told.headers.get(name.lower(), []) for name in headers.HEADERS if name != "Cache-Control"} == {
        name: [value] for name, value in headers.HEADERS.items() if name != "Cache-Control"
    }
    assert len(told.headers["cache-control"]) == 1
    assert "strict-transport-security" not in told.headers


def test_in_production_nginx_demands_tls_also_with_its_own_answers(offices):
    ports = dict.fromkeys((*NAMES, "front"), offices["service"].port)
    with before(ports, "production") as gateway:
        answers = [gateway.get("/intake/metrics"), gateway.get("/intake/livez"), gateway.get("/..")]

    assert [told.headers["strict-transport-security"] for told in answers] == [[headers.YEAR]] * 3


def test_a_service_that_is_away_is_a_503_in_the_one_shape_and_leaves_no_code_in_a_log(offices):
    with before(dict.fromkeys(("intake", "certificates", "front"), free_port())) as gateway:
        told = [gateway.get(f"/intake/tracking/{MARK}?code={MARK}"), gateway.get(f"/v/{MARK}")]
        written = gateway.written()

    assert [one.status for one in told] == [503, 503]
    assert {one.body.decode() for one in told} == {plain_problems.body(503)}
    assert told[0].headers["retry-after"] == ["2"]
    assert MARK not in written
    assert '"upstream": "502"' in written


def test_many_calls_on_codes_are_slowed_down_by_nginx_too(offices):
    with before(dict.fromkeys(("complaints", "front"), offices["front"].port), limited=True) as gateway:
        told = [gateway.get(f"/complaints/v1/tracking/{number}") for number in range(300)]
        written = gateway.written()

    refused = [one for one in told if one.status == 429]
    assert refused
    assert {one.body.decode() for one in refused} == {plain_problems.body(429)}
    assert {one.headers["retry-after"][0] for one in refused} == {"10"}
    assert "REJECTED" in written


def test_more_begun_heads_than_nginx_has_places_by_itself_hold_nobody_up(offices):
    """No rule counts who sends a head before it is whole; 1,600 of them stopped a gateway of 768 places a worker."""
    nginx, soft = offices["nginx"], resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft[1], soft[1]))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, soft)
        for _ in range(4_000):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", nginx.port), timeout=30))
            line.sendall(b"GET /intake/livez HTTP/1.1\r\nHost: a\r\nX: ")
        assert [nginx.get("/intake/livez").status for _ in range(12)] == [200] * 12


def test_no_log_of_any_process_holds_what_opens_a_letter_or_a_case(offices):
    for name in ("embedded", "nginx"):
        for path in (
            f"/intake/tracking/{MARK}?code={MARK}",
            f"/intake/v1/tracking/{MARK}?code={MARK}",
            f"/complaints/v1/feedback/{MARK}",
            f"/v/{MARK}",
            f"/lacak?number={MARK}&code={MARK}",
            f"/{MARK}?{MARK}",
            f"/intake/v1/tracking/{MARK}%00?code=%00{MARK}",
        ):
            offices[name].get(path, X_Mark=MARK, User_Agent=MARK, Referer=MARK, Authorization=f"Bearer {MARK}")
            offices[name].get(path, MARK)
        for content, _ in UNREADABLE.values():
            offices[name].raw(content.encode())

    assert [name for name, office in offices.items() if MARK in office.written()] == []


def test_the_lines_of_nginx_have_one_form_whatever_is_asked(offices):
    nginx = offices["nginx"]
    for number in range(20):
        nginx.get(f"/intake/{number}", f"INVENTED{number}")

    lines = [json.loads(line) for line in (nginx.folder / "access.log").read_text().splitlines()]
    assert len({tuple(line) for line in lines}) == 1
    assert {line["method"] for line in lines} <= {"GET", "POST", "other"}
    assert {line["route"] for line in lines} <= {"front", *NAMES}
