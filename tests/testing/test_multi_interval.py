"""Multi-interval scales: each part has its own interval, and its own limits."""

from decimal import Decimal

import pytest

from services.testing.domain.limits import plate_rules, procedure
from services.testing.domain.verdict.result import Mark
from shared.errors import Invalid
from tests.testing.sheets import exactly, found, instrument, judged, of, sheet, tables, with_readings

PLATE = {"class": "III", "max": "6/15", "e": "0.002/0.005", "unit": "kg"}
SCALE = instrument("tbo_elektronik", PLATE)


@pytest.mark.parametrize(
    ("load", "mpe"),
    [  # R 76-1 3.3 and Table 6, computed: Max 6/15 kg, e 2/5 g
        ("0.04", "0.001"),  # Min = 20 e1
        ("1", "0.001"),  # 500 e1
        ("4", "0.002"),  # 2000 e1
        ("6", "0.003"),  # 3000 e1: the upper end belongs to the finer part
        ("6.001", "0.005"),  # above 6 kg e2 counts: 1200.2 e2
        ("10", "0.005"),  # 2000 e2
        ("15", "0.0075"),  # 3000 e2
    ],
)
def test_the_limit_counts_in_the_interval_of_the_part(load, mpe):
    assert found("tbo_elektronik", "initial", **PLATE, load=load).mpe == Decimal(mpe)


def test_every_change_of_limit_of_every_part_is_loaded():
    steps = {step.code: step for step in procedure.required(tables(), SCALE, "initial").steps}

    assert {Decimal(load) for load in ("0.04", "1", "4", "6", "10", "15")} <= set(steps["correctness"].loads)


@pytest.mark.parametrize(("after", "mark"), [("8.005", Mark.PASSED), ("8", Mark.FAILED)])
def test_a_nudge_is_counted_in_the_division_of_the_part(after, mark):
    row = {"load": "8", "indication": "8", "indication_after": after, "extra_load": "0.007"}  # 1.4 × 5 g

    [point] = of(judged(SCALE, with_readings(sheet(SCALE), "discrimination", row)), "discrimination").points
    assert point.verdict is mark


def test_the_extra_load_is_half_the_interval_of_the_part():
    rows = [exactly("8", delta_load="0.001", direction="up")]  # E = ½ × 5 g − 1 g

    point = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", *rows)), "correctness").points[0]

    assert point.error == Decimal("0.0015")


@pytest.mark.parametrize(
    ("load", "indication", "delta", "error"),
    [  # E = I + ½ d − ΔL − L with the d of the part in which the display stands (R 76-1 A.4.4.3; NITP 6.6)
        ("6", "6.005", "0.003", "0.0045"),  # the display rounds to 5 g here, though the load is of the finer part
        ("6", "6", "0.001", "0"),
        ("6", "6.005", "0.005", "0.0025"),
        ("6.002", "6", "0.001", "-0.002"),  # and to 2 g here, though the load is of the coarser part
    ],
)
def test_rounding_is_that_of_the_part_in_which_the_display_stands(load, indication, delta, error):
    row = {"load": load, "indication": indication, "delta_load": delta, "direction": "up"}

    point = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", row)), "correctness").points[0]

    assert point.error == Decimal(error)


@pytest.mark.parametrize(("indication", "delta"), [("6", "0.0021"), ("6.005", "0.0051")])
def test_an_extra_load_of_more_than_the_division_it_shows_is_a_slip(indication, delta):
    row = {"load": "6", "indication": indication, "delta_load": delta, "direction": "up"}

    with pytest.raises(Invalid) as refusal:
        judged(SCALE, with_readings(sheet(SCALE), "correctness", row))

    assert refusal.value.errors[0]["code"] == "delta-load-out-of-range"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"max": "6/15", "e": "0.005"}, "ranges-differ"),
        ({"max": "15/6"}, "ranges-not-rising"),
        ({"max": "6/15", "e": "0.005/0.005"}, "ranges-not-rising"),
        ({"max": "2/15"}, "partial-range-too-small"),  # 2 kg is 400 × 5 g; class III wants 500
        ({"max": "6/60"}, "n-too-large"),
        ({"max": "1/2/3/4/5/6", "e": "1/2/3/4/5/6"}, "not-a-number"),
        ({"max": "6/"}, "required"),
    ],
)
def test_a_plate_whose_parts_do_not_fit_is_refused(changed, code):
    with pytest.raises(Invalid) as refusal:
        plate_rules.check(tables(), "tbo_elektronik", {**PLATE, **changed})

    assert refusal.value.errors[0]["code"] == code
