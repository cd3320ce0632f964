"""Net loads: from the zero after taring, by the limit of the net load; R 76-1, 3.5.3.3, 4.6.3 and A.4.6."""

from decimal import Decimal
from typing import Any

import pytest

from services.testing.domain.verdict.result import Judged, Mark
from shared.errors import Invalid
from tests.testing.sheets import SCALE, exactly, judged, of, sheet, with_readings

HALF = "0.005"  # what brings a perfect display of e = 10 g to its next step


def tared(zero: str, net: str, shown: str, delta: str, gross_zero: str = HALF) -> Judged:
    """Gross zero, zero after taring 6 kg, and one net load: the extra load of each."""
    record = with_readings(sheet(SCALE), "zero", exactly("0", delta_load=gross_zero))
    rows: list[dict[str, Any]] = [exactly("0", tare="6", delta_load=zero)]
    rows.append({"tare": "6", "load": net, "indication": shown, "delta_load": delta})
    return of(judged(SCALE, with_readings(record, "tare", *rows)), "tare")


def test_a_net_load_is_not_excused_by_the_gross_zero():
    # E0 = +0.0025 kg gross, 0 after taring; net E = 1.01 + 0.005 − 0.0075 − 1 = +0.0075 kg, limit 0.005 kg
    test = tared(HALF, "1", "1.01", "0.0075", gross_zero="0.0025")

    assert (test.verdict, test.points[1].corrected) == (Mark.FAILED, Decimal("0.0075"))


def test_a_net_load_is_not_condemned_by_the_gross_zero():
    # E0 = +0.0025 kg gross, 0 after taring; net E = 1 + 0.005 − 0.009 − 1 = −0.004 kg, limit 0.005 kg
    test = tared(HALF, "1", "1", "0.009", gross_zero="0.0025")

    assert (test.verdict, test.points[1].corrected) == (Mark.PASSED, Decimal("-0.004"))


def test_its_own_zero_is_taken_off():
    test = tared("0.003", "1", "1", "0.003")  # E0 = E = +0.002 kg

    assert (test.points[1].error, test.points[1].corrected) == (Decimal("0.002"), 0)


@pytest.mark.parametrize(("delta", "mark"), [("0.0025", Mark.PASSED), ("0.0024", Mark.FAILED)])
def test_zero_after_taring_is_within_a_quarter_of_an_interval(delta, mark):
    # 4.6.3: ± 0.25 e = 0.0025 kg
    assert tared(delta, "1", "1", delta).points[0].verdict is mark


def test_without_its_zero_a_net_load_decides_nothing():
    test = of(judged(SCALE, with_readings(sheet(SCALE), "tare", exactly("6", tare="6"))), "tare")

    assert (test.verdict, [gap.code for gap in test.gaps]) == (Mark.MISSING, ["tare-zero-missing"])


def test_zero_after_taring_alone_is_no_net_load():
    test = of(judged(SCALE, with_readings(sheet(SCALE), "tare", exactly("0", tare="6"))), "tare")

    assert (test.verdict, [gap.code for gap in test.gaps]) == (Mark.MISSING, ["net-loads-missing"])


def test_additive_tare_stands_beside_max_and_subtractive_tare_within_it():
    rows = [exactly(load, tare="5") for load in ("0", "30")]
    beside = [{**row, "additive": True} for row in rows]

    assert of(judged(SCALE, with_readings(sheet(SCALE), "tare", *beside)), "tare").verdict is Mark.PASSED
    with pytest.raises(Invalid) as refusal:
        judged(SCALE, with_readings(sheet(SCALE), "tare", *rows))
    assert refusal.value.errors[0]["code"] == "tare-out-of-range"


def test_a_net_load_below_min_is_judged_and_refuses_nobody():
    rows = [exactly(load, tare="6") for load in ("0", "0.1", "10")]

    assert of(judged(SCALE, with_readings(sheet(SCALE), "tare", *rows)), "tare").verdict is Mark.PASSED


def test_a_load_of_nothing_is_judged_and_counts_for_none_of_the_loads():
    rows = [*sheet(SCALE)["correctness"]["readings"], {"load": "0", "indication": "0.01", "direction": "up"}]

    whole = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", *rows)), "correctness")
    alone = of(judged(SCALE, with_readings(sheet(SCALE), "correctness", rows[-1])), "correctness")

    assert (whole.verdict, whole.points[-1].high) == (Mark.FAILED, Decimal("0.005"))  # table 6 begins at 0: ± ½ e
    assert ("loads-missing", "0") in {(gap.code, gap.facts.get("have")) for gap in alone.gaps}
