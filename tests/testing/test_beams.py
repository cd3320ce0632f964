"""Scales without a display: balanced by hand, and moved by an extra load."""

from decimal import Decimal

import pytest

from services.testing.domain.verdict.result import Mark
from shared.errors import Invalid
from tests.testing.sheets import exactly, instrument, judged, of, sheet, with_readings

BEAM = instrument("dacin", {"class": "III", "max": "25", "e": "0.02", "unit": "kg"})
PLATFORM = instrument("sentisimal", {"class": "III", "max": "500", "e": "0.2", "unit": "kg"})
SPRING = instrument("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"})


@pytest.mark.parametrize(
    ("of_scale", "moved", "mark"),
    [  # R 76-1 6.1: 2 mm up to Max 30 kg, 5 mm above
        (BEAM, "2", Mark.PASSED),
        (BEAM, "1.9", Mark.FAILED),
        (PLATFORM, "5", Mark.PASSED),
        (PLATFORM, "4.9", Mark.FAILED),
    ],
)
def test_a_beam_swings_far_enough(of_scale, moved, mark):
    row = {"load": "20", "extra_load": "0.01", "displacement": moved}

    result = judged(of_scale, with_readings(sheet(of_scale), "sensitivity", row))

    [point] = of(result, "sensitivity").points
    assert point.verdict is mark
    assert any("pergeseran" in line.id for line in result.explanation)


def test_an_extra_load_above_the_limit_proves_nothing():
    row = {"load": "20", "extra_load": "0.021", "displacement": "5"}  # 1000 e: ±20 g

    with pytest.raises(Invalid) as refusal:
        judged(BEAM, with_readings(sheet(BEAM), "sensitivity", row))

    assert refusal.value.errors[0]["code"] == "extra-load-out-of-range"


@pytest.mark.parametrize(("added", "error"), [("0.005", "-0.005"), ("-0.005", "0.005")])
def test_what_brings_the_beam_to_balance_is_its_error(added, error):
    rows = [exactly("10", to_balance=added, direction="up")]

    result = judged(BEAM, with_readings(sheet(BEAM), "correctness", *rows))

    assert of(result, "correctness").points[0].error == Decimal(error)
    assert any("E = I − ΔL − L = 10 − " in line.id for line in result.explanation)


def test_a_beam_has_no_display_to_read_an_extra_load_from():
    with pytest.raises(Invalid) as refusal:
        judged(BEAM, with_readings(sheet(BEAM), "correctness", exactly("10", delta_load="0.005", direction="up")))

    assert refusal.value.errors[0]["code"] == "no-display"


@pytest.mark.parametrize(("after", "mark"), [("10.035", Mark.PASSED), ("10.034", Mark.FAILED)])
def test_a_needle_follows_an_extra_load_by_seven_tenths(after, mark):
    row = {"load": "10", "indication": "10", "indication_after": after, "extra_load": "0.05"}  # 200 e: ±50 g

    [point] = of(judged(SPRING, with_readings(sheet(SPRING), "discrimination", row)), "discrimination").points
    assert point.verdict is mark


@pytest.mark.parametrize(("of_scale", "code", "places"), [(BEAM, "sensitivity", 2), (SPRING, "discrimination", 3)])
def test_one_load_does_not_show_how_a_scale_moves(of_scale, code, places):
    """R 76-1, A.4.8: Min, half of Max, Max; A.4.9: at least two loads."""
    first, *_ = sheet(of_scale)[code]["readings"]

    test = of(judged(of_scale, with_readings(sheet(of_scale), code, first)), code)

    assert (test.verdict, [gap.code for gap in test.gaps]) == (Mark.MISSING, ["place-missing"] * (places - 1))
