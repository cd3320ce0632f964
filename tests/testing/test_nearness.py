"""How near a load must be to the one the norm names: Max itself, changes of limit from below, whole weights."""

import pytest

from services.testing.domain.limits import procedure
from services.testing.domain.verdict.result import Mark, Verdict
from tests.testing.sheets import SCALE, exactly, instrument, judged, of, sheet, tables, with_readings

SMALL = instrument("tbo_elektronik", {"class": "II", "max": "620", "e": "0.01", "unit": "g"})


def loaded(*loads: str) -> dict:
    ways = [exactly(load, direction=way) for way in ("up", "down") for load in loads]
    return with_readings(sheet(SCALE), "correctness", *ways)


def test_a_record_that_never_reaches_max_is_not_finished():
    # R 76-1, A.4.4.1: test loads from zero up to and including Max; 27 kg of 30 kg is not Max
    result = judged(SCALE, loaded("0.2", "5", "10", "18", "27"))

    assert result.verdict is Verdict.INCOMPLETE
    assert [(gap["code"], gap["load"]) for gap in result.gaps] == [("load-missing", "30")]


@pytest.mark.parametrize(("top", "verdict"), [("30", Verdict.VALID), ("29.99", Verdict.INCOMPLETE)])
def test_max_is_put_on_itself(top, verdict):
    assert judged(SCALE, loaded("0.2", "5", "10", "18", top)).verdict is verdict


@pytest.mark.parametrize(("load", "mark"), [("200", Mark.PASSED), ("197", Mark.PASSED), ("196", Mark.MISSING)])
def test_a_corner_may_be_loaded_with_the_whole_weights_there_are(load, mark):
    # A.4.7: a third of Max, here 206.67 g, which no set of weights of 200 g holds; 5 % less will do
    rows = [exactly(load, position=str(at)) for at in range(1, 5)]

    assert of(judged(SMALL, with_readings(sheet(SMALL), "eccentricity", *rows)), "eccentricity").verdict is mark


@pytest.mark.parametrize(
    ("written", "mark"), [(("1", "01", "001", "1 "), Mark.MISSING), (("Kiri", "kiri ", "KIRI", "kanan"), Mark.MISSING),
                          (("kiri depan", "kiri belakang", "kanan depan", "kanan belakang"), Mark.PASSED)]
)  # fmt: skip
def test_a_corner_spelled_in_two_ways_is_one_corner(written, mark):
    rows = [exactly("10", position=at) for at in written]

    assert of(judged(SCALE, with_readings(sheet(SCALE), "eccentricity", *rows)), "eccentricity").verdict is mark


def test_the_procedure_tells_what_the_record_is_held_against():
    steps = {step["code"]: step for step in procedure.required(tables(), SCALE, "initial").as_json()["steps"]}

    told = {code: step["settings"] for code, step in steps.items()}
    assert (told["discrimination"]["extra_d"], told["discrimination"]["at"]) == ("1.4", ["min", "half", "max"])
    assert (told["correctness"]["near"], told["eccentricity"]["near"], told["tare"]["zero_e"]) == (
        "0.1",
        "0.05",
        "0.25",
    )
    assert steps["correctness"]["limits"] == ["0.005", "0.005", "0.01", "0.01", "0.015"]
