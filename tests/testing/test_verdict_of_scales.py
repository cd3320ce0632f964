"""The tests of a scale, one by one, at the edges R 76 draws."""

from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.testing.domain.verdict.result import Mark, Verdict
from tests.testing.sheets import (
    SCALE,
    TABLE_SCALE,
    TRUCK,
    exactly,
    instrument,
    judged,
    of,
    sheet,
    with_readings,
)


@pytest.mark.parametrize(("verification", "expected"), [("initial", Verdict.REJECTED), ("subsequent", Verdict.VALID)])
def test_the_same_readings_fail_at_first_and_pass_in_service(verification, expected):
    # project_metrologi: 2996/3996/5996 g at 3000/4000/6000 g, errors -4 g; ±2/±2/±3 at first, ±4/±4/±6 in service
    short = {"3000": "2996", "4000": "3996", "6000": "5996"}
    record = sheet(TABLE_SCALE, verification)
    for row in record["correctness"]["readings"]:
        row["indication"] = short.get(row["load"], row["indication"])

    result = judged(TABLE_SCALE, record, verification=verification)

    assert result.verdict is expected


@pytest.mark.parametrize(
    ("extra", "mark"),  # I = 10.01, E = I + ½ e − ΔL − L
    [("0.005", Mark.PASSED), ("0.0049999", Mark.FAILED), ("0.01", Mark.PASSED)],
)
def test_the_limit_itself_still_passes(extra, mark):
    # III Max 30 kg e 10 g: 10 kg is 1000 e, ±10 g at initial verification
    record = sheet(SCALE)
    rows = [
        *record["correctness"]["readings"],
        {"load": "10", "indication": "10.01", "delta_load": extra, "direction": "up"},
    ]

    assert of(judged(SCALE, with_readings(record, "correctness", *rows)), "correctness").verdict is mark


def test_the_extra_load_shows_what_the_display_rounds_away():
    # L = 10 kg, I = 10.00, e = 10 g, ΔL = 3 g: P = 10.002, E = +2 g (R 76-1 A.4.4.3)
    rows = [exactly("10", delta_load="0.003", direction="up")]

    point = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", *rows)), "correctness").points[0]

    assert point.error == Decimal("0.002")


def test_the_zero_error_is_taken_off_what_was_read_with_extra_loads():
    zero = [exactly("0", delta_load="0.004")]  # E0 = ½ × 10 g − 4 g = +1 g
    rows = [exactly("10", delta_load="0.003", direction="up"), exactly("20", direction="up")]
    record = with_readings(with_readings(sheet(SCALE), "zero", *zero), "correctness", *rows)

    fine, coarse = of(judged(SCALE, record), "correctness").points

    assert (fine.error, fine.corrected) == (Decimal("0.002"), Decimal("0.001"))
    assert (coarse.error, coarse.corrected) == (0, 0)


def test_a_display_finer_than_e_rounds_to_half_of_its_own_division():
    # class II Max 3600 g, e 0.1 g, d 0.01 g: a perfect zero changes at ΔL = ½ d = 5 mg; ½ e would call it +45 mg
    fine = instrument("tbo_elektronik", {"class": "II", "max": "3600", "e": "0.1", "d": "0.01", "unit": "g"})
    result = judged(fine, with_readings(sheet(fine), "zero", exactly("0", delta_load="0.005")))

    [point] = of(result, "zero").points
    assert (point.error, point.verdict) == (0, Mark.PASSED)
    assert any("E = I + ½d − ΔL − L = 0 + 0,005 − 0,005 − 0 = 0 g" in line.id for line in result.explanation)


@pytest.mark.parametrize(("delta", "mark"), [("0.0025", Mark.PASSED), ("0.0024", Mark.FAILED)])
def test_zero_is_set_within_a_quarter_of_an_interval(delta, mark):
    # R 76-1 4.5.2: ±0.25 e; e = 10 g, ½ e − ΔL = 2.5 g
    result = judged(SCALE, with_readings(sheet(SCALE), "zero", exactly("0", delta_load=delta)))

    assert of(result, "zero").verdict is mark


@pytest.mark.parametrize(("verification", "expected"), [("initial", Mark.FAILED), ("subsequent", Mark.PASSED)])
def test_a_corner_may_err_as_its_load_may(verification, expected):
    # III Max 30 kg e 10 g, four supports: 10 kg, ±10 g at first, ±20 g in service
    record = deepcopy(sheet(SCALE, verification))
    record["eccentricity"]["readings"][2]["indication"] = "10.02"

    assert of(judged(SCALE, record, verification=verification), "eccentricity").verdict is expected


def test_a_corner_loaded_with_too_little_is_not_a_corner():
    record = deepcopy(sheet(SCALE))
    record["eccentricity"]["readings"][0] |= exactly("9.49")  # a third of 30 kg, less 5 %: 9.5 kg

    judged_corners = of(judged(SCALE, record), "eccentricity")

    assert (judged_corners.verdict, judged_corners.gaps[0].code) == (Mark.MISSING, "positions-missing")


@pytest.mark.parametrize(("extra", "mark"), [("0.0075", Mark.PASSED), ("0.0076", Mark.FAILED)])
def test_repeats_spread_no_wider_than_the_limit_of_their_load(extra, mark):
    # 24 kg is 2400 e: 15 g at first
    low = {"load": "24", "indication": "23.99", "delta_load": extra}
    rows = [exactly("24", delta_load="0.0025"), exactly("24", delta_load="0.0025"), low]

    assert of(judged(SCALE, with_readings(sheet(SCALE), "repeatability", *rows)), "repeatability").verdict is mark


def test_a_spread_fails_though_every_reading_is_within_its_limit():
    rows = [{"load": "24", "indication": read} for read in ("23.99", "24", "24.01")]

    repeats = of(judged(SCALE, with_readings(sheet(SCALE), "repeatability", *rows)), "repeatability")

    assert [point.verdict for point in repeats.points] == [Mark.PASSED] * 3 + [Mark.FAILED]


@pytest.mark.parametrize(("after", "mark"), [("15.01", Mark.PASSED), ("15", Mark.FAILED)])
def test_a_small_extra_load_moves_the_display(after, mark):
    row = {"load": "15", "indication": "15", "indication_after": after, "extra_load": "0.014"}  # 1.4 d
    ends = [nudged(load) for load in ("0.2", "30")]

    result = judged(SCALE, with_readings(sheet(SCALE), "discrimination", row, *ends))

    assert of(result, "discrimination").verdict is mark


def nudged(load: str) -> dict[str, str]:
    return exactly(load, extra_load="0.014", indication_after=str(Decimal(load) + Decimal("0.01")))


def test_net_loads_are_judged_as_loads():
    rows = [exactly("0", tare="6"), {"tare": "6", "load": "10", "indication": "10.02"}]

    assert of(judged(SCALE, with_readings(sheet(SCALE), "tare", *rows)), "tare").verdict is Mark.FAILED


@pytest.mark.parametrize(
    ("standards", "repeatability", "mark"),
    [  # R 76-1 3.7.3: ½ of Max, ⅓ where it repeats within 0.3 e, 1/5 within 0.2 e; Max 60 t, e 20 kg
        ("30000", "20", Mark.PASSED),
        ("29999", "20", Mark.MISSING),
        ("20000", "6", Mark.PASSED),
        ("20000", "6.1", Mark.MISSING),
        ("12000", "4", Mark.PASSED),
        ("11999", "4", Mark.MISSING),
    ],
)
def test_standards_may_be_fewer_the_better_a_truck_scale_repeats(standards, repeatability, mark):
    truck = instrument("timbangan_jembatan", TRUCK)
    record = {"substitution": {"readings": [{"standards": standards, "repeatability": repeatability}]}}

    assert of(judged(truck, record), "substitution").verdict is mark


def test_a_load_left_out_where_the_limit_changes_is_named():
    record = deepcopy(sheet(SCALE))
    record["correctness"]["readings"] = [row for row in record["correctness"]["readings"] if row["load"] != "20"]

    gaps = of(judged(SCALE, record), "correctness").gaps

    assert {(gap.code, gap.facts.get("load"), gap.facts["direction"]) for gap in gaps} >= {
        ("load-missing", "20", "up"),
        ("load-missing", "20", "down"),
    }


@settings(deadline=None)
@given(st.integers(-10, 10), st.decimals(min_value="0", max_value="0.01", places=4))
def test_a_reading_passes_exactly_when_its_error_is_within_the_limit(divisions, extra):
    shown = 10 + divisions * Decimal("0.01")
    row = {"load": "10", "indication": str(shown), "delta_load": str(extra), "direction": "up"}
    error = shown + Decimal("0.005") - extra - 10

    point = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", row)), "correctness").points[0]

    assert (point.verdict is Mark.PASSED) == (abs(error) <= Decimal("0.01"))
