"""Verdicts over whole records: what passes, what fails, what is not finished, and how it is explained."""

import json

import pytest

from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import (
    PERFECT,
    SCALE,
    TRADER,
    exactly,
    instrument,
    judged,
    of,
    sheet,
    with_readings,
)


@pytest.mark.parametrize("one", PERFECT, ids=lambda one: one["kind"])
@pytest.mark.parametrize("verification", ["initial", "subsequent"])
def test_an_instrument_that_reads_exactly_is_valid(one, verification):
    result = judged(one, *(sheet(one, verification) for _ in one["units"]), verification=verification)

    assert result.verdict is Verdict.VALID
    assert result.explanation


@pytest.mark.parametrize("one", PERFECT, ids=lambda one: one["kind"])
def test_without_readings_every_required_test_is_named_as_missing(one):
    result = judged(one)

    assert result.verdict is Verdict.INCOMPLETE
    assert set(result.units[0].missing) == set(sheet(one))


def test_a_scale_that_fails_the_look_is_rejected():
    record = {**sheet(SCALE), "visual": {"passed": False, "findings": ["Segel putus"]}}

    result = judged(SCALE, record)

    assert result.verdict is Verdict.REJECTED
    assert any("Segel putus" in line.id for line in result.explanation)


@pytest.mark.parametrize("test", sorted(sheet(SCALE)))
def test_a_missing_test_is_named(test):
    record = {code: rows for code, rows in sheet(SCALE).items() if code != test}

    unit = judged(SCALE, record).units[0]

    assert (unit.verdict, unit.missing) == (Verdict.INCOMPLETE, (test,))


def test_a_test_that_does_not_apply_is_marked_with_its_cause_unless_it_is_required():
    optional = {**sheet(SCALE), "tare": {"not_applicable": "Tidak ada tara"}}
    required = {**sheet(SCALE), "zero": {"not_applicable": "Tidak sempat"}}

    assert of(judged(SCALE, optional), "tare").verdict is Mark.NOT_APPLICABLE
    with pytest.raises(Invalid) as refusal:
        judged(SCALE, required)
    assert refusal.value.errors[0]["pointer"] == "/readings/0/tests/zero/not_applicable"


def test_one_failing_platform_leaves_the_other_valid():
    both = instrument("tbo_elektronik", TRADER, "A", "B")
    failing = {**sheet(SCALE), "zero": {"readings": [exactly("0", delta_load="0")]}}

    result = judged(both, sheet(SCALE), failing)

    assert result.verdict is Verdict.VALID
    assert (result.with_verdict(Verdict.VALID), result.with_verdict(Verdict.REJECTED)) == (("A",), ("B",))


def test_an_unverified_table_asks_for_the_head():
    result = judged(instrument("tum", {"nominal": "8000", "unit": "L"}))

    assert result.needs_confirmation
    assert any("konfirmasi kepala" in line.id for line in result.explanation)


def test_the_result_is_json_with_exact_decimals():
    result = judged(SCALE, sheet(SCALE)).as_json()

    tests = {test["test"]: test for test in json.loads(json.dumps(result))["units"][0]["tests"]}
    point = tests["correctness"]["points"][0]
    assert {name: point[name] for name in ("load", "indication", "error", "mpe", "unit", "verdict")} == {
        "load": "0.2",
        "indication": "0.2",
        "error": "0",
        "mpe": "0.005",
        "unit": "kg",
        "verdict": "passed",
    }
    assert result["mpe_table"]["edition"] == "2006"
    assert len(result["tables_digest"]) == 64


def test_every_number_of_the_verdict_is_explained_in_both_languages():
    record = with_readings(sheet(SCALE), "correctness", exactly("10", delta_load="0.003", direction="up"))

    lines = judged(SCALE, record).explanation

    said = next(line for line in lines if "10,000" not in line.id and "imbuh 0,003 kg" in line.id)
    assert "E = I + ½e − ΔL − L = 10 + 0,005 − 0,003 − 10 = +0,002 kg; BKD ±0,01 kg" in said.id
    assert "= 10 + 0.005 − 0.003 − 10 = +0.002 kg; MPE ±0.01 kg" in said.en
