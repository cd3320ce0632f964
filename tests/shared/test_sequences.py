"""Official numbers: no holes, no doubles, whatever is rolled back and whoever writes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.database import sequences
from shared.look_alikes import check_letter


class Changed(Exception):
    """The reason of a rollback."""


def take(store, fails: bool = False) -> int:
    with store.transaction():
        number = sequences.take(store, "s")
        if fails:
            raise Changed
        return number


def test_a_series_begins_with_one_and_each_has_its_own(intake):
    with intake.store.transaction():
        assert [sequences.take(intake.store, series) for series in ("a", "a", "b")] == [1, 2, 1]


def test_a_number_is_taken_only_in_the_transaction_that_uses_it(intake):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        sequences.take(intake.store, "s")


def test_a_turn_is_taken_only_in_the_transaction_that_holds_it(intake):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        intake.store.in_turn("letters of somebody")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fails=st.lists(st.booleans(), max_size=12))
def test_a_rollback_gives_its_number_back(intake, fails):
    intake.store.execute("DELETE FROM counter WHERE series = 's'")
    taken = []

    for failing in fails:
        try:
            taken.append(take(intake.store, failing))
        except Changed:
            continue
    assert taken == list(range(1, fails.count(False) + 1))


def test_many_writers_share_a_series_without_hole_or_double(intake):
    def work(number: int) -> int | None:
        try:
            return take(intake.store, fails=number % 3 == 0)
        except Changed:
            return None

    with ThreadPoolExecutor(8) as pool:
        taken = sorted(number for number in pool.map(work, range(60)) if number)
    assert taken == list(range(1, 41))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("PTU-{year}-{serial:06}", "PTU-2026-000042"),
        ("{serial:04}/ORD/{roman}/{year}", "0042/ORD/XI/2026"),
        ("{serial}", "42"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern, expected):
    assert sequences.official(pattern, 42, 2026, 11) == expected


def test_the_check_letter_guards_year_and_serial():
    assert sequences.official("{check}", 42, 2026, 11) == check_letter("2026000042")


@pytest.mark.parametrize(("month", "roman"), [(1, "I"), (4, "IV"), (9, "IX"), (12, "XII")])
def test_months_are_roman(month, roman):
    assert sequences.official("{roman}", 1, 2026, month) == roman
