"""Nozzles, meters, weights and measures at the edges of their limits."""

from copy import deepcopy

import pytest

from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import (
    NOZZLES,
    instrument,
    judged,
    of,
    sheet,
    with_readings,
)


def test_one_failing_nozzle_of_four_leaves_three_valid():
    # 20 L vessel: true 19.92 L is +0.402 %, passes; true 19.89 L is +0.553 %, fails (PPSDK)
    good, bad = sheet(NOZZLES), deepcopy(sheet(NOZZLES))
    for row in bad["accuracy"]["readings"]:
        row["reference"] = "19.89"
    fine = deepcopy(good)
    for row in fine["accuracy"]["readings"]:
        row["reference"] = "19.92"

    result = judged(NOZZLES, good, fine, bad, good)

    assert [unit.verdict for unit in result.units] == ["valid", "valid", "rejected", "valid"]
    assert any("+0,402 %" in line.id for line in result.explanation)


def test_a_nozzle_that_does_not_repeat_is_rejected():
    record = deepcopy(sheet(NOZZLES))
    record["accuracy"]["readings"][0]["indicated"] = "20.041"  # 41 mL; two fifths of 100 mL are 40 mL

    assert judged(instrument("pu_bbm", {"mmq_l": "2"}), record).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    ("deviation", "uncertainty", "mark"),
    [  # M2 1 kg: ±160 mg; R 111-1 5.3: |error| ≤ limit − U, U at most a third of the limit
        ("110", "50", Mark.PASSED),
        ("111", "50", Mark.FAILED),
        ("-110", "50", Mark.PASSED),
        ("0", "54", Mark.MISSING),
    ],
)
def test_a_weight_is_compared_with_the_uncertainty_taken_off_the_limit(deviation, uncertainty, mark):
    weight = instrument("anak_timbangan", {"class": "M2", "nominal": "1", "unit": "kg"})
    row = {"deviation": deviation, "uncertainty": uncertainty}

    assert of(judged(weight, with_readings(sheet(weight), "comparison", row)), "comparison").verdict is mark


@pytest.mark.parametrize(("verification", "expected"), [("initial", "rejected"), ("subsequent", "valid")])
def test_a_water_meter_three_percent_high_passes_only_in_service(verification, expected):
    meter = instrument("meter_air_le50", {"class": "2"})
    record = deepcopy(sheet(meter))
    record["accuracy"]["readings"][0] = {"flow": "q3", "indicated": "10.3", "reference": "10"}

    assert judged(meter, record, verification=verification).verdict == expected


def test_a_full_measure_may_hold_more_at_the_brim_but_not_less():
    brim = instrument("takaran_basah", {"nominal": "1", "unit": "L", "mark": "brim"})

    for holds, expected in (("1.06", "valid"), ("1.061", "rejected"), ("0.999", "rejected")):
        row = {"nominal": "1", "reference": holds, "unit": "L"}
        assert judged(brim, with_readings(sheet(brim), "accuracy", row)).verdict == expected


def test_an_absurd_run_is_judged_and_explained_too():
    nozzle = instrument("pu_bbm", {"mmq_l": "2"})
    record = deepcopy(sheet(nozzle))
    record["accuracy"]["readings"][0] |= {"indicated": "99999999999", "reference": "0.000000000001"}

    assert judged(nozzle, record).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    ("row", "mark"),
    [  # class II, 1 m: 0.5 mm between marks, 0.2 mm more from the surface that is the zero (UK SI 2016/1153 Sch 1I)
        ({"nominal": "1000", "reference": "999.5"}, Mark.PASSED),
        ({"nominal": "1000", "reference": "999.4"}, Mark.FAILED),
        ({"nominal": "1000", "reference": "999.3", "from": "face"}, Mark.PASSED),
        ({"nominal": "1000", "reference": "999.29", "from": "face"}, Mark.FAILED),
    ],
)
def test_a_length_from_the_end_face_may_err_more(row, mark):
    rule = instrument("meter_kayu", {"class": "II", "nominal": "1", "unit": "m"})
    record = with_readings(sheet(rule), "accuracy", {"unit": "mm", **row})

    assert of(judged(rule, record), "accuracy").verdict is mark


@pytest.mark.parametrize(
    ("interval", "reference", "mark"),
    [("1", "1.2", Mark.PASSED), ("1", "1.21", Mark.FAILED), ("10", "9.6", Mark.PASSED), ("10", "9.59", Mark.FAILED)],
)
def test_marks_side_by_side_have_limits_of_their_own(interval, reference, mark):
    rule = instrument("meter_kayu", {"class": "II", "nominal": "1", "unit": "m"})
    row = {"interval": interval, "reference": reference, "unit": "mm"}
    result = judged(rule, with_readings(sheet(rule), "intervals", row))

    assert of(result, "intervals").verdict is mark
    assert any("Jarak antar garis skala" in line.id and "BKD" in line.id for line in result.explanation)


def test_an_interval_the_table_does_not_know_is_refused_by_its_rule():
    rule = instrument("meter_kayu", {"class": "II", "nominal": "1", "unit": "m"})
    row = {"interval": "11", "reference": "11", "unit": "mm"}

    with pytest.raises(Invalid) as refused:
        judged(rule, with_readings(sheet(rule), "intervals", row))

    assert [fault["code"] for fault in refused.value.errors] == ["interval-too-long"]
