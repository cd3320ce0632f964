"""The inbox: an event acts once and in order, whatever fails, waits, dies or comes twice."""

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from shared.errors import Stale, Unavailable
from shared.events.inbox import AGAIN, ELIGIBLE, LEASE
from shared.events.retry_policy import BACKOFF, MOST, PATIENCE
from shared.operations.reconciliation import balances
from tests.shared.letters import Noted, Reader, logged
from tests.support import MONDAY


@pytest.fixture
def reader(intake) -> Reader:
    return Reader(intake)


class Flaky:
    """Fails as its list says, then works."""

    def __init__(self, reader: Reader, *errors: Exception) -> None:
        self.reader, self.errors = reader, list(errors)
        reader.service.inbox.listen({Noted: self.act})

    def act(self, event: Any) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.reader.heard.append(event.word)


def row(reader: Reader) -> dict[str, Any]:
    names = "state, attempts, next_at, last_error"
    found = reader.service.store.execute(f"SELECT {names} FROM inbox_event ORDER BY id").fetchone()
    return dict(zip(names.split(", "), found, strict=True))


def test_an_event_that_comes_twice_acts_once(reader):
    body = reader.body("a", 1)

    assert [reader.service.inbox.store_page([body, body]), reader.service.inbox.store_page([body])] == [1, 0]
    reader.works()
    assert reader.heard == ["a"]


def test_events_of_a_subject_act_in_order_however_they_come(reader):
    bodies = [reader.body(word, number) for number, word in enumerate("abcde", 1)]

    reader.service.inbox.store_page(bodies[::-1])
    reader.works()
    assert reader.heard == list("abcde")


def test_a_failure_is_tried_again_ever_later_and_then_dead(reader):
    Flaky(reader, *[RuntimeError("broken")] * 99)
    moment = MONDAY

    for pause in (*BACKOFF, None):
        with clock.frozen_at(moment):
            reader.service.inbox.store_page([reader.body("a", 1)] if moment == MONDAY else [])
            assert reader.service.inbox.work() == ("retry" if pause else "dead")
            assert reader.service.inbox.work() is None
        if pause:
            with clock.frozen_at(moment + pause - timedelta(milliseconds=1)):
                assert reader.service.inbox.work() is None  # jitter only lengthens
            moment += pause * 1.5 + timedelta(milliseconds=1)
    assert (row(reader)["state"], row(reader)["attempts"]) == ("dead", MOST)
    assert "broken" in row(reader)["last_error"]


def test_a_handler_that_somebody_overtook_looks_again(reader):
    """On PostgreSQL an officer and a handler can change the same row at once; the slower one must not be given up."""
    Flaky(reader, Stale("stale", version=3), Stale("stale", version=4))
    with clock.frozen_at(MONDAY):
        reader.service.inbox.store_page([reader.body("a", 1)])
        assert reader.service.inbox.work() == "retry"
    with clock.frozen_at(MONDAY + BACKOFF[0] * 2):
        assert reader.service.inbox.work() == "retry"
    with clock.frozen_at(MONDAY + BACKOFF[0] * 2 + BACKOFF[1] * 2):
        assert reader.service.inbox.work() == "done"
    assert reader.heard == ["a"]


def test_the_next_event_is_found_by_an_index_however_many_wait(reader):
    """A queue of ten thousand once cost 40 ms for each event, so that it only grew."""
    moment = clock.rfc3339(MONDAY)
    for sql, values in ((ELIGIBLE, (moment,) * 3), (AGAIN, (moment,) * 2)):
        plan = str(reader.service.store.execute(f"EXPLAIN QUERY PLAN {sql}", *values).fetchall())
        assert "SCAN" not in plan
        assert "TEMP B-TREE" not in plan  # nothing is sorted
        assert "tried_in_vain" in plan or "received_at" in plan


def test_what_waits_for_another_fact_uses_up_no_tries_and_goes_on_when_any_fact_has_come(reader):
    Flaky(reader, *[Unavailable("not-yet")] * 20)
    with clock.frozen_at(MONDAY):
        reader.service.inbox.store_page([reader.body("late", 1, "waits")])
        assert reader.service.inbox.work() == "wait"
        assert row(reader)["attempts"] == 0
        Flaky(reader)

        reader.service.inbox.store_page([reader.body("fact", 1, "other")])
        reader.works()
        assert reader.heard == ["fact", "late"]


def test_those_that_wait_however_many_cost_no_more_tries_than_there_are_events_that_may_help_them(reader):
    tries = []

    def act(event: Any) -> None:
        tries.append(event.word)
        if event.word == "waits":
            raise Unavailable("not-yet")

    reader.service.inbox.listen({Noted: act})
    with clock.frozen_at(MONDAY):
        reader.service.inbox.store_page([reader.body("waits", 1, f"w{number}") for number in range(30)])
        reader.works()
        tries.clear()
        reader.service.inbox.store_page([reader.body("fact", 1, f"f{number}") for number in range(60)])
        reader.works()

    assert tries.count("fact") == 60
    assert 30 <= tries.count("waits") <= 60 + 30


def test_of_the_words_about_a_subject_only_the_newest_counts_where_the_reader_says_so(reader):
    class Newest(Noted):
        """The newest word counts."""

        newest = True

    reader.service.inbox.listen({Newest: reader.act})
    early, late = reader.body("early", 1), reader.body("late", 2)

    for body in (late, early):
        reader.service.inbox.store_page([body])
        reader.works()

    assert reader.heard == ["late"]
    assert reader.service.inbox.counts()["skipped"] == 1
    assert all(balance.difference == 0 for balance in balances(reader.service))


def test_who_waits_too_long_is_dead(reader):
    Flaky(reader, Unavailable("not-yet"), Unavailable("not-yet"))
    with clock.frozen_at(MONDAY):
        reader.service.inbox.store_page([reader.body("a", 1)])
        reader.service.inbox.work()

    with clock.frozen_at(MONDAY + PATIENCE):
        assert reader.service.inbox.work() == "dead"


def test_a_worker_that_dies_is_succeeded_when_its_lease_is_over_and_its_effect_is_written_once(reader):
    inbox = reader.service.inbox
    with clock.frozen_at(MONDAY):
        inbox.store_page([reader.body("a", 1)])
        assert inbox._claim() is not None  # and the process dies here

    with clock.frozen_at(MONDAY + LEASE - timedelta(seconds=1)):
        assert inbox.work() is None
    with clock.frozen_at(MONDAY + LEASE + timedelta(seconds=1)):
        assert inbox.work() == "done"
    assert reader.heard == ["a"]


def test_a_clock_that_ran_ahead_strands_no_event_once_it_is_set_back(reader):
    inbox, ahead = reader.service.inbox, MONDAY + timedelta(hours=1)
    with clock.frozen_at(ahead):
        inbox.store_page([reader.body("a", 1), reader.body("b", 2, "t")])
        assert inbox._claim() is not None  # and the process dies here

    with clock.frozen_at(MONDAY):
        reader.works()
    assert sorted(reader.heard) == ["a", "b"]


def test_an_event_on_which_the_process_dies_each_time_is_dead_at_last(reader):
    inbox = reader.service.inbox
    with clock.frozen_at(MONDAY):
        inbox.store_page([reader.body("a", 1)])
    for number in range(MOST):
        with clock.frozen_at(MONDAY + 2 * LEASE * number):
            assert inbox._claim() is not None

    with clock.frozen_at(MONDAY + 2 * LEASE * MOST):
        assert inbox.work() == "dead"
    assert reader.heard == []


def test_a_worker_that_slept_past_its_lease_writes_nothing(reader):
    inbox = reader.service.inbox
    with clock.frozen_at(MONDAY):
        inbox.store_page([reader.body("a", 1)])
        token, _ = inbox._claim()
    with clock.frozen_at(MONDAY + LEASE + timedelta(seconds=1)):
        inbox.work()

    id = inbox.store.execute("SELECT id FROM inbox_event").fetchone()[0]
    with inbox.store.transaction():
        assert not inbox._still_ours(id, token)


def test_the_effect_and_the_mark_that_it_is_done_are_one(reader, monkeypatch):
    monkeypatch.setattr(reader.service.inbox, "_finish", lambda _: 1 / 0)
    reader.service.inbox.listen({Noted: lambda _: reader.service.log.emit(Noted, thing="effect", word="w")})

    reader.service.inbox.store_page([reader.body("a", 1)])
    assert reader.service.inbox.work() == "retry"
    assert logged(reader.service) == []
