"""Records that make no sense are refused with every fault and its place; nothing else is ever raised."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.testing.domain.verdict import verdict
from shared.errors import Invalid, Refused
from tests.testing.sheets import (
    NOZZLES,
    PERFECT,
    SCALE,
    exactly,
    judged,
    sheet,
    tables,
    with_readings,
)


def test_all_faults_of_a_record_come_at_once_with_their_place():
    record = with_readings(sheet(SCALE), "correctness", exactly("31"), exactly("-0.1"), {"load": "5"})

    with pytest.raises(Invalid, match="readings-invalid") as refusal:
        judged(SCALE, record)

    assert [(row["pointer"].rpartition("/")[0], row["code"]) for row in refusal.value.errors] == [
        ("/readings/0/tests/correctness/readings/0", "load-above-max"),
        ("/readings/0/tests/correctness/readings/1", "load-below-min"),
        ("/readings/0/tests/correctness/readings/2", "required"),
    ]


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ({}, "not-a-list"),
        ([None], "not-an-object"),
        ([{"unit": "9", "tests": {}}], "unit-not-expected"),
        ([{"unit": "1", "tests": {"taste": {}}}], "test-unknown"),
        ([{"unit": "1", "tests": {"visual": {"passed": "yes"}}}], "not-a-boolean"),
        ([{"unit": "1", "tests": {"zero": {"readings": [exactly("5")]}}}], "zero-load-out-of-range"),
        (
            [{"unit": "1", "tests": {"zero": {"readings": [exactly("0", delta_load="0.02")]}}}],
            "delta-load-out-of-range",
        ),
        ([{"unit": "1", "tests": {"eccentricity": {"readings": [exactly("10")]}}}], "required"),
        (
            [{"unit": "1", "tests": {"correctness": {"readings": [exactly("5", direction="left")]}}}],
            "direction-unknown",
        ),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(readings, code):
    with pytest.raises(Invalid) as refusal:
        verdict.evaluate(tables(), SCALE, "initial", readings)

    assert code in {refusal.value.code, *(row["code"] for row in refusal.value.errors)}


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["10", "0.01", "-5", "1E9", "NaN"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["load", "indication", "readings", "passed", "position", "flow", "unit"]), inner
        )
    ),
    max_leaves=12,
)
TESTS = sorted({*sheet(SCALE), *sheet(NOZZLES), "discrimination", "tare", "substitution", "comparison"})
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"unit": st.sampled_from(["1", "2", 1, None]), "tests": st.dictionaries(st.sampled_from(TESTS), JUNK)}
    )
    | JUNK,
    max_size=2,
)


@settings(deadline=None)
@given(st.sampled_from(PERFECT), st.sampled_from(["initial", "subsequent", "never"]), RECORDS)
def test_whatever_is_recorded_is_judged_or_refused(one, verification, readings):
    with suppress(Refused):
        assert verdict.evaluate(tables(), one, verification, readings).explanation
