"""What an instrument has no device for is marked "/" with the cause; it is never simply left out (R 76-2)."""

import pytest

from services.testing.domain.verdict.result import Mark, Verdict
from tests.testing.sheets import NOZZLES, SCALE, instrument, judged, of, sheet

SPRING = instrument("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"})
EXCUSABLE = [(SCALE, "discrimination"), (SCALE, "tare"), (SPRING, "discrimination")]
EXCUSABLE += [(SCALE, "eccentricity"), (SPRING, "eccentricity"), (SPRING, "zero")]
EXCUSABLE += [(NOZZLES, "anti_drain"), (NOZZLES, "totaliser")]
CASES = pytest.mark.parametrize(("one", "code"), EXCUSABLE, ids=lambda value: str(value)[:16])


@CASES
def test_a_test_that_was_left_out_is_missing_by_name(one, code: str):
    record = {name: done for name, done in sheet(one).items() if name != code}

    result = judged(one, *[record] * len(one["units"]))

    assert result.verdict is Verdict.INCOMPLETE
    assert {(gap["test"], gap["code"]) for gap in result.gaps} == {(code, "test-missing")}


@CASES
def test_with_its_cause_it_is_marked_and_the_verdict_stands(one, code: str):
    record = {**sheet(one), code: {"not_applicable": "alat tidak memiliki perlengkapan ini"}}

    result = judged(one, *[record] * len(one["units"]))

    assert (result.verdict, result.gaps) == (Verdict.VALID, ())
    excused = of(result, code)
    assert (excused.verdict, excused.findings) == (Mark.NOT_APPLICABLE, ("alat tidak memiliki perlengkapan ini",))
