"""What a verifier is told to do: the loads of the norm, corners by supports, runs by flow."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.testing.domain.limits import procedure
from shared.errors import Invalid
from tests.testing.sheets import TRADER, TRUCK, instrument, tables

BEAM = {"class": "IIII", "max": "100", "e": "0.5", "unit": "kg"}


def steps(kind: str, parameters: dict) -> dict[str, procedure.Step]:
    return {step.code: step for step in procedure.required(tables(), instrument(kind, parameters), "initial").steps}


def test_a_trader_scale_is_loaded_at_min_at_every_change_of_limit_and_at_max():
    correctness = steps("tbo_elektronik", TRADER)["correctness"]

    assert {Decimal("0.2"), Decimal(5), Decimal(20), Decimal(30)} <= set(correctness.loads)
    assert len(correctness.loads) == 5  # R 76-1: at least five loads at verification
    assert correctness.settings["directions"] == ["up", "down"]


@pytest.mark.parametrize(
    ("kind", "parameters", "load", "positions"),
    [  # R 76-1 A.4.7: a third of Max up to four supports, 1/(n-1) above
        ("tbo_elektronik", TRADER, "10", 4),
        ("timbangan_jembatan", TRUCK, "12000", 6),
        ("timbangan_jembatan", {**TRUCK, "load_cells": 4}, "20000", 4),
        ("tbo_elektronik", {**TRADER, "max": "20"}, "6.67", 4),  # rounded up to whole intervals
    ],
)
def test_corners_are_loaded_by_the_number_of_supports(kind, parameters, load, positions):
    corners = steps(kind, parameters)["eccentricity"]

    assert (corners.loads, len(corners.positions)) == ((Decimal(load),), positions)


def test_a_hanging_beam_has_no_corners():
    assert "eccentricity" not in steps("dacin", BEAM)


def test_a_dispenser_makes_three_runs_at_three_flows():
    accuracy = steps("pu_bbm", {"mmq_l": "2"})["accuracy"]

    assert (accuracy.settings["flows"], accuracy.settings["repeats"]) == (["high", "medium", "low"], 3)


def test_every_kind_with_limits_has_a_procedure_that_starts_with_a_look_at_it():
    plates = {"R76": TRADER, "R111": {"class": "M1", "nominal": "1", "unit": "kg"}}
    for kind in tables().kinds.values():
        if kind.family:
            found = procedure.required(tables(), instrument(kind.code, plates.get(kind.family, {})), "subsequent")
            assert found.steps[0].code == "visual"
            assert found.as_json()["mpe_table"]["confidence"] in ("verified", "practice", "unverified")


def test_an_impossible_plate_gets_no_procedure():
    with pytest.raises(Invalid, match="n-too-large"):
        steps("tbo_elektronik", {**TRADER, "e": "0.001", "min": "0.2"})


@pytest.mark.parametrize("supports", ["0", "4.5", "101", "many"])
def test_supports_are_a_count(supports):
    with pytest.raises(Invalid):
        steps("tbo_elektronik", {**TRADER, "supports": supports})


@settings(deadline=None)
@given(st.integers(500, 10_000), st.sampled_from(["1", "2", "5", "0.1", "20"]))
def test_proposed_loads_can_be_put_on_any_scale(n, e):
    plate = {"class": "III", "max": str(n * Decimal(e)), "e": e, "unit": "kg"}

    proposed = steps("tbo_elektronik", plate)

    loads = proposed["correctness"].loads
    assert list(loads) == sorted(set(loads))
    assert len(loads) >= 5
    for step in proposed.values():
        assert all(0 <= load <= Decimal(plate["max"]) for load in step.loads)
        assert all(load % Decimal(e) == 0 for load in step.loads)
