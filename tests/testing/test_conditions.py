"""What surrounds the readings: rules of decision by date, the air, a repair in the same visit, an early stop."""

from copy import deepcopy
from decimal import Decimal

import pytest

from services.testing.domain.limits.tables import Basis
from services.testing.domain.record.conditions import ALONE, Conditions
from services.testing.domain.verdict import verdict
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import (
    SCALE,
    exactly,
    instrument,
    judged,
    of,
    recorded,
    ruled,
    sheet,
    tables,
    with_readings,
)

FAILED = {**sheet(SCALE), "visual": {"passed": False, "findings": ["Segel putus"]}}
LOOKED_AT = {"visual": FAILED["visual"]}


def under_rules(record: dict, under: Conditions = ALONE, of: str = "initial", **rules: str) -> verdict.Result:
    return verdict.evaluate(ruled(**rules), SCALE, of, recorded(SCALE, record), under)


@pytest.mark.parametrize(
    ("uncertainty", "mark"),
    [  # III e 10 g at 10 kg: limit 10 g; read 6 g too much
        ("0.004", Mark.PASSED),
        ("0.0041", Mark.FAILED),
        (None, Mark.MISSING),
        ("0.011", Mark.MISSING),
    ],
)
def test_a_guard_band_takes_the_uncertainty_off_the_limit(uncertainty, mark):
    noted = {"uncertainty": uncertainty} if uncertainty else {}
    rows = [{**row, "uncertainty": "0.001"} for row in sheet(SCALE)["correctness"]["readings"]]
    rows.append({"load": "10", "indication": "10.01", "delta_load": "0.009", "direction": "up", **noted})

    guarded = under_rules(with_readings(sheet(SCALE), "correctness", *rows), conformity="guard_band")

    assert of(guarded, "correctness").verdict is mark
    assert {point.mpe for point in of(guarded, "correctness").points if point.load == 10} == {Decimal("0.01")}
    assert any("pita penjaga" in line.id for line in guarded.explanation)


def test_simple_acceptance_does_not_ask_for_an_uncertainty_and_says_so():
    result = under_rules(sheet(SCALE))

    assert result.verdict is Verdict.VALID
    assert [rule.setting for rule in result.rules] == ["simple"]
    assert any("penerimaan sederhana" in line.id for line in result.explanation)


def test_after_a_failure_the_verifier_may_stop_where_the_rule_allows_it():
    readings = recorded(SCALE, LOOKED_AT, stopped="Segel putus, alat tidak diuji")

    result = verdict.evaluate(tables(), SCALE, "initial", readings)

    assert result.verdict is Verdict.REJECTED
    assert of(result, "correctness").verdict is Mark.NOT_APPLICABLE
    assert of(result, "correctness").findings == ("Segel putus, alat tidak diuji",)
    assert result.needs_confirmation  # the rule has no Indonesian source


def test_without_a_word_that_he_stopped_the_tests_are_missing():
    assert judged(SCALE, LOOKED_AT).verdict is Verdict.INCOMPLETE


def test_a_test_that_was_begun_counts_no_longer_and_keeps_what_was_read():
    begun = with_readings(LOOKED_AT, "correctness", exactly("10", direction="up"))

    result = verdict.evaluate(tables(), SCALE, "initial", recorded(SCALE, begun, stopped="x"))

    assert (result.units[0].missing, len(of(result, "correctness").points)) == ((), 1)


@pytest.mark.parametrize(
    ("record", "setting", "code"),
    [(LOOKED_AT, "false", "early-stop-not-allowed"), ({}, "true", "nothing-failed")],
)
def test_stopping_is_refused_without_a_rule_or_a_failure(record, setting, code):
    with pytest.raises(Invalid) as refusal:
        verdict.evaluate(ruled(early_stop=setting), SCALE, "initial", recorded(SCALE, record, stopped="x"))

    assert refusal.value.errors[0] | {"pointer": "/readings/0/stopped", "code": code} == refusal.value.errors[0]


@pytest.mark.parametrize("basis", ["after_repair", "voluntary", "sampling"])
@pytest.mark.parametrize(("setting", "limit"), [("as_asked", "0.02"), ("initial", "0.01")])
def test_each_act_has_its_own_rule_of_limits_and_says_so(basis, setting, limit):
    rule = {"after_repair": "repair"}.get(basis, basis)
    record = with_readings(sheet(SCALE), "correctness", exactly("10", direction="up"))

    result = under_rules(record, Conditions(basis=Basis(basis)), "subsequent", **{rule: setting})

    assert of(result, "correctness").points[-1].high == Decimal(limit)
    assert rule in [one.name for one in result.rules]
    assert result.needs_confirmation  # no Indonesian source was found for any of them


def test_what_the_law_wants_needs_no_word_about_why():
    result = under_rules(sheet(SCALE), Conditions(), "subsequent")

    assert [rule.name for rule in result.rules] == ["conformity"]


@pytest.mark.parametrize(
    ("setting", "limit", "mark"),
    [("as_asked", "0.02", Mark.PASSED), ("initial", "0.01", Mark.FAILED)],
)
def test_after_a_repair_in_the_same_visit_the_limits_follow_the_rule_of_the_day(setting, limit, mark):
    # French order of 22 March 1993, art. 7: initial limits; 10 kg on III e 10 g: 10 g at first, 20 g in service
    rows = [*sheet(SCALE)["correctness"]["readings"], {"load": "10", "indication": "10.02", "direction": "up"}]
    record = with_readings(sheet(SCALE), "correctness", *rows)

    result = under_rules(record, Conditions(repaired=True), "subsequent", repair=setting)

    test = of(result, "correctness")
    assert (test.points[-1].high, test.verdict) == (Decimal(limit), mark)
    assert ("repair" in [rule.name for rule in result.rules]) == (setting == "initial")


@pytest.mark.parametrize(
    ("environment", "verdict"),
    [  # R 111-1 C.2.1: 18 to 27 °C
        ({"temperature": "27", "humidity": "75"}, Verdict.VALID),
        ({"temperature": "27.1"}, Verdict.INCOMPLETE),
        ({"temperature_start": "20", "temperature_end": "17.9"}, Verdict.INCOMPLETE),
        ({"humidity": "76"}, Verdict.INCOMPLETE),
        ({}, Verdict.VALID),
    ],
)
def test_readings_in_air_the_procedure_does_not_allow_give_no_verdict(environment, verdict):
    weight = instrument("anak_timbangan", {"class": "M2", "nominal": "1", "unit": "kg"})

    result = judged(weight, sheet(weight), under=Conditions(environment=environment))

    assert result.verdict is verdict
    assert [gap["code"] for gap in result.gaps] == ["environment-outside"] * (verdict is Verdict.INCOMPLETE)


def test_air_that_is_no_number_is_a_fault_with_its_place():
    with pytest.raises(Invalid) as refusal:
        judged(SCALE, sheet(SCALE), under=Conditions(environment={"temperature": "hangat"}))

    assert refusal.value.errors == [{"pointer": "/environment/temperature", "code": "not-a-number"}]


def test_a_row_from_memory_makes_the_whole_verdict_ask_for_the_head():
    known, doubted = (
        instrument("anak_timbangan", {"class": "M1", "nominal": nominal, "unit": "kg"}) for nominal in ("20", "50")
    )

    results = [judged(one, deepcopy(sheet(one))) for one in (known, doubted)]

    assert [result.needs_confirmation for result in results] == [False, True]
