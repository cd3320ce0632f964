"""What 1.4 divisions prove (R 76-1, 3.8.2.2 and A.4.8), and what no display can have shown (4.2.2.1)."""

from decimal import Decimal

import pytest

from services.testing.domain.verdict.result import Mark
from shared.errors import Invalid
from tests.testing.sheets import SCALE, exactly, instrument, judged, of, sheet, with_readings

PLACES = ("0.2", "15", "30")


def nudged(load: str, extra: str = "0.014", moved: str = "0.01") -> dict[str, str]:
    return exactly(load, extra_load=extra, indication_after=str(Decimal(load) + Decimal(moved)))


def refused(code: str, row: dict[str, str], one: dict = SCALE) -> str:
    with pytest.raises(Invalid) as refusal:
        judged(one, with_readings(sheet(one), code, row))
    [error] = refusal.value.errors
    assert error["pointer"].startswith(f"/readings/0/tests/{code}/readings/0/")
    return error["code"]


@pytest.mark.parametrize(
    ("loads", "missing"),
    [(PLACES, []), (PLACES[:1], ["15", "30"]), (("0.2", "14", "28"), []), (("1", "15", "30"), ["0.2"])],
)
def test_min_half_of_max_and_max_are_each_visited(loads, missing):
    rows = [nudged(load) for load in loads]

    test = of(judged(SCALE, with_readings(sheet(SCALE), "discrimination", *rows)), "discrimination")

    assert [gap.facts["load"] for gap in test.gaps] == missing
    assert test.verdict is (Mark.MISSING if missing else Mark.PASSED)


@pytest.mark.parametrize("extra", ["0.0141", "0.02", "0.013", "0.001"])
def test_another_extra_load_than_1_4_divisions_proves_nothing(extra):
    assert refused("discrimination", nudged("15", extra)) == "extra-load-not-in-place"


def test_a_jump_further_than_the_extra_load_goes_was_not_read_after_it():
    assert refused("discrimination", nudged("15", moved="0.03")) == "moved-too-far"


def test_a_display_that_stays_fails():
    rows = [nudged("0.2"), nudged("15", moved="0"), nudged("30")]

    assert (
        of(judged(SCALE, with_readings(sheet(SCALE), "discrimination", *rows)), "discrimination").verdict is Mark.FAILED
    )


@pytest.mark.parametrize("code", ["zero", "correctness", "eccentricity", "repeatability", "tare"])
def test_what_is_no_multiple_of_d_was_not_read_off_the_display(code):
    row = {"load": "5", "indication": "5.003", "position": "1", "tare": "1"}
    row = {**row, "load": "0", "indication": "0.003"} if code == "zero" else row

    assert refused(code, row) == "indication-not-a-step"


def test_a_multiple_of_the_division_of_its_part_is_one():
    two = instrument("tbo_elektronik", {"class": "III", "max": "6/15", "e": "0.002/0.005", "unit": "kg"})

    assert refused("correctness", {"load": "8", "indication": "8.002"}, two) == "indication-not-a-step"
    fine = of(
        judged(two, with_readings(sheet(two), "correctness", {"load": "4", "indication": "4.002"})), "correctness"
    )
    assert len(fine.points) == 1


def test_a_needle_may_stand_between_two_marks():
    spring = instrument("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"})

    row = {"load": "5", "indication": "5.02"}
    assert len(of(judged(spring, with_readings(sheet(spring), "correctness", row)), "correctness").points) == 1
