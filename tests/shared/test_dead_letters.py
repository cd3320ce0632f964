"""Dead events: nothing behind them moves, retry restores the order, skipping frees the lane, all of it on record."""

import base64
import json
from datetime import timedelta

import pytest

from shared import clock
from shared.auth.actor import Actor
from shared.database import audit_trail
from shared.errors import Conflict, NotFound
from shared.operations import dead_letters
from shared.operations.dead_letters import Wanted
from shared.operations.reconciliation import balances, check
from shared.service import Service
from tests.shared.letters import Noted, Reader, Whispered

OPERATOR = Actor("dev-admin", "Pengelola")


@pytest.fixture
def reader(intake: Service) -> Reader:
    return Reader(intake)


def dead_ones(reader: Reader, **wanted):
    return list(dead_letters.query(reader.service.context, Wanted(**wanted)))


def test_later_events_of_the_subject_wait_behind_a_dead_one_and_others_go_on(reader):
    reader.refused = {"b"}

    reader.gets("a", "b", "c")
    reader.gets("x", subject="other")

    assert reader.heard == ["a", "x"]
    shown = dead_letters.show(reader.service.context, dead_ones(reader)[0])
    assert shown["waiting_behind"] == 1
    assert "refused-in-state" in shown["last_error"]
    assert reader.service.inbox.counts() == {"done": 2, "dead": 1, "parked": 1, "pending": 0, "skipped": 0}


def test_what_is_parked_and_what_waits_is_found_too(reader):
    reader.refused = {"b"}
    reader.gets("a", "b", "c")
    sql = "UPDATE inbox_event SET state = 'pending', last_error = 'wait: not yet' WHERE subject = 'other'"
    reader.gets("x", subject="other")
    reader.service.store.execute(sql)

    found = {
        standing: [row.sequence for row in dead_ones(reader, standing=standing)] for standing in dead_letters.STANDINGS
    }
    assert found == {"dead": [2], "parked": [3], "waiting": [1]}


def test_a_retry_restores_the_order(reader):
    reader.refused = {"b"}
    reader.gets("a", "b", "c", "d")
    reader.refused = set()

    dead_letters.retry(reader.service.context, dead_ones(reader)[0].id, OPERATOR, "aturan diperbaiki")
    reader.works()

    assert reader.heard == ["a", "b", "c", "d"]


def test_a_retry_that_fails_again_is_dead_again_and_holds_its_lane(reader):
    reader.refused = {"a"}
    reader.gets("a", "b")

    dead_letters.retry(reader.service.context, dead_ones(reader)[0].id, OPERATOR, "coba lagi")
    reader.works()

    assert reader.heard == []
    assert len(dead_ones(reader)) == 1


def test_skipping_gives_the_event_up_and_frees_what_waits(reader):
    reader.refused = {"b"}
    reader.gets("a", "b", "c")

    dead_letters.skip(reader.service.context, dead_ones(reader)[0].id, OPERATOR, "salah kirim")
    reader.works()

    assert reader.heard == ["a", "c"]
    assert reader.service.inbox.counts()["skipped"] == 1


def test_who_did_it_and_why_stands_in_the_history(reader):
    reader.refused = {"a"}
    reader.gets("a")
    id = dead_ones(reader)[0].id

    dead_letters.retry(reader.service.context, id, OPERATOR, "pertama")
    reader.works()
    dead_letters.skip(reader.service.context, id, OPERATOR, "kedua")

    deeds = audit_trail.of(reader.service.context, id)
    assert [(deed.action, deed.by, deed.source, deed.target, deed.facts["reason"]) for deed in deeds] == [
        ("retry", "dev-admin", "dead", "pending", "pertama"),
        ("skip", "dev-admin", "dead", "skipped", "kedua"),
    ]
    assert "refused-in-state" in deeds[1].facts["error"]


@pytest.mark.parametrize("act", [dead_letters.retry, dead_letters.skip])
def test_only_a_dead_event_can_be_driven(reader, act):
    reader.gets("a")
    id = reader.service.store.execute("SELECT id FROM inbox_event").fetchone()[0]

    with pytest.raises(Conflict, match="not-dead"):
        act(reader.service.context, id, OPERATOR, "alasan")
    with pytest.raises(NotFound):
        act(reader.service.context, "0", OPERATOR, "alasan")
    assert list(audit_trail.of(reader.service.context, id)) == []


def test_many_are_retried_by_type(reader):
    reader.refused = {"a", "b", "c"}
    for number, word in enumerate(("a", "b"), 1):
        reader.gets(word, subject=f"s{number}")
    reader.gets("c", subject="s3", kind=Whispered)
    reader.refused = set()

    count = dead_letters.retry_all(reader.service.context, Wanted(type=Noted.type), OPERATOR, "diperbaiki")
    reader.works()

    assert count == 2
    assert reader.heard == ["a", "b"]
    assert [row.type for row in dead_ones(reader)] == [Whispered.type]


def test_many_are_retried_by_time_of_receipt(reader, monday):
    reader.refused = {"old", "new"}
    reader.gets("old", subject="s1")
    with clock.frozen_at(monday + timedelta(hours=2)):
        reader.gets("new", subject="s2")
        reader.refused = set()

        count = dead_letters.retry_all(reader.service.context, Wanted(since=monday + timedelta(hours=1)), OPERATOR, "x")
        reader.works()

    assert count == 1
    assert reader.heard == ["new"]
    assert [row.subject for row in dead_ones(reader, until=monday + timedelta(hours=1))] == ["s1"]


def test_bytes_that_are_no_event_are_kept_and_cannot_be_retried(reader):
    reader.service.inbox.store_page([b'{"half": '])
    row = dead_ones(reader)[0]

    with pytest.raises(Conflict, match="still-unreadable"):
        dead_letters.retry(reader.service.context, row.id, OPERATOR, "x")
    assert dead_letters.retry_all(reader.service.context, Wanted(), OPERATOR, "x") == 0
    assert dead_letters.detail(reader.service.context, row.id)["event"] is None


def test_bytes_that_a_newer_release_can_read_go_in_under_their_own_name_once(reader):
    body = reader.body("a", 1)
    reader.service.inbox.store_page([b"[]"])
    row = dead_ones(reader)[0]
    reader.service.store.execute("UPDATE inbox_event SET body = ?", body)

    dead_letters.retry(reader.service.context, row.id, OPERATOR, "rilis baru membacanya")
    reader.service.inbox.store_page([body])  # the feed brings its copy
    reader.works()

    assert reader.heard == ["a"]
    assert dead_letters.find(reader.service.context, row.id).state == "skipped"


def test_an_internal_event_is_shown_without_what_it_says(reader):
    reader.refused = {"a", "b"}
    reader.gets("a", subject="s1")
    reader.gets("b", subject="s2", kind=Whispered)

    public, internal = (dead_letters.detail(reader.service.context, row.id)["event"] for row in dead_ones(reader))

    assert public["data"] == {"thing": "s1", "word": "a"}
    assert internal["type"] == Whispered.type
    assert "data" not in internal


def test_an_export_holds_the_exact_bytes_and_is_on_record(reader):
    reader.refused = {"a"}
    body = reader.body("a", 1)
    reader.service.inbox.store_page([body])
    reader.works()

    lines = [
        json.loads(line) for line in dead_letters.export(reader.service.context, Wanted(), OPERATOR, "untuk pengembang")
    ]

    assert [base64.b64decode(line["body_base64"]) for line in lines] == [body]
    assert [deed.action for deed in audit_trail.of(reader.service.context, lines[0]["id"])] == ["export"]


def test_what_was_received_equals_what_became_of_it(reader):
    reader.refused = {"b", "dead"}
    reader.gets("a", "b", "c")
    reader.gets("dead", subject="other")
    dead_letters.skip(reader.service.context, dead_ones(reader, source="")[0].id, OPERATOR, "x")
    reader.service.inbox.store_page([b"no event"] * 2)

    _, inbox = balances(reader.service)

    assert inbox.whole == 5
    assert inbox.difference == 0
    assert check(reader.service)


def test_an_event_that_vanished_is_noticed(reader, caplog):
    reader.gets("a", "b")
    reader.service.store.execute("DELETE FROM inbox_event WHERE sequence = 1")

    assert not check(reader.service)
    assert "2 = 1 done + 0 pending" in caplog.text
