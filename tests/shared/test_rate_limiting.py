"""How often somebody may call: every route has its class, and nobody forges an address or locks another out."""

import re
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g

from services.complaints.storage import Complaint
from shared import clock, rate_classes
from shared.auth.actor import NOBODY
from shared.config import Settings
from shared.http import rate_limiting
from shared.http.moving_windows import Windows
from shared.ids import uuid7
from tests.support import MONDAY, NAMES, UNCOUNTED
from tests.test_guards import routes

TOLD = {"channel": "online", "subject": "Takaran pompa kurang", "text": "Saya mengisi 20 liter, terukur kurang."}
TRACKING = "/v1/tracking/{}?code={}"
SECRETS = {"number", "code", "token"}


@pytest.fixture
def rate_limits() -> str:
    """As the office has them."""
    return ""


def statuses(client: Any, url: str, times: int, **more: Any) -> Counter:
    return Counter(client.get(url, **more).status_code for _ in range(times))


def lodged(complaints: Any, caller: Any, **more: Any) -> dict[str, Any]:
    """A case lodged by nobody, with its number and code."""
    answer = caller(complaints).post("/v1/complaints", TOLD | more)
    assert answer.status_code == 201, answer.data
    return answer.json


@pytest.mark.parametrize("name", NAMES)
def test_every_route_has_a_class_of_the_table(opened, name):
    app = opened(name).app()

    classes = {f"{method} {rule}": rate_limiting.class_of(view, method) for method, rule, _, view in routes(app)}
    assert set(classes.values()) <= rate_classes.TABLE.keys()
    assert all(view.allowed_roles for _, rule, _, view in routes(app) if classes.get(f"GET {rule}") == "feed")


@pytest.mark.parametrize("name", NAMES)
def test_every_public_route_that_takes_a_secret_counts_it(opened, name):
    """By its path, its query or its body: whoever adds one must say that it is of the class `code`."""
    app = opened(name).app()
    paths = app.test_client().get("/openapi.json").json
    faults = []
    for method, rule, _, view in routes(app):
        if not view.allowed_roles and rate_limiting.class_of(view, method) != "code":
            faults += [f"{method} {rule}"] if SECRETS & told(paths, method, rule) else []

    assert faults == []


def told(document: Any, method: str, rule: str) -> set[str]:
    """Names of what a route reads; the ones of its path also where it is no operation of the document."""
    names = set(re.findall(r"<(?:\w+:)?(\w+)>", rule)) if not rule.startswith(("/problems/", "/schemas/")) else set()
    operation = document["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), {}).get(method.lower(), {})
    known = document["components"]["parameters"]
    names |= {known.get(one.get("$ref", "").rpartition("/")[2], one)["name"] for one in operation.get("parameters", [])}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        reference = media["schema"].get("$ref", "").rpartition("/")[2]
        names |= document["components"]["schemas"].get(reference, {}).get("properties", {}).keys()
    return names


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_says_that_it_may_answer_429(opened, name):
    paths = opened(name).app().test_client().get("/openapi.json").json["paths"]

    silent = [
        f"{method} {path}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method in ("get", "post", "put", "patch", "delete") and "429" not in operation["responses"]
    ]
    assert silent == []


def test_codes_cannot_be_tried_by_the_hundred(intake, monday):
    client = intake.app().test_client()

    tried = [client.get(TRACKING.format(f"PMH-2026-{number:06}", "K7QM-0000")) for number in range(200)]
    assert Counter(answer.status_code for answer in tried) == {404: 30, 429: 170}
    last = tried[-1]
    assert last.content_type == "application/problem+json"
    assert last.json["code"] == "too-many-requests"
    assert last.headers["Retry-After"] == "900"
    assert last.headers["RateLimit"] == '"code";r=0;t=900'
    assert last.headers["RateLimit-Policy"] == '"code";q=30;w=900'


def test_after_the_time_that_retry_after_names_a_call_is_heard_again(intake):
    client = intake.app().test_client()
    with clock.frozen_at(MONDAY):
        statuses(client, TRACKING.format("PMH-1", "K7QM-0000"), 11)
        refused = client.get(TRACKING.format("PMH-1", "K7QM-0000"))
    wait = timedelta(seconds=int(refused.headers["Retry-After"]))

    with clock.frozen_at(MONDAY + wait - timedelta(seconds=1)):
        assert client.get(TRACKING.format("PMH-1", "K7QM-0000")).status_code == 429
    with clock.frozen_at(MONDAY + wait):
        assert client.get(TRACKING.format("PMH-1", "K7QM-0000")).status_code == 404


def test_a_wrong_code_and_a_missing_number_are_counted_and_answered_alike(complaints, caller, monday):
    own = lodged(complaints, caller)
    answers = {}
    for number in (own["reference"], "ADU-2026-999999"):
        client = complaints.app().test_client()
        answers[number] = [client.get(TRACKING.format(number, "0000-0000-0000-0000-0000-0000")) for _ in range(12)]

    known, unknown = ([_bare(answer) for answer in row] for row in answers.values())
    assert known == unknown
    assert [status for status, _ in known] == [404] * 10 + [429] * 2


def _bare(answer: Any) -> tuple[int, dict[str, Any]]:
    return answer.status_code, {name: told for name, told in answer.json.items() if name != "trace_id"}


def test_the_same_number_is_counted_on_page_and_interface_together(intake, monday):
    client = intake.app().test_client()

    page = statuses(client, "/tracking/PMH-7?code=x", 6)
    assert (page, statuses(client, TRACKING.format("pmh-7", "x"), 6)) == ({404: 6}, {404: 4, 429: 2})


def test_a_number_that_is_cut_counts_as_the_number_that_is_looked_up(intake, monday):
    """Blanks up to where it was cut and a letter behind them made of each try one for another number."""
    client, number = intake.app().test_client(), "PMH-7"
    padded = [
        f"/tracking/{blanks}{number}{' ' * (length - len(number))}X{one}?code=x"
        for one in range(8)
        for length, blanks in ((60, ""), (100, ""), (100, " "))
    ]

    found = [client.get(url).status_code for url in padded]
    assert found[-1] == 429
    assert {rate_limiting.subject(f"{number}{' ' * length}X") for length in range(95, 110)} == {number}


def test_who_guesses_does_not_lock_out_the_one_who_knows_the_code(complaints, caller, monday):
    own = lodged(complaints, caller)
    client = complaints.app().test_client()
    wrong, right = (TRACKING.format(own["reference"], code) for code in ("0000-0000", own["code"]))
    for last in range(1, 40):
        statuses(client, wrong, 11, environ_overrides={"REMOTE_ADDR": f"198.51.100.{last}"})

    owner = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
    assert statuses(client, right, 20, **owner) == {200: 20}
    assert statuses(client, wrong, 1, environ_overrides={"REMOTE_ADDR": "198.51.100.1"}) == {429: 1}


def test_right_codes_are_counted_as_calls_and_not_as_guesses(complaints, caller, monday):
    own = lodged(complaints, caller)
    client = complaints.app().test_client()

    assert statuses(client, TRACKING.format(own["reference"], own["code"]), 70) == {200: 60, 429: 10}


def test_one_account_takes_so_many_official_numbers_and_the_next_day_again(intake, caller, monday):
    siti, url = caller(intake, "applicant"), f"/v1/applications/{uuid7()}/submission"

    found = Counter(siti.post(url, {}, {"version": 1}).status_code for _ in range(70))
    assert found == {404: 60, 429: 10}
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        assert siti.post(url, {}, {"version": 1}).status_code == 404


def test_complaints_of_nobody_end_after_a_few(complaints, caller, monday):
    nobody = caller(complaints)

    answers = Counter(nobody.post("/v1/complaints", TOLD).status_code for _ in range(60))
    assert answers == {201: 10, 429: 50}
    assert Complaint.select().count() == 10


@pytest.mark.parametrize("hops", ["0", "1", "2"])
def test_an_address_is_not_forged_by_x_forwarded_for(opened, hops, monday):
    """With n trusted proxies only the last n entries are theirs; whatever the caller wrote stands before them."""
    client = opened("intake", proxy_hops=hops).app().test_client()
    theirs = ["203.0.113.9", "10.0.0.2"][: int(hops)]

    tried = Counter()
    for number in range(40):
        forged = ", ".join([f"198.51.100.{number}", *theirs])
        tried[client.get(TRACKING.format("PMH-1", "x"), headers={"X-Forwarded-For": forged}).status_code] += 1
    assert tried == {404: 10, 429: 30}


def test_two_addresses_behind_the_proxy_are_two(opened, monday):
    client = opened("intake", proxy_hops="1").app().test_client()

    for address in ("203.0.113.9", "203.0.113.10"):
        headers = {"X-Forwarded-For": address}
        assert statuses(client, TRACKING.format("PMH-1", "x"), 12, headers=headers) == {404: 10, 429: 2}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "nowhere"),
        (None, "nowhere"),
    ],
)
def test_a_caller_is_his_address_or_his_network(address, network):
    app = Flask("t")
    with app.test_request_context("/", environ_overrides={"REMOTE_ADDR": address} if address else {}):
        g.acting = NOBODY
        assert rate_limiting.network() == network


def test_an_account_has_its_own_count_wherever_it_calls_from(opened, caller, monday):
    service = opened("intake", rate_limits="read.caller=5/minute")
    siti = caller(service, "applicant", sub="siti")

    assert statuses(siti, "/v1/applications", 7) == {200: 5, 429: 2}
    budi = caller(service, "applicant", sub="budi")
    budi.client = siti.client
    assert statuses(budi, "/v1/applications", 7) == {200: 5, 429: 2}


def test_tokens_that_are_refused_are_counted(intake, monday):
    client = intake.app().test_client()

    bad = {"headers": {"Authorization": "Bearer x.y.z"}}
    assert statuses(client, "/v1/applications", 40, **bad) == {401: 30, 429: 10}
    assert client.get("/v1/applications").status_code == 401


def test_unknown_addresses_are_counted(opened, monday):
    client = opened("intake", rate_limits="unknown.caller=5/minute").app().test_client()

    assert statuses(client, "/nothing", 3) + statuses(client, "/else", 4) == {404: 5, 429: 2}


def test_feeds_are_not_counted(intake, caller, monday):
    peer = caller(intake, "service")

    answers = {peer.get("/v1/events?limit=1").headers.get("RateLimit") for _ in range(3)}
    assert answers == {None}


def test_calls_at_once_pass_no_limit(intake):
    app, answers = intake.app(), []

    def ask() -> None:
        client = app.test_client()
        answers.extend(client.get(TRACKING.format("PMH-1", "x")).status_code for _ in range(5))
        intake.store.leave()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {404: 10, 429: 30}


def test_the_number_of_counters_is_bounded():
    windows = Windows(most=100)
    for number in range(1000):
        assert windows.acquire_entry(str(number), 5, 60)

    assert len(windows) == 100


def test_a_clock_that_was_set_back_holds_nobody_up():
    windows = Windows()
    with clock.frozen_at(MONDAY):
        assert not all(windows.acquire_entry("x", 2, 60) for _ in range(3))
    with clock.frozen_at(MONDAY - timedelta(days=1)):
        assert windows.acquire_entry("x", 2, 60)


def test_the_setting_changes_single_rates_or_all():
    table = rate_classes.rates("code.pair=3/hour,all.caller=7/minute;9/hour")

    assert [(rate.amount, rate.get_expiry()) for rate in table["code"]["pair"]] == [(3, 3600)]
    assert {rate.amount for name in ("read", "write") for rate in table[name]["caller"]} == {7, 9}
    assert table["feed"] == {}
    every = [rate for kinds in rate_classes.rates(UNCOUNTED).values() for row in kinds.values() for rate in row]
    assert {rate.amount for rate in every} == {1_000_000}


def test_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match="RATE_LIMITS"):
        rate_classes.rates("nothing.caller=1/minute")


@pytest.mark.parametrize("text", ["code", "code=many", "code.pair=1/minute,", "off", "code.pair=/minute"])
def test_a_setting_that_is_no_rate_stops_the_process_with_a_sentence(text):
    with pytest.raises(SystemExit, match="RATE_LIMITS"):
        Settings.from_env("intake", rate_limits=text)
