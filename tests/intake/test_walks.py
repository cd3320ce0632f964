"""Whatever people try, in any order and at once, the history tells the truth and no number is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.domain.lifecycle import APPLICATION
from services.intake.storage import Application, history
from services.intake.usecases import items, letters, review
from shared.errors import Conflict, Invalid, NotFound, Stale
from tests.intake.builders import FRONT, SITI, drafted
from tests.support import told

pytestmark = pytest.mark.usefixtures("intake")


def test_numbers_have_no_hole_though_many_submit_at_once_and_some_fail():
    drafts = [drafted(f"SN-{number}", **({"letter": {}} if number % 3 == 0 else {})) for number in range(18)]

    def submit(draft: Application) -> str | None:
        try:
            return review.submit(SITI, draft.id, draft.version).number
        except Invalid:
            return None

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(submit, drafts) if number]
    assert sorted(int(number.split("-")[2]) for number in numbers) == list(range(1, 13))


MOVES = {
    "submit": lambda by, row: review.submit(by, row.id, row.version),
    "accept": lambda _, row: review.accept(FRONT, row.id, row.version),
    "return": lambda _, row: review.return_letter(FRONT, row.id, row.version, [{"pointer": "/", "code": "x"}]),
    "reject": lambda _, row: review.reject(FRONT, row.id, row.version, "x"),
    "withdraw": lambda by, row: review.withdraw(by, row.id, row.version),
    "amend": lambda by, row: letters.amend(by, row.id, row.version, wish="pagi"),
    "refer": lambda _, row: items.refer_item(
        FRONT, row.id, row.items[0].id, row.version, office="direktorat", reason_code="x"
    ),
    "stale": lambda by, row: letters.amend(by, row.id, row.version - 1, wish="pagi"),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(sorted(MOVES)), max_size=8), serial=st.uuids().map(str))
def test_whatever_is_tried_the_history_folds_to_the_state_and_every_change_was_told(intake, walk, serial):
    letter, before = drafted(serial), len(told(intake))
    for move in walk:
        with suppress(Conflict, Invalid, NotFound, Stale):
            MOVES[move](SITI, Application.find(letter.id))

    letter, lines = Application.find(letter.id), history(letter.id)
    state = str(APPLICATION.start)
    for line in (line for line in lines if line.source):
        assert line.source == state
        state = line.target
    assert state == letter.state
    spoken = [event["type"].split(".")[2] for event in told(intake)[before:] if event["subject"] == letter.id]
    moved = [line for line in lines if line.source and (line.source, line.target) != ("draft", "withdrawn")]
    assert len(spoken) == len(moved)
