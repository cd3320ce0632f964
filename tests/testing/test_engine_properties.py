"""What holds for any instrument and any readings: a verdict with reasons or a refusal, and no luck of the order."""

import json
import random
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.testing.domain.limits import mpe, procedure
from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict import reproduction, verdict
from services.testing.domain.verdict.result import Mark, Result, Verdict
from shared.errors import Refused
from tests.testing.histories import shown
from tests.testing.sheets import NOZZLES, PERFECT, SCALE, TRADER, instrument, recorded, ruled, sheet, tables

KINDS = sorted(tables().kinds)
WORDS = st.sampled_from(["", "III", "II", "I", "IIII", "M1", "M3", "0.5", "2", "B", "kg", "g", "L", "m", "mL", "kWh"])
NUMBERS = st.sampled_from(["0", "-1", "1", "2", "5", "30", "6/15", "0.002/0.005", "0.01", "1E9", "x", "", None, 7, 1.5])
PLATES = st.dictionaries(
    st.sampled_from(
        ["class", "max", "min", "e", "d", "unit", "nominal", "mmq_l", "supports", "zone", "mark", "imin", "assembly"]
    ),
    WORDS | NUMBERS,
)
FIELDS = (
    *("load", "indication", "delta_load", "direction", "position", "tare", "extra_load", "indication_after", "used"),
    *("displacement", "to_balance", "substitutes", "standards", "repeatability", "flow", "indicated", "reference"),
    *("deviation", "uncertainty", "nominal", "unit", "warm"),
)
VALUES = NUMBERS | WORDS | st.sampled_from([["AT"], [{"code": "AT", "nominal": "5", "unit": "kg"}], "up", "high", True])
RECORD = st.fixed_dictionaries({"readings": st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=3)})
TESTS = sorted({row["code"] for table in tables().procedures.values() for row in table.tests})
SHEETS = st.dictionaries(st.sampled_from(TESTS), RECORD | st.just({"passed": True}) | st.just({"passed": False}))
STANDARDS = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["AT", "BUS"]),
            "class": WORDS,
            "valid_until": st.sampled_from(["2026-01-01", "2030-01-01"]),
        }
    ),
    max_size=2,
)
AIR = st.dictionaries(st.sampled_from(["temperature", "humidity_end"]), NUMBERS)
UNDER = st.builds(Conditions, STANDARDS, AIR, st.booleans())


@settings(deadline=None)
@given(st.sampled_from(KINDS), PLATES, st.dictionaries(st.sampled_from(["load", "volume", "length", "zone"]), NUMBERS))
def test_any_plate_has_a_limit_or_is_refused(kind, plate, point):
    with suppress(Refused):
        limit = mpe.limit(tables(), kind, "initial", plate, point)
        assert limit.low <= 0 < limit.high


@settings(deadline=None)
@given(st.sampled_from(KINDS), PLATES)
def test_any_plate_has_a_procedure_or_is_refused(kind, plate):
    with suppress(Refused):
        assert json.dumps(procedure.required(tables(), instrument(kind, plate), "subsequent").as_json())


@settings(deadline=None)
@given(st.sampled_from(PERFECT), SHEETS, UNDER, st.sampled_from(["simple", "guard_band"]), st.sampled_from(["", "x"]))
def test_any_record_under_any_conditions_is_judged_and_explained_or_refused(one, record, under, rule, stopped):
    readings = recorded(one, record, stopped=stopped)
    with suppress(Refused):
        result = verdict.evaluate(ruled(conformity=rule, repair="initial"), one, "subsequent", readings, under)

        assert json.dumps(result.as_json())
        assert all(line.id and line.en for line in result.explanation)
        assert is_consistent(result)


def is_consistent(result: Result) -> bool:
    """A valid unit has no failure and no gap, a rejected one a failure, an incomplete one something missing."""
    marks = {unit.unit: {one.verdict for one in unit.tests} for unit in result.units}
    wanted = {Verdict.INCOMPLETE: Mark.MISSING, Verdict.REJECTED: Mark.FAILED}
    found = (wanted[unit.verdict] in marks[unit.unit] for unit in result.units if unit.verdict in wanted)
    clean = (
        not marks[unit.unit] & {Mark.MISSING, Mark.FAILED} for unit in result.units if unit.verdict is Verdict.VALID
    )
    return all(found) and all(clean)


@settings(deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.sampled_from(["-0.02", "-0.01", "0", "0.01", "0.02"]), min_size=10, max_size=10),
)
def test_the_order_in_which_readings_arrive_changes_no_verdict(seed, errors):
    record = deepcopy(sheet(SCALE))
    for row, error in zip(record["correctness"]["readings"], errors, strict=True):
        row["indication"] = str(Decimal(row["indication"]) + Decimal(error))
    shuffled = deepcopy(record)
    order = random.Random(seed)
    for test in shuffled.values():
        order.shuffle(test.get("readings", []))
    shuffled = dict(order.sample(sorted(shuffled.items()), len(shuffled)))

    first, second = (verdict.evaluate(tables(), SCALE, "initial", recorded(SCALE, one)) for one in (record, shuffled))

    assert first.verdict is second.verdict
    assert points(first) == points(second)


@settings(deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_units_changes_nothing(order):
    bad = deepcopy(sheet(NOZZLES))
    bad["accuracy"]["readings"][0]["reference"] = "19.89"
    readings = recorded(NOZZLES, sheet(NOZZLES), bad, sheet(NOZZLES), sheet(NOZZLES))

    first = verdict.evaluate(tables(), NOZZLES, "initial", readings).as_json()
    again = verdict.evaluate(tables(), NOZZLES, "initial", [readings[at] for at in order])

    assert reproduction.differences(first, again) == []


@settings(deadline=None)
@given(st.decimals(min_value="0", max_value="0.03", places=4), st.sampled_from(["0.001", "0.005"]))
def test_a_guard_band_never_passes_what_simple_acceptance_fails(error, uncertainty):
    record = deepcopy(sheet(SCALE))
    for row in record["correctness"]["readings"]:
        row["uncertainty"] = uncertainty
    record["correctness"]["readings"][2] |= shown(Decimal("12.5") + error, Decimal("0.01"))
    verdicts = {}
    for rule in ("simple", "guard_band"):
        result = verdict.evaluate(ruled(conformity=rule), SCALE, "initial", recorded(SCALE, record))
        tests = {one.test: one for one in result.units[0].tests}
        verdicts[rule] = [point.verdict for point in tests["correctness"].points]

    both = zip(verdicts["simple"], verdicts["guard_band"], strict=True)
    assert all(simple is Mark.PASSED or guarded is Mark.FAILED for simple, guarded in both)


@settings(deadline=None)
@given(st.sampled_from(["0.005", "0.01", "0.02"]), st.sampled_from(["M1", "M2", "M3", "F1"]), st.integers(1, 30))
def test_finer_weights_are_never_called_coarser(e, accuracy, load):
    plate = {**TRADER, "max": "30", "e": e, "min": str(20 * Decimal(e))}
    coarse = {}
    for name in ("F1", accuracy):
        kit = Conditions(({"code": "AT", "class": name, "valid_until": "2030-01-01"},))
        row = {"load": str(load), "indication": str(load), "direction": "up"}
        record = {"correctness": {"readings": [row]}}
        one = instrument("tbo_elektronik", plate)
        gaps = verdict.evaluate(tables(), one, "initial", recorded(one, record), kit).gaps
        coarse[name] = any(gap["code"] == "standard-too-coarse" for gap in gaps)

    assert coarse["F1"] <= coarse[accuracy]


def points(result: Result) -> list[tuple]:
    found = (point for unit in result.units for test in unit.tests for point in test.points)
    return sorted((point.test, point.label, point.load, point.error, point.verdict) for point in found)
