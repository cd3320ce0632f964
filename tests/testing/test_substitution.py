"""A truck scale of 60 t tested with 20 t of standards: material takes their place, twice."""

from decimal import Decimal

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import TRUCK, exactly, instrument, judged, of, sheet, weighed, with_readings

SCALE = instrument("timbangan_jembatan", TRUCK)
# 20 t of standards are a third of Max, enough if it repeats within 0.3 e = 6 kg (R 76-1, 3.7.3). e = 20 kg.
# First the scale shows 20 000 with ΔL 8, then with material alone 20 000 with ΔL 14: the material is 6 kg lighter.
# On top of it the standards again: 40 000, ΔL 5; material in their place: 40 020, ΔL 9: it is 16 kg heavier.
ENOUGH = {"standards": "20000", "repeatability": "6"}
ROUNDS = [
    {"indication": "20000", "delta_load": "8", "indication_after": "20000", "delta_load_after": "14"},
    {"indication": "40000", "delta_load": "5", "indication_after": "40020", "delta_load_after": "9"},
]


def record(*correctness: dict) -> dict:
    """The perfect record, whose material weighs 20 000 twice, with material that weighs 19 994 and 20 016."""
    first = with_readings(sheet(SCALE), "substitution", *({**ENOUGH, **one} for one in ROUNDS))
    off = {0: 0, 1: 6, 2: -10}  # what the material lacks of its 20 000
    rows = ((code, test["readings"]) for code, test in first.items() if code != "substitution" and "readings" in test)
    moved = {code: {"readings": [_with(row, off) for row in given]} for code, given in rows}
    whole = {**first, **moved}
    return with_readings(whole, "correctness", *whole["correctness"]["readings"], *correctness)


def _with(row: dict, off: dict[int, int]) -> dict:
    return {**row, "load": str(Decimal(row["load"]) + off[row.get("substitutes", 0)])}


def test_material_weighs_what_the_standards_did_and_what_the_scale_said_more():
    assert of(judged(SCALE, record()), "substitution").materials == (Decimal(19994), Decimal(20016))


def test_a_load_of_standards_and_material_is_judged_as_their_sum():
    full = {"load": "19990", "substitutes": "2", "indication": "60000", "delta_load": "10", "direction": "up"}

    point = of(judged(SCALE, record(full)), "correctness").points[-1]

    # L = 19 990 + 19 994 + 20 016 = 60 000; E = 60 000 + 10 − 10 − 60 000
    assert (point.load, point.error, point.high) == (60000, 0, 30)


def test_the_whole_examination_ends_valid_and_tells_of_the_material():
    result = judged(SCALE, record())

    assert result.verdict is Verdict.VALID
    assert any(line.id == "Bahan pengganti ke-2: 20016 kg." for line in result.explanation)


def test_material_nobody_weighed_cannot_be_put_on():
    with pytest.raises(Invalid) as refusal:
        judged(SCALE, record({"load": "0", "substitutes": "3", "indication": "60000", "direction": "up"}))

    assert refusal.value.errors[0]["code"] == "material-unknown"


BLOCKS = {"code": "AT-20T", "name": "Bidur", "class": "M1", "valid_until": "2027-05-01"}


@pytest.mark.parametrize(
    ("changed", "gap"),
    [
        ({}, None),
        ({"valid_until": "2020-12-31"}, "standard-out-of-calibration"),
        ({"class": "", "max_error": "7", "unit": "kg"}, "standard-too-coarse"),  # 20 t: ±20 kg, a third is 6.7 kg
        ({"class": "", "max_error": "1", "unit": "L"}, "standard-of-other-quantity"),
    ],
)
def test_the_standards_that_material_took_the_place_of_are_held_to_the_same_rules(changed, gap):
    rows = ({**one, **ENOUGH, "used": ["AT-20T"]} for one in ROUNDS)
    trusted = {"code": "AT-M1", "class": "M1", "valid_until": "2027-05-01"}
    readings = with_readings(sheet(SCALE), "substitution", *rows)
    for code, test in readings.items():
        for row in test.get("readings", ()) if code != "substitution" else ():
            row["used"] = ["AT-M1"]

    result = judged(SCALE, readings, under=Conditions(standards=({**BLOCKS, **changed}, trusted)))

    assert [(one["test"], one["code"], one["standard"]) for one in result.gaps] == (
        [("substitution", gap, "AT-20T")] if gap else []
    )
    assert result.verdict is (Verdict.INCOMPLETE if gap else Verdict.VALID)


def repeats(load: str, extra: str) -> list[dict[str, str]]:
    """Three weighings of one load, the last with so much more of an extra load."""
    row = {"load": load, "indication": load, "mass_unknown": True}
    return [{**row, "delta_load": delta} for delta in ("0", "0", extra)]


@pytest.mark.parametrize(
    ("load", "extra", "mark"),
    [  # R 76-1, A.4.4.5: at about the load at which material takes the place of standards; 0.3 e = 6 kg
        ("20000", "6", Mark.PASSED),
        ("20000", "7", Mark.MISSING),
        ("40000", "7", Mark.MISSING),
        ("48000", "8", Mark.PASSED),  # the repeats near Max are judged by themselves
    ],
)
def test_its_own_repeats_at_the_substitution_load_decide_where_they_spread_more_than_was_written_down(
    load, extra, mark
):
    near_max = repeats("48000", "0") if load != "48000" else []
    result = judged(SCALE, with_readings(record(), "repeatability", *near_max, *repeats(load, extra)))

    test = of(result, "substitution")
    assert test.verdict is mark
    assert {gap.facts["need"] for gap in test.gaps} == (set() if mark is Mark.PASSED else {"30000"})


def test_loads_beyond_the_standards_want_material_in_their_place():
    """60 t on 20 t of standards, no word of material: nobody knows what stood there (R 76-1, 3.7.3)."""
    whole = {**record(), "correctness": {"readings": [exactly("60000", direction="up")]}}

    gaps = of(judged(SCALE, whole), "correctness").gaps

    assert {(gap.code, gap.facts.get("have")) for gap in gaps} >= {("load-beyond-standards", "20000")}


def test_a_truck_scale_says_how_many_standards_were_there():
    gaps = judged(SCALE, {"visual": {"passed": True}}).gaps

    assert ("substitution", "standards-unstated") in {(gap["test"], gap["code"]) for gap in gaps}


def test_with_standards_for_all_of_max_nothing_takes_their_place():
    told = {"readings": [{"standards": "60000"}]}
    rows = ((code, test["readings"]) for code, test in sheet(SCALE).items() if "readings" in test)
    plain = {code: {"readings": [_alone(row) for row in given]} for code, given in rows}

    assert judged(SCALE, {**sheet(SCALE), **plain, "substitution": told}).verdict is Verdict.VALID


def _alone(row: dict) -> dict:
    """The same load of standards only."""
    return {**row, "load": str(weighed(row)), "substitutes": 0} if "load" in row else row


@pytest.mark.parametrize(("standards", "mark"), [("1000", Mark.PASSED), ("999", Mark.MISSING)])
def test_one_tonne_of_standards_is_the_least(standards, mark):
    """Max 1.5 t: half of it, a third, a fifth are all less than 1 t (R 76-1, 3.7.3)."""
    light = instrument("tbo_elektronik", {"class": "III", "max": "1500", "e": "0.5", "unit": "kg"})
    told = {"standards": standards, "repeatability": "0"}

    assert of(judged(light, {"substitution": {"readings": [told]}}), "substitution").verdict is mark


def test_repeats_of_a_load_nobody_weighed_are_judged_by_their_spread():
    """46 t stated, 46 380 kg shown three times: a truck is no standard, and the scale repeats (R 76-1, 3.6.1)."""
    truck = {"load": "46000", "indication": "46380"}
    shown = [{**truck, "delta_load": delta} for delta in ("10", "12", "10")]

    test = of(judged(SCALE, with_readings(record(), "repeatability", *shown)), "repeatability")

    assert (test.verdict, [point.error for point in test.points]) == (Mark.PASSED, [2])
