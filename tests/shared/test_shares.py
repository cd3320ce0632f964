"""One caller keeps no more than his share of threads, faults cost little to find, and documents are built once."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import request

from shared.http import thread_shares
from tests.support import NAMES
from tests.test_guards import routes

LETTERS = "/v1/applications"
FAULTY = {"party": {"name": "a"}, "items": [{"instrument": {"parameters": {f"A{n}": 1 for n in range(60)}}}] * 150}


def test_one_account_has_a_share_of_the_threads_and_another_goes_on(intake, caller, issuer):
    app, go_on, inside = intake.app(), threading.Event(), threading.Semaphore(0)

    def work() -> None:
        inside.release()
        go_on.wait(30)

    app.before_request_funcs[None].append(lambda: work() if "Held" in request.headers else None)
    siti, budi = caller(intake, "applicant"), caller(intake, "applicant", sub="budi")

    def ask(_: int) -> Any:
        return app.test_client().get(LETTERS, headers={**siti.headers, "Held": "yes"})

    with ThreadPoolExecutor(thread_shares.MOST) as pool:
        answers = [pool.submit(ask, number) for number in range(thread_shares.MOST)]
        taken = [inside.acquire(timeout=30) for _ in range(thread_shares.MOST)]
        refused = app.test_client().get(LETTERS, headers=siti.headers)
        other = app.test_client().get(LETTERS, headers=budi.headers)
        alive = app.test_client().get("/livez", headers=siti.headers)
        go_on.set()
    assert all(taken)
    assert (refused.status_code, refused.json["code"], refused.headers["Retry-After"]) == (429, "too-many-at-once", "1")
    assert (other.status_code, alive.status_code) == (200, 200)
    assert {one.result().status_code for one in answers} == {200}
    assert (siti.get(LETTERS).status_code, thread_shares.busy()) == (200, 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_gives_its_thread_back_whatever_it_was(opened, name):
    app = opened(name).app()
    client = app.test_client()
    for method, _, url, _ in routes(app):
        client.open(url, method=method)

    assert thread_shares.busy() == 0


def calls(act: Any) -> int:
    """How many functions are called in it: what it costs, on any machine."""
    count = 0

    def watch(_: Any, event: str, __: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(watch)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def test_after_some_faults_nothing_more_is_checked(intake, caller):
    siti = caller(intake, "applicant")
    said: list[Any] = []

    cost = calls(lambda: said.append(siti.post(LETTERS, FAULTY)))
    assert (said[0].status_code, len(said[0].json["errors"])) == (422, 50)
    assert cost < 60_000, "all of them took a million calls"


def test_faults_of_one_body_count_for_no_other(intake, caller):
    siti = caller(intake, "applicant")
    siti.post(LETTERS, FAULTY)

    found = siti.post(LETTERS, {"items": [{"a": 1}], "b": 1}).json
    assert {one["pointer"] for one in found["errors"]} >= {"/items/0/a", "/b", "/party"}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_built_once_and_known_again_by_its_tag(opened, name):
    service = opened(name)
    client = service.app().test_client()
    schemas = [f"/schemas/{kind.type}.json" for kind in service.published]
    for url in ("/openapi.json", "/openapi-3.0.json", "/asyncapi.json", "/docs", *schemas):
        first = client.get(url)
        again: list[Any] = []
        cost = calls(lambda url=url, again=again: again.append(client.get(url)))

        assert (again[0].data, again[0].headers["ETag"]) == (first.data, first.headers["ETag"])
        assert cost < 3_000, url
        assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
