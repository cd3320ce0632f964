"""Drifts: exact slopes, comparable points, breaks, and spreads that keep every value."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.testing.domain.statistics import drift, limit_shares, model_spread, trend, wording
from services.testing.domain.statistics.drift import Visit
from services.testing.domain.statistics.model_spread import Past, Values
from tests.testing.histories import readings
from tests.testing.sheets import NOZZLES, SCALE, TRADER, judged, sheet

FIRST = date(2020, 1, 1)
decimals = st.decimals(-1000, 1000, places=4)
days = st.integers(0, 4000).map(lambda many: FIRST + timedelta(days=many))
values = st.lists(st.tuples(days, decimals), min_size=3, max_size=12)


def point(error: str, limit: str = "0.01", **facts: Any) -> dict[str, Any]:
    known = {"test": "correctness", "label": "up", "load": "5", "indication": "5", "unit": "kg", "verdict": "passed"}
    return {**known, "corrected": error, "low": f"-{limit}", "high": limit, **facts}


def result(*points: dict[str, Any], unit: str = "1") -> dict[str, Any]:
    return {"units": [{"unit": unit, "verdict": "valid", "tests": [{"test": "correctness", "points": list(points)}]}]}


def visit(year: int, *points: dict[str, Any], cause: str = "first", adjusted: bool = False) -> Visit:
    return Visit(f"e{year}-{cause}", date(year, 1, 1), "subsequent", cause, adjusted, result(*points))


def yearly(*errors: str, limit: str = "0.01") -> list[Visit]:
    return [visit(2020 + at, point(error, limit)) for at, error in enumerate(errors)]


@pytest.mark.parametrize(
    ("error", "low", "high", "expected"),
    [
        ("0.005", "-0.01", "0.01", "0.5"),
        ("-0.02", "-0.01", "0.01", "-2"),
        ("-0.001", "-0.002", "0", "-0.5"),  # a measure that may only hold too little
        ("0.001", "-0.002", "0", None),
        ("0", "-30", "0", None),  # a nudge has a goal, not a limit with room on both sides
    ],
)
def test_a_share_is_taken_of_the_limit_on_the_side_of_the_error(error, low, high, expected):
    found = limit_shares.share(Decimal(error), Decimal(low), Decimal(high))

    assert found == (None if expected is None else Decimal(expected))


@given(st.decimals(-9, 9, places=3), st.decimals("0.001", 9, places=3), st.sampled_from(["0.5", "2", "1000", "0.001"]))
def test_error_and_limit_in_another_unit_give_the_same_share(error: Decimal, limit: Decimal, factor: str):
    by = Decimal(factor)

    assert limit_shares.share(error * by, -limit * by, limit * by) == limit_shares.share(error, -limit, limit)


def test_the_largest_share_of_a_test_keeps_errors_and_spreads_apart():
    found = limit_shares.largest(judged(SCALE, readings("tbo_elektronik", TRADER, Decimal("0.001"))).as_json())

    # III, e 10 g, tera: 30 g too much at 30 kg, where 15 g are allowed
    assert found["correctness"] == "2"
    assert found["repeatability"] == found["repeatability_range"] == "0"
    assert "discrimination" not in found


@given(values, st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_turn_a_trend(rows, dice):
    mixed = list(rows)
    dice.shuffle(mixed)

    assert trend.slope(mixed) == trend.slope(rows)


@given(st.lists(days, min_size=3, max_size=12), decimals)
def test_what_stays_the_same_has_no_trend(rows: list[date], value: Decimal):
    found = trend.trend([(day, value) for day in rows], 3)

    assert found.per_year == (0 if len(set(rows)) >= 3 else None)


@given(values, st.sampled_from([Decimal(2), Decimal("-0.5"), Decimal(1000)]))
def test_a_trend_grows_with_its_values(rows, factor: Decimal):
    known = trend.slope(rows)

    scaled = trend.slope([(day, value * factor) for day, value in rows])
    assert scaled == (None if known is None else known * Fraction(factor))


def test_the_slope_of_theil_and_sen_is_exact_and_one_odd_day_does_not_turn_it():
    straight = [(FIRST + timedelta(days=1461 * at), Decimal(at) / 2) for at in range(6)]  # ½ in four years
    odd = [*straight[:3], (straight[3][0], Decimal(900)), *straight[4:]]

    assert trend.slope(straight) == Fraction(1, 8)
    assert trend.slope(odd) == Fraction(1, 8)


@pytest.mark.parametrize(("many", "carried"), [(1, False), (2, False), (3, True)])
def test_a_trend_needs_three_verifications(many: int, carried: bool):
    found = trend.trend([(date(2020 + at, 1, 1), Decimal(at)) for at in range(many)], 3)

    assert (found.verifications, found.per_year is not None) == (many, carried)


def test_two_tests_on_one_day_are_one_day():
    assert trend.trend([(FIRST, Decimal(1)), (FIRST, Decimal(2)), (date(2021, 1, 1), Decimal(3))], 3).per_year is None


def test_an_adjustment_and_a_repair_begin_anew():
    for breaking in ({"adjusted": True}, {"cause": "retest"}):
        rows = [*yearly("0.001", "0.002", "0.009"), visit(2023, point("0"), **breaking), visit(2024, point("0.001"))]
        [series] = drift.series(rows, 3)

        assert [bool(row.broken_by) for row in series.rows] == [False, False, False, True, False]
        assert (series.trend.verifications, series.trend.per_year) == (2, None)


def test_a_break_counts_for_a_point_that_was_not_read_on_its_day():
    rows = [
        *yearly("0.001", "0.002", "0.003"),
        visit(2023, point("0", load="10"), adjusted=True),
        visit(2024, point("0.001")),
    ]
    five, ten = drift.series(rows, 3)
    [largest] = drift.largest([five, ten], 3)

    assert [row.stretch for row in five.rows] == [0, 0, 0, 1]
    assert [one.trend.verifications for one in (five, ten, largest)] == [1, 1, 2]


def test_the_same_error_under_another_limit_is_no_drift():
    tera, later = yearly("0.004", limit="0.005"), yearly("0.004", "0.004", "0.004", limit="0.01")[1:]
    [series] = drift.series([*tera, *later], 3)

    assert [row.of_limit for row in series.rows] == [Decimal(one) for one in ("0.8", "0.4", "0.4")]
    assert [row.of_latest for row in series.rows] == [Decimal("0.4")] * 3
    assert series.trend.per_year == 0


def test_a_load_is_compared_with_the_same_load_and_a_flow_with_the_same_flow():
    scale = [visit(2020, point("0", load="5"), point("0", load="10")), visit(2021, point("0", load="5"))]
    meter = [
        visit(year, point("0", test="accuracy", label="high", load=load))
        for year, load in ((2020, "19.9"), (2021, "20"))
    ]

    assert [(one.load, len(one.rows)) for one in drift.series(scale, 3)] == [("5", 2), ("10", 1)]
    assert [(one.label, one.load, len(one.rows)) for one in drift.series(meter, 3)] == [("high", None, 2)]


def test_of_repeats_on_one_day_the_worst_counts():
    [series] = drift.series([visit(2020, point("0.001"), point("-0.004"), point("0.002"))], 3)

    assert [row.error for row in series.rows] == [Decimal("-0.004")]


def test_the_largest_error_of_a_test_may_be_at_another_load_every_year():
    rows = [
        visit(2020 + at, point(a), point(b, load="10"))
        for at, (a, b) in enumerate([("0.001", "0"), ("0", "-0.002"), ("0.003", "0")])
    ]
    [largest] = drift.largest(drift.series(rows, 3), 3)

    assert [row.of_latest for row in largest.rows] == [Decimal(one) for one in ("0.1", "-0.2", "0.3")]
    assert largest.trend.per_year == Decimal("0.100")
    said = wording.grown(wording.quantity(largest.quantity), largest.trend, 3)
    assert "bertambah 10 % BKD per tahun (Theil–Sen, 3 hari uji" in said.id
    assert "grew by 10 % of the limit per year" in said.en


def test_every_point_of_every_nozzle_is_found_in_a_real_result():
    found = drift.series(
        [Visit("e", FIRST, "initial", "first", False, judged(NOZZLES, *[sheet(NOZZLES)] * 4).as_json())], 3
    )

    errors = [one for one in found if one.quantity == "accuracy"]
    assert {(one.unit, one.label) for one in errors} == {
        (unit, flow) for unit in "1234" for flow in ("high", "medium", "low")
    }
    assert {one.quantity for one in found} == {"accuracy", "accuracy_range"}


@given(st.lists(st.decimals(0, 10, places=3), min_size=1, max_size=40))
def test_quartiles_keep_their_order_and_the_median_is_the_median(rows: list[Decimal]):
    found = Values()
    for row in rows:
        found.counts[row] += 1

    quartiles = found.quartiles()
    assert quartiles == sorted(quartiles)
    assert (quartiles[0], quartiles[-1]) == (min(rows), max(rows))
    assert quartiles[2] == limit_shares.rounded(median(rows))


def past(*used: str, **facts: Any) -> list[Past]:
    known = {"verification": "subsequent", "cause": "first", "broken_by": "", **facts}
    return [Past(date(2020 + at, 1, 1), largest={"correctness": one}, **known) for at, one in enumerate(used)]


@given(st.lists(st.lists(st.sampled_from(["0.1", "0.4", "1.2"]), min_size=1, max_size=5), max_size=8))
def test_a_spread_keeps_every_first_test_whatever_the_order_of_instruments(pasts: list[list[str]]):
    instruments = [past(*used) for used in pasts]
    found, turned = model_spread.spread(instruments, 3), model_spread.spread(instruments[::-1], 3)

    assert found == turned
    assert sum(values.counts.total() for values in found.classes.values()) == sum(map(len, pasts))
    assert (found.instruments, found.examinations) == (len(pasts), sum(map(len, pasts)))


def test_retests_are_left_out_of_a_spread_and_counted():
    found = model_spread.spread([[*past("0.5"), *past("0.1", cause="retest", broken_by="repaired")]], 3)

    assert (found.examinations, found.left_out) == (2, 1)
    assert [values.counts.total() for values in found.classes.values()] == [1]


def test_tera_and_tera_ulang_are_spread_apart_because_their_limits_differ():
    found = model_spread.spread([[*past("0.5", verification="initial"), *past("0.2", "0.3")[1:]]], 3)

    assert set(found.classes) == {("correctness", "initial", 0), ("correctness", "subsequent", 1)}


def test_the_median_of_the_trends_of_few_instruments_says_that_they_are_few():
    found = model_spread.spread([past("0.1", "0.2", "0.3"), past("0.1", "0.1", "0.1"), past("0.1", "0.3")], 3)
    slopes = found.slopes["correctness"]

    assert (slopes.instruments, sorted(slopes.counts)) == (2, [Decimal("0"), Decimal("0.100")])
    said = wording.among(wording.quantity("correctness"), slopes, 5)
    assert "dari 2 alat" in said.id
    assert "kurang dari 5" in said.id
