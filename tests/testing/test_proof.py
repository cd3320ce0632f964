"""Readings that prove nothing keep the verdict back by name: too few repeats, too small a load, the wrong side."""

from copy import deepcopy

import pytest

from services.testing.domain.limits import plate_rules, procedure
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import (
    NOZZLES,
    SCALE,
    exactly,
    instrument,
    judged,
    of,
    sheet,
    tables,
    with_readings,
)

FINE = {"class": "II", "max": "220", "min": "0.02", "e": "0.01", "d": "0.001", "unit": "g"}
NOZZLE = instrument("pu_bbm", {"mmq_l": "2"})
METER = instrument("meter_air_le50", {"class": "2"})


@pytest.mark.parametrize(
    ("accuracy", "plate", "repeats"),
    [  # French order of 22 March 1993, art. 7: 3 weighings for III and IIII, 6 for I and II
        ("I", {"max": "220", "e": "0.001", "unit": "g"}, 6),
        ("II", {"max": "3600", "e": "0.1", "unit": "g"}, 6),
        ("III", {"max": "30", "e": "0.01", "unit": "kg"}, 3),
        ("IIII", {"max": "15", "e": "0.05", "unit": "kg"}, 3),
    ],
)
def test_fine_scales_repeat_more_often_and_the_procedure_says_so(accuracy, plate, repeats):
    scale = instrument("tbo_elektronik", {"class": accuracy, **plate})
    [step] = [one for one in procedure.required(tables(), scale, "initial").steps if one.code == "repeatability"]
    few = deepcopy(sheet(scale))
    few["repeatability"]["readings"].pop()

    assert step.settings["repeats"] == repeats
    [gap] = of(judged(scale, few), "repeatability").gaps
    assert (gap.code, gap.facts) == ("repeats-missing", {"need": str(repeats), "have": str(repeats - 1)})


@pytest.mark.parametrize(("load", "mark"), [("15", Mark.PASSED), ("14.99", Mark.MISSING)])
def test_repeats_want_half_of_max(load, mark):
    result = judged(SCALE, with_readings(sheet(SCALE), "repeatability", *[exactly(load)] * 3))

    test = of(result, "repeatability")
    assert test.verdict is mark
    assert [gap.code for gap in test.gaps] == ([] if mark is Mark.PASSED else ["repeats-too-light"])
    assert any("paling sedikit 15 kg" in line.id for line in result.explanation) is (mark is Mark.MISSING)


@pytest.mark.parametrize(("volume", "mark"), [("20", Mark.PASSED), ("19.6", Mark.PASSED), ("5", Mark.MISSING)])
def test_runs_into_a_small_vessel_prove_nothing_of_a_nozzle(volume, mark):
    record = deepcopy(sheet(NOZZLE))
    for row in record["accuracy"]["readings"]:
        row |= {"indicated": volume, "reference": volume} if row["flow"] == "low" else {}

    test = of(judged(NOZZLE, record), "accuracy")

    assert test.verdict is mark
    assert [(gap.code, gap.facts["volume"], gap.facts["flow"]) for gap in test.gaps] == (
        [] if mark is Mark.PASSED else [("runs-too-small", "20", "low")]
    )


def test_a_small_run_beside_the_full_ones_is_judged_and_does_no_harm():
    record = deepcopy(sheet(NOZZLE))
    record["accuracy"]["readings"].append({"flow": "low", "indicated": "2.01", "reference": "2"})  # ±20 mL, twice Emin

    test = of(judged(NOZZLE, record), "accuracy")

    assert test.verdict is Mark.PASSED
    assert {point.load for point in test.points if point.label == "range low"} == {20}


@pytest.mark.parametrize("load", ["4.99", "5", "4.5", "5.01", "4.49"])
def test_a_change_of_limit_is_approached_from_below(load):
    # III e 10 g at first: ±5 g up to 5 kg and ±10 g above, so that 5.01 kg says nothing of the stricter limit
    record = deepcopy(sheet(SCALE))
    for row in record["correctness"]["readings"]:
        row |= exactly(load) if row["load"] == "5" else {}

    gaps = of(judged(SCALE, record), "correctness").gaps

    assert {gap.facts["load"] for gap in gaps} == ({"5"} if load in ("5.01", "4.49") else set())


def test_min_is_approached_from_above():
    record = deepcopy(sheet(SCALE))
    for row in record["correctness"]["readings"]:
        row |= exactly("0.22") if row["load"] == "0.2" else {}

    assert judged(SCALE, record).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("scale", "more", "said"),
    [
        (SCALE, {}, True),
        (SCALE, {"delta_load": "0.005"}, False),
        (instrument("tbo_elektronik", FINE), {}, False),  # d is a tenth of e: it can be read
        (instrument("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}), {}, False),
    ],
)
def test_a_rounded_zero_without_extra_load_is_remarked_on_and_keeps_nothing_back(scale, more, said):
    result = judged(scale, with_readings(sheet(scale), "zero", exactly("0", **more)))

    assert result.verdict is Verdict.VALID
    assert [remark.code for remark in of(result, "zero").remarks] == ["zero-without-extra-load"] * said
    assert any("hanya diketahui sampai ±0,005 kg (½e)" in line.id for line in result.explanation) is said


def test_a_rejection_without_a_finding_is_no_rejection():
    result = judged(SCALE, {**sheet(SCALE), "visual": {"passed": False, "findings": []}})

    assert result.verdict is Verdict.INCOMPLETE
    assert [(gap["test"], gap["code"]) for gap in result.gaps] == [("visual", "findings-missing")]


@pytest.mark.parametrize(
    ("test", "done"), [("tare", {"readings": [exactly("6", tare="6")]}), ("eccentricity", {"passed": False})]
)
def test_what_was_done_is_not_marked_as_not_done(test, done):
    with pytest.raises(Invalid) as refusal:
        judged(SCALE, {**sheet(SCALE), test: {"not_applicable": "tidak ada", **done}})

    [row] = refusal.value.errors
    assert (row["code"], row["test"]) == ("done-and-not-done", test)
    assert row["pointer"] == f"/readings/0/tests/{test}/not_applicable"


@pytest.mark.parametrize(
    ("flow", "high"),
    [("q1", "0.5"), ("q3", "0.3")],  # R 49-1 class 2: Q1 5 % at any temperature; Q3 2 %, above 30 °C 3 %
)
def test_warm_water_has_a_limit_of_its_own_only_where_the_table_knows_one(flow, high):
    record = deepcopy(sheet(METER))
    for row in record["accuracy"]["readings"]:
        row |= {"indicated": "10", "reference": "10", "warm": True} if row["flow"] == flow else {}

    points = of(judged(METER, record), "accuracy").points

    assert [str(point.high) for point in points if point.label == flow] == [high]


@pytest.mark.parametrize(
    ("plate", "code"),
    [  # R 76-1 3.4.1 and 3.4.3 (French decree 91-330, annex I): only I and II show d finer than e, and count Min in d
        (FINE, ""),  # Min = 20 d
        ({**FINE, "min": "0.019"}, "min-too-small"),
        ({"class": "I", "max": "220", "min": "0.01", "e": "0.001", "d": "0.0001", "unit": "g"}, ""),  # Min = 100 d
        ({"class": "II", "max": "220", "min": "0.02", "e": "0.01", "unit": "g"}, "min-too-small"),  # d = e: 20 e
        ({"class": "III", "max": "30", "e": "0.01", "d": "0.005", "unit": "kg"}, "d-below-e"),
        ({"class": "IIII", "max": "15", "e": "0.05", "d": "0.01", "unit": "kg"}, "d-below-e"),
    ],
)
def test_a_division_finer_than_e_belongs_to_fine_classes(plate, code):
    if not code:
        plate_rules.check(tables(), "tbo_elektronik", plate)
        return
    with pytest.raises(Invalid) as refusal:
        plate_rules.check(tables(), "tbo_elektronik", plate)

    assert refusal.value.errors[0]["code"] == code


def test_every_proposed_load_proves_what_it_is_for():
    for one in (SCALE, NOZZLES, instrument("tbo_elektronik", FINE)):
        assert judged(one, *(sheet(one) for _ in one["units"])).verdict is Verdict.VALID
