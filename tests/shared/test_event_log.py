"""The event log: gapless, in order, and never a word of what was rolled back."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.errors import Conflict
from tests.shared.letters import Changed, Noted, Reader, logged, tell


def test_positions_are_gapless_and_sequences_count_per_subject_under_threads_and_rollbacks(intake):
    def work(number: int) -> None:
        try:
            tell(intake, f"s{number % 3}", f"s{number % 2}", fails=number % 4 == 0)
        except Changed:
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    events = logged(intake)
    assert [int(event["position"]) for event in events] == list(range(1, 61))
    for subject in {event["subject"] for event in events}:
        sequences = [int(event["sequence"]) for event in events if event["subject"] == subject]
        assert sequences == list(range(1, len(sequences) + 1))
    assert len({event["id"] for event in events}) == 60


def test_what_a_failed_transaction_told_is_not_told_by_the_next(intake):
    with pytest.raises(Changed):
        tell(intake, "undone", fails=True)

    tell(intake, "done")
    assert [event["subject"] for event in logged(intake)] == ["done"]


def test_what_a_failed_handler_told_is_not_told_when_its_failure_is_noted(intake):
    def act(event: Any) -> None:
        intake.log.emit(Noted, thing="undone", word="w")
        raise Conflict("refused-in-state", event=event.word)

    reader = Reader(intake)
    intake.inbox.listen({Noted: act})

    reader.gets("a")
    assert logged(intake) == []
    assert intake.inbox.counts()["dead"] == 1


def test_nothing_is_told_outside_a_transaction_or_with_facts_nobody_declared(intake):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        intake.log.emit(Noted, thing="s", word="w")
    with pytest.raises(ValueError, match="colour"), intake.store.transaction():
        intake.log.emit(Noted, thing="s", word="w", colour="red")
    with pytest.raises(ValueError, match="word"), intake.store.transaction():
        intake.log.emit(Noted, thing="s")


def test_a_reader_at_a_position_never_sees_one_before_it_appear_later(intake):
    """Readers follow the log while eight writers write; what each saw is the beginning of what there is."""
    done, seen = threading.Event(), []

    def follow() -> None:
        after = 0
        while not done.is_set() or after < intake.log.head()[0]:
            page = intake.log.page(after, 5, internal=True)
            seen.extend(int(json.loads(body)["position"]) for body in page.bodies)
            after = page.next

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: tell(intake, f"s{number}"), range(50)))
    done.set()
    reader.join(30)
    assert seen == list(range(1, 51))
