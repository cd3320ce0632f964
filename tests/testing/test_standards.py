"""Readings count only if the standards behind them were in calibration and fine enough; corrections are applied."""

from copy import deepcopy
from decimal import Decimal

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import NOZZLES, SCALE, exactly, instrument, judged, of, sheet, with_readings

M1 = {"code": "AT-M1", "name": "Anak timbangan", "class": "M1", "valid_until": "2027-05-01", "corrections": []}
VESSEL = {"code": "BUS-20", "name": "Bejana 20 L", "class": "", "valid_until": "2027-05-01", "max_error_ml": "10"}
NOZZLE = instrument("pu_bbm", {"mmq_l": "2"})


def with_standards(*rows: dict) -> Conditions:
    return Conditions(standards=rows)


def test_a_scale_held_against_fine_and_calibrated_weights_gets_its_verdict():
    result = judged(SCALE, sheet(SCALE), under=with_standards(M1))

    assert (result.verdict, result.gaps) == (Verdict.VALID, ())


@pytest.mark.parametrize(
    ("last", "verdict"),
    [("2026-11-22", Verdict.VALID), ("2026-11-21", Verdict.INCOMPLETE)],  # tested on 22 November; the last day counts
)
def test_readings_with_a_standard_out_of_calibration_are_kept_and_give_no_verdict(last, verdict):
    result = judged(SCALE, sheet(SCALE), under=with_standards({**M1, "valid_until": last}))

    assert result.verdict is verdict
    assert of(result, "correctness").points
    assert {gap["standard"] for gap in result.gaps} == ({"AT-M1"} if verdict is Verdict.INCOMPLETE else set())


@pytest.mark.parametrize(
    ("accuracy", "mark"),
    [  # III e 10 g at 30 kg: limit 15 g, a third of it 5 g; R 111: 20 + 10 kg of M2 err 4.8 g, of M3 15 g
        ("M2", Mark.PASSED),
        ("M3", Mark.MISSING),
    ],
)
def test_a_standard_too_coarse_for_the_limit_is_named_with_its_numbers(accuracy, mark):
    result = judged(SCALE, sheet(SCALE), under=with_standards({**M1, "class": accuracy}))

    test = of(result, "correctness")
    assert test.verdict is mark
    if test.gaps:
        assert test.gaps[0].facts == {
            "standard": "AT-M1",
            "error": "0.0025",  # 5 kg M3
            "limit": "0.005",
            "load": "5",
            "unit": "kg",
            "of": "3",
        }
        assert any("terlalu kasar" in line.id for line in result.explanation)


@pytest.mark.parametrize(("error", "verdict"), [("33.3", Verdict.VALID), ("33.4", Verdict.INCOMPLETE)])
def test_a_vessel_may_err_by_a_third_of_what_the_nozzle_may(error, verdict):
    # 20 L: ±100 mL
    result = judged(NOZZLE, sheet(NOZZLE), under=with_standards({**VESSEL, "max_error_ml": error}))

    assert result.verdict is verdict


def test_what_the_weights_really_are_is_taken_off_the_error():
    weights = {**M1, "corrections": [{"nominal": "20", "unit": "kg", "correction_mg": "-900", "uncertainty_mg": "300"}]}
    used = [{"code": "AT-M1", "nominal": "20", "unit": "kg"}]
    rows = [*sheet(SCALE)["correctness"]["readings"], exactly("20", direction="up", used=used)]

    result = judged(SCALE, with_readings(sheet(SCALE), "correctness", *rows), under=with_standards(weights))

    point = of(result, "correctness").points[-1]
    assert (point.error, point.correction, point.standards) == (Decimal("0.0009"), Decimal("-0.0009"), ("AT-M1",))
    assert any("koreksi standar −0,0009 kg" in line.id for line in result.explanation)


def test_the_correction_of_a_vessel_can_turn_the_verdict():
    # true 19.90 L: +0.5025 %, fails; a vessel that holds 20 mL more than it says: 19.92 L, +0.402 %
    corrections = [{"nominal": "20", "unit": "L", "correction_ml": "20", "uncertainty_ml": "4"}]
    record = deepcopy(sheet(NOZZLES))
    for row in record["accuracy"]["readings"]:
        row |= {"reference": "19.90", "used": ["BUS-20"]}

    plain, trued = (
        judged(NOZZLE, record, under=with_standards({**VESSEL, "corrections": rows})) for rows in ([], corrections)
    )

    assert (plain.verdict, trued.verdict) == (Verdict.REJECTED, Verdict.VALID)


def test_a_reading_that_names_its_standard_rests_on_no_other():
    expired = {**M1, "code": "AT-OLD", "valid_until": "2020-01-01"}
    record = deepcopy(sheet(SCALE))
    for test in record.values():
        for row in test.get("readings", []):
            row["used"] = ["AT-M1"]

    assert judged(SCALE, record, under=with_standards(M1, expired)).verdict is Verdict.VALID


def test_a_standard_of_which_nothing_is_known_is_not_called_coarse_but_the_explanation_says_so():
    unknown = {"code": "X", "class": "", "valid_until": "2027-01-01"}

    result = judged(SCALE, sheet(SCALE), under=with_standards(unknown))

    assert (result.verdict, result.gaps) == (Verdict.VALID, ())
    assert [remark.code for remark in of(result, "correctness").remarks] == ["standard-error-unknown"]
    said = "kesalahan standar X tidak diketahui; tidak diperiksa apakah paling besar 1/3 BKD"
    assert any(said in line.id for line in result.explanation)


def test_beside_an_unknown_standard_the_known_ones_may_already_be_too_coarse():
    rows = [{"code": "A", "class": "M3", "valid_until": "2027-01-01"}, {"code": "X", "valid_until": "2027-01-01"}]
    used = exactly("20", direction="up", used=["A", "X"])
    record = with_readings(sheet(SCALE), "correctness", used, *sheet(SCALE)["correctness"]["readings"])

    test = of(judged(SCALE, record, under=with_standards(*rows)), "correctness")

    # R 111: 20 kg M3 errs by 10 g; a third of 10 g (20 kg, e 10 g, initial) is 3.3 g
    assert ("A, X", "0.01") in [(gap.facts["standard"], gap.facts.get("error")) for gap in test.gaps]
    assert [remark.facts["standard"] for remark in test.remarks] == ["X"]


@pytest.mark.parametrize(
    ("since", "verdict"),
    [("2026-11-23", Verdict.VALID), ("2026-11-22", Verdict.INCOMPLETE)],  # tested on 22 November
)
def test_a_withdrawn_standard_carries_no_verdict_from_its_day_on(since, verdict):
    result = judged(SCALE, sheet(SCALE), under=with_standards({**M1, "withdrawn_from": since}))

    assert result.verdict is verdict
    assert any("ditarik dari pemakaian" in line.id for line in result.explanation) is (verdict is Verdict.INCOMPLETE)


@pytest.mark.parametrize(
    "told",
    [{"max_error": "10", "unit": "mL"}, {"corrections": [{"nominal": "20", "unit": "L", "uncertainty_ml": "5"}]}],
)
def test_a_standard_of_another_quantity_says_nothing_of_a_load(told):
    result = judged(SCALE, sheet(SCALE), under=with_standards(M1, {**VESSEL, "max_error_ml": None, **told}))

    assert (result.gaps, of(result, "correctness").remarks) == ((), ())


RULE = {"code": "MTR-1", "name": "Meter standar", "valid_until": "2027-05-01", "max_error": "0.05", "unit": "mm"}


@pytest.mark.parametrize("other", [RULE, VESSEL])
@pytest.mark.parametrize("used", [None, "other"])
def test_standards_of_another_quantity_alone_carry_no_verdict(other, used):
    record, kit = deepcopy(sheet(SCALE)), [other]
    if used:  # a fit one stands beside it, and the readings name the unfit one
        kit = [M1, other]
        for test in record.values():
            for row in test.get("readings", []):
                row["used"] = [other["code"]]

    result = judged(SCALE, record, under=with_standards(*kit))

    assert result.verdict is Verdict.INCOMPLETE
    found = {(gap["code"], gap["standard"]) for gap in result.gaps}
    assert found == {("standard-of-other-quantity", other["code"])}
    assert any(f"standar {other['code']} bukan standar untuk besaran" in line.id for line in result.explanation)


def test_an_error_below_zero_is_no_error_known():
    result = judged(SCALE, sheet(SCALE), under=with_standards({**M1, "class": "", "max_error": "-5", "unit": "mg"}))

    assert [remark.code for remark in of(result, "correctness").remarks] == ["standard-error-unknown"]


WEIGHT = instrument("anak_timbangan", {"class": "M1", "nominal": "1", "unit": "kg"})  # ±50 mg (R 111-1 Table 1)
F2 = {**M1, "code": "AT-F2", "class": "F2"}  # 1 kg: ±16 mg, less than a third of 50 mg


def compared(standard: dict, **reading: str):
    row = {"deviation": "0", "uncertainty": "1", "unit": "mg", **reading}
    return judged(WEIGHT, with_readings(sheet(WEIGHT), "comparison", row), under=with_standards(standard))


@pytest.mark.parametrize(
    ("standard", "verdict"),
    [
        (F2, Verdict.VALID),
        (M1, Verdict.INCOMPLETE),
        ({**M1, "class": "M3"}, Verdict.INCOMPLETE),
        ({**M1, "class": "", "max_error": "400", "unit": "mg"}, Verdict.INCOMPLETE),
        ({**M1, "class": "", "max_error": "16.6", "unit": "mg"}, Verdict.VALID),  # a third of 50 mg, not of 50 − U
        ({**M1, "class": "", "max_error": "16.7", "unit": "mg"}, Verdict.INCOMPLETE),
    ],
)
def test_a_weight_is_compared_with_a_standard_of_a_third_of_its_limit(standard, verdict):
    result = compared(standard, uncertainty="10")

    assert result.verdict is verdict
    assert {gap["code"] for gap in result.gaps} == (set() if verdict is Verdict.VALID else {"standard-too-coarse"})


def test_what_the_standard_of_a_comparison_really_is_counts_in_the_deviation():
    known = {**F2, "corrections": [{"nominal": "1", "unit": "kg", "correction_mg": "12", "uncertainty_mg": "2"}]}
    result = compared(known, deviation="40", used=["AT-F2"])

    [point] = of(result, "comparison").points
    # read 40 mg above a standard that is 12 mg above its nominal value; the limit is 50 mg less U = 1 mg
    assert (point.error, point.indication, point.verdict) == (52, 1000052, Mark.FAILED)
    assert any("koreksi standar +12 mg (sudah diperhitungkan)" in line.id for line in result.explanation)


def test_the_limit_told_is_that_of_the_table_and_what_u_leaves_of_it_stands_beside_it():
    [row] = compared(F2).as_json()["units"][0]["tests"][1]["points"]

    assert (row["mpe"], row["high"]) == ("50", "49")
    assert any("BKD − U ±49 mg" in line.id for line in compared(F2).explanation)


@pytest.mark.parametrize(
    ("used", "code"),
    [
        (["AT-9"], "standard-unknown"),
        ([{"code": "AT-M1", "count": "0"}], "not-a-count"),
        ([{"code": "AT-M1", "nominal": "20"}], "unit-unknown"),
        ([7], "not-an-object"),
        ("AT-M1", "not-a-list"),
    ],
)
def test_a_standard_named_wrongly_is_a_fault_of_the_record(used, code):
    rows = [exactly("20", direction="up", used=used)]

    with pytest.raises(Invalid) as refusal:
        judged(SCALE, with_readings(sheet(SCALE), "correctness", *rows), under=with_standards(M1))

    assert refusal.value.errors[0]["code"] == code
