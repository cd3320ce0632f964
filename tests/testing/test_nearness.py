"""How near a load must be to the one the norm names: Max itself, changes of limit from below, whole weights."""

import pytest

from services.testing.domain.verdict.result import Mark, Verdict
from tests.testing.sheets import SCALE, exactly, instrument, judged, of, sheet, with_readings

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
