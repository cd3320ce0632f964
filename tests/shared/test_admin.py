"""The operators' routes: who may look, who may act, and that what they did is told back to them."""

import json

import pytest

from shared.auth.actor import Actor
from shared.database import counters
from shared.operations import quarantine
from shared.service import Service
from tests.shared.letters import Noted, Reader

URL = "/v1/dead-events"
WHY = {"reason": "aturan sudah diperbaiki"}


@pytest.fixture
def reader(intake: Service) -> Reader:
    return Reader(intake)


@pytest.fixture
def admin(reader, caller):
    return caller(reader.service, "admin")


def test_an_operator_finds_a_dead_event_reads_it_and_drives_it_again(reader, admin):
    reader.refused = {"a"}
    reader.gets("a", "b")

    (found,) = admin.get(URL).json["items"]
    shown = admin.get(f"{URL}/{found['id']}").json
    reader.refused = set()
    driven = admin.post(f"{URL}/{found['id']}/retry", WHY).json
    reader.works()

    assert found["waiting_behind"] == 1
    assert shown["event"]["data"] == {"thing": "s", "word": "a"}
    assert driven["state"] == "pending"
    assert [deed["facts"]["reason"] for deed in driven["history"]] == [WHY["reason"]]
    assert reader.heard == ["a", "b"]
    assert admin.get(URL).json == {"items": [], "next": None}


def test_a_second_retry_says_that_it_is_not_dead_any_more(reader, admin):
    reader.refused = {"a"}
    reader.gets("a")
    id = admin.get(URL).json["items"][0]["id"]
    admin.post(f"{URL}/{id}/skip", WHY)

    answer = admin.post(f"{URL}/{id}/retry", WHY)

    assert (answer.status_code, answer.json["code"]) == (409, "not-dead")
    assert "skipped" in answer.json["detail"]


def test_lists_are_paged_and_narrowed(reader, admin):
    reader.refused = {"a", "b", "c"}
    for number, word in enumerate(("a", "b", "c")):
        reader.gets(word, subject=f"s{number}")

    first = admin.get(f"{URL}?limit=2&type={Noted.type}").json
    rest = admin.get(f"{URL}?limit=2&cursor={first['next']}").json

    assert [row["subject"] for row in first["items"] + rest["items"]] == ["s2", "s1", "s0"]
    assert admin.get(f"{URL}?type=nothing").json["items"] == []
    assert admin.get(f"{URL}?since=2099-01-01T00:00:00Z").json["items"] == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_are_moments_too(admin, moment):
    assert admin.get(f"{URL}?since={moment}").status_code == 200


def test_many_are_retried_and_exported_at_once(reader, admin):
    reader.refused = {"a", "b"}
    reader.gets("a", subject="s1")
    reader.gets("b", subject="s2")

    lines = admin.post(f"{URL}/exports", WHY)
    answer = admin.post(f"{URL}/retries", {**WHY, "type": Noted.type})

    assert [json.loads(line)["subject"] for line in lines.text.splitlines()] == ["s1", "s2"]
    assert lines.content_type == "application/x-ndjson"
    assert answer.json == {"count": 2}


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "   "}, {**WHY, "ids": []}, {"reason": "x" * 501}])
def test_nothing_is_done_without_a_reason(admin, body):
    assert admin.post(f"{URL}/retries", body).status_code == 422


@pytest.mark.parametrize("role", ["applicant", "front_officer", "head", "service", "subscriber"])
def test_nobody_else_looks(reader, caller, role):
    who = caller(reader.service, role)

    assert [who.get(url).status_code for url in (URL, "/v1/bus")] == [403, 403]


def test_an_auditor_looks_and_does_not_act(reader, caller):
    auditor = caller(reader.service, "auditor")

    assert auditor.get(URL).status_code == 200
    assert auditor.post(f"{URL}/retries", WHY).status_code == 403


def test_the_bus_says_how_it_stands(reader, admin):
    reader.refused = {"dead"}
    reader.gets("a", "dead", "parked")
    reader.service.inbox.store_page([], reader.service.source_of("testing"), 3)
    counters.put(reader.service.store, f"head {reader.service.source_of('testing')}", 10)

    bus = admin.get("/v1/bus").json

    assert (bus["carrier"], bus["conserved"], bus["oldest_waiting_seconds"]) == ("feed", True, 0)
    assert bus["inbox"] == {"done": 1, "pending": 0, "parked": 1, "dead": 1, "skipped": 0}
    assert [(row["position"], row["lag"], row["healed"]) for row in bus["sources"]] == [(3, 7, 0)]


def test_a_scrape_shows_the_same(reader, admin):
    reader.refused = {"dead"}
    reader.gets("dead", "parked")

    text = admin.get("/metrics").text

    assert 'inbox_events{service="intake",state="parked"} 1.0' in text
    assert 'conservation_difference{service="intake",what="inbox"} 0.0' in text
    assert 'event_log_oldest_waiting_seconds{service="intake"} 0.0' in text


def test_an_event_set_aside_is_listed_and_released(opened, caller):
    service = opened("intake", bus_url="amqp://127.0.0.1:1//")
    service.store.execute(
        """INSERT INTO log_event (position, event_id, type, subject, sequence, internal, body, recorded_at)
           VALUES (1, 'e', 't', 's', 1, ?, ?, '2026-11-23T00:00:00.000Z')""",
        *(False, b"{}"),
    )
    admin = caller(service, "admin")
    quarantine.put(service.context, 1, "message size 300000")

    before = admin.get("/v1/bus").json
    after = admin.post("/v1/quarantine/1/release", WHY).json
    again = admin.post("/v1/quarantine/1/release", WHY)

    assert [row["subject"] for row in before["quarantine"]] == ["s"]
    assert before["log"] == {"published": 0, "waiting": 0, "quarantined": 1}
    assert after["log"] == {"published": 0, "waiting": 1, "quarantined": 0}
    assert after["oldest_waiting_seconds"] > 0
    assert (again.status_code, again.json["code"]) == (409, "not-quarantined")


def test_what_never_was_cannot_be_released(admin):
    assert admin.post("/v1/quarantine/77/release", WHY).status_code == 404
    assert admin.post(f"/v1/quarantine/{10**30}/release", WHY).status_code == 404


def test_the_operator_is_named_in_the_history(reader, caller):
    reader.refused = {"a"}
    reader.gets("a")
    admin = caller(reader.service, "admin", sub="dev-sinta", name="Sinta")
    id = admin.get(URL).json["items"][0]["id"]

    (deed,) = admin.post(f"{URL}/{id}/skip", WHY).json["history"]

    assert (deed["by"], deed["action"], deed["target"]) == ("dev-sinta", "skip", "skipped")
    assert Actor("dev-sinta").sub == deed["by"]
