"""A truck scale of 60 t tested with 20 t of standards: material takes their place, twice."""

from decimal import Decimal

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import TRUCK, exactly, instrument, judged, of, sheet, with_readings

SCALE = instrument("timbangan_jembatan", TRUCK)
# 20 t of standards are a third of Max, enough if it repeats within 0.3 e = 6 kg (R 76-1, 3.7.3). e = 20 kg.
# First the scale shows 20 000 with ΔL 8, then with material alone 20 000 with ΔL 14: the material is 6 kg lighter.
# On top of it the standards again: 40 000, ΔL 5; material in their place: 40 020, ΔL 9: it is 16 kg heavier.
ENOUGH = {"standards": "20000", "repeatability": "6"}
ROUNDS = [
    {"indication": "20000", "delta_load": "8", "indication_after": "20000", "delta_load_after": "14"},
    {"indication": "40000", "delta_load": "5", "indication_after": "40020", "delta_load_after": "9"},
]


def record(*correctness: dict[str, str]) -> dict:
    first = with_readings(sheet(SCALE), "substitution", *({**ENOUGH, **one} for one in ROUNDS))
    return with_readings(first, "correctness", *sheet(SCALE)["correctness"]["readings"], *correctness)


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


@pytest.mark.parametrize(("low", "mark"), [("47994", Mark.PASSED), ("47993", Mark.MISSING)])  # 0.3 e = 6 kg
def test_its_own_repeats_decide_where_they_spread_more_than_was_written_down(low, mark):
    repeats = [exactly("48000"), exactly("48000"), {"load": "48000", "indication": low}]
    result = judged(SCALE, with_readings(record(), "repeatability", *repeats))

    test = of(result, "substitution")
    assert test.verdict is mark
    assert [gap.facts["need"] for gap in test.gaps] == ([] if mark is Mark.PASSED else ["30000"] * len(ROUNDS))
