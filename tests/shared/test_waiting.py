"""Waiting for news takes few threads: accounts only, few of each, never all of a process."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from shared.cli.commands import GUNICORN
from shared.http import health
from shared.http.waiting import BENCHES, seat
from shared.process.stopping import stopping
from tests.support import NAMES

FOREVER = {"Wait-For": "testing=99999"}  # may still come
LETTERS = "/v1/applications"


@pytest.fixture
def short(monkeypatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.2)


@pytest.fixture
def stopped() -> Iterator[threading.Event]:
    yield stopping
    stopping.clear()


def test_the_benches_together_leave_threads_to_those_who_do_not_wait():
    threads = int(re.search(r"--threads=(\d+)", " ".join(GUNICORN))[1])

    assert sum(bench.seats for bench in BENCHES.values()) <= threads - 8


@pytest.mark.parametrize("name", BENCHES)
def test_one_account_takes_its_share_and_no_more(name):
    with ExitStack() as stack:
        found = [stack.enter_context(seat(name, "siti")) for _ in range(BENCHES[name].each + 1)]
        assert found == [True] * BENCHES[name].each + [False]

    with seat(name, "siti") as again:
        assert again


@pytest.mark.parametrize("name", BENCHES)
def test_all_accounts_together_take_the_seats_and_no_more(name):
    with ExitStack() as stack:
        found = [stack.enter_context(seat(name, f"siti-{number}", staff=True)) for number in range(40)]
        assert sum(found) == BENCHES[name].seats


def test_accounts_from_outside_however_many_leave_seats_to_the_staff():
    bench = BENCHES["wait-for"]
    with ExitStack() as stack:
        outside = [stack.enter_context(seat("wait-for", f"trader-{number}")) for number in range(40)]
        staff = [stack.enter_context(seat("wait-for", f"officer-{number}", staff=True)) for number in range(40)]
    assert (sum(outside), sum(staff)) == (bench.seats - bench.kept, bench.kept)
    assert bench.kept >= 2 * bench.each


@pytest.mark.parametrize("name", NAMES)
def test_the_staff_of_every_service_are_the_roles_that_see_more_than_their_own(opened, name):
    service = opened(name)
    staff = health.staff(service.app(), service)

    assert {"head", "admin"} <= staff
    assert name != "testing" or "verifier" in staff
    assert staff.isdisjoint({"applicant", "service", "subscriber"})


NEVER = ("testing=999999999", "testing=999999999999999")
WRONG = ("tseting=1", "intake", "front=1", "testing", "testing=", "testing=-1", "testing=1.5", "testing=1e3")
WRONG += (
    "testing=\u0661",
    "Testing=1",
    "testing=1=1",
    "testing=1, testing=2",
    "=1",
    f"testing={'9' * 16}",
    "testing= 1",
)


@pytest.mark.parametrize("wanted", [*WRONG, *NEVER], ids=ascii)
def test_what_can_never_come_is_refused_at_once_with_what_can(intake, caller, monkeypatch, wanted):
    """Nobody sat down for it."""
    monkeypatch.setattr(health, "seat", None)
    answer = caller(intake, "front_officer").get(LETTERS, **{"Wait-For": wanted.encode().decode("latin-1")})

    assert (answer.status_code, answer.json["code"]) == (400, "wait-for-never" if wanted in NEVER else "bad-wait-for")
    assert "testing" in answer.json["detail"]
    assert wanted in NEVER or "certificates, intake, testing" in answer.json["detail"]


def test_what_the_service_told_itself_is_there_and_who_is_not_let_in_does_not_sit_down(intake, caller, monkeypatch):
    monkeypatch.setattr(health, "seat", None)
    officer = caller(intake, "front_officer")

    assert officer.get(LETTERS, **{"Wait-For": "intake=7"}).status_code == 200
    assert officer.get("/v1/nothing", **FOREVER).status_code == 404
    assert caller(intake, "subscriber").get(LETTERS, **FOREVER).status_code == 403


@pytest.mark.parametrize("name", ["intake", "testing"])
def test_nobody_finds_out_by_trying_how_much_a_service_told(intake, caller, short, monkeypatch, name):
    """The first position that is refused as never told is the same before and after something was told."""
    officer, refused = caller(intake, "front_officer"), []
    for told in (0, 1, 17, health.AHEAD - 1):
        monkeypatch.setattr(health, "_told", lambda *_, told=told: told)
        answers = [officer.get("/v1/nothing", **{"Wait-For": f"{name}={2 * health.AHEAD + step}"}) for step in (0, 1)]
        refused.append([answer.status_code for answer in answers])

    assert refused == [[404, 400]] * 4


def test_who_has_no_account_does_not_wait(complaints, caller):
    answer = caller(complaints).get("/livez", **FOREVER)

    assert (answer.status_code, answer.json["code"]) == (401, "wait-for-account")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_flood_of_waiters_is_answered_at_once_and_loses_nothing(intake, caller, issuer, monkeypatch):
    """Nobody waits for a clock here: the seats are given back when the flood was refused."""
    refused = threading.Event()
    monkeypatch.setattr(type(intake.inbox), "settled", lambda *_: refused.wait(30))
    siti = caller(intake, "applicant")
    app = siti.client.application

    def ask(_: int) -> Any:
        answer = app.test_client().get(LETTERS, headers={**siti.headers, **FOREVER})
        if answer.status_code == 503:
            refused.set()
        return answer

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(ask, range(40)))
    assert {200, 503} <= {answer.status_code for answer in answers} <= {200, 429, 503}
    said = next(answer for answer in answers if answer.status_code == 503)
    assert (said.json["code"], said.headers["Retry-After"]) == ("wait-for-crowded", "1")
    assert caller(intake, "applicant").get(LETTERS).status_code == 200


def test_who_waits_in_vain_gets_the_answer_as_it_stands(intake, caller, short):
    assert caller(intake, "applicant").get(LETTERS, **FOREVER).status_code == 200


def test_nobody_waits_in_a_process_that_was_asked_to_stop(intake, caller, stopped, monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 600)
    stopped.set()

    assert caller(intake, "applicant").get(LETTERS, **FOREVER).status_code == 200


def test_a_subscriber_without_a_seat_gets_his_page_at_once(intake, caller):
    agency = caller(intake, "subscriber", types=["intake.application.accepted.v1"])

    with seat("subscribers", "dev-subscriber"):
        answer = agency.get("/v1/events?wait=20&after=0")
    assert (answer.status_code, answer.json) == (200, [])
