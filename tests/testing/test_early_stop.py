"""Who has seen a failure may stop: a begun test with a failed reading has failed, and nobody has to finish it."""

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict import verdict
from services.testing.domain.verdict.result import Mark, Verdict
from shared.errors import Invalid
from tests.testing.sheets import NOZZLES, SCALE, exactly, instrument, of, recorded, ruled, sheet

WHY = "Kesalahan melebihi BKD, tidak diteruskan"
NOZZLE = instrument("pu_bbm", {"mmq_l": "2"})
SEEN = {"visual": sheet(SCALE)["visual"]}
FAILED_LOAD = {"load": "5", "indication": "5.50", "direction": "up"}


def stopped(of_one: dict, record: dict, **under):
    return verdict.evaluate(
        ruled(early_stop="true"), of_one, "initial", recorded(of_one, record, stopped=WHY), Conditions(**under)
    )


@pytest.mark.parametrize(
    ("one", "code", "row"),
    [
        (SCALE, "correctness", FAILED_LOAD),
        (SCALE, "eccentricity", {"load": "10", "indication": "10.2", "position": "1"}),
        (SCALE, "repeatability", {"load": "24", "indication": "24.5"}),
        (NOZZLE, "accuracy", {"flow": "high", "indicated": "20", "reference": "19"}),
        (instrument("ban_ukur", {"class": "II", "nominal": "30", "unit": "m"}), "accuracy",
         {"nominal": "1000", "reference": "900", "unit": "mm"}),
    ],
)  # fmt: skip
def test_one_failed_reading_is_enough_to_stop(one, code, row):
    result = stopped(one, {**SEEN, code: {"readings": [row]}})

    failed = of(result, code)
    assert (result.verdict, failed.verdict, failed.gaps) == (Verdict.REJECTED, Mark.FAILED, ())
    assert failed.remarks  # what was left out is still said
    others = {test.verdict for test in result.units[0].tests if test.test not in (code, "visual")}
    assert others <= {Mark.NOT_APPLICABLE}


def test_a_begun_test_that_passes_so_far_need_not_be_finished():
    record = {**SEEN, "correctness": {"readings": [FAILED_LOAD]}, "eccentricity": {"readings": []}}
    record["eccentricity"]["readings"].append(exactly("10", position="1"))

    result = stopped(SCALE, record)

    begun = of(result, "eccentricity")
    assert (result.verdict, result.gaps) == (Verdict.REJECTED, ())
    assert (begun.verdict, begun.findings, len(begun.points)) == (Mark.NOT_APPLICABLE, (WHY,), 1)


def test_a_failure_found_with_a_doubtful_standard_does_not_reject():
    old = {"code": "AT-OLD", "class": "M1", "valid_until": "2020-01-01"}

    result = stopped(SCALE, {**SEEN, "correctness": {"readings": [FAILED_LOAD]}}, standards=[old])

    assert result.verdict is Verdict.INCOMPLETE
    assert [gap["code"] for gap in result.gaps] == ["standard-out-of-calibration"]


def test_a_failed_look_without_a_finding_is_asked_for_its_finding():
    result = stopped(SCALE, {"visual": {"passed": False}})

    assert result.verdict is Verdict.INCOMPLETE
    assert [gap["code"] for gap in result.gaps] == ["findings-missing"]


def test_without_any_failure_nobody_stops():
    for row in (exactly("5", direction="up"), exactly("5", direction="down")):
        with pytest.raises(Invalid) as refusal:
            stopped(SCALE, {**SEEN, "correctness": {"readings": [row]}})
        assert [one["code"] for one in refusal.value.errors] == ["nothing-failed"]


def test_each_unit_stops_for_itself():
    rows = recorded(NOZZLES, *(sheet(NOZZLES) for _ in NOZZLES["units"]))
    bad = {"flow": "high", "indicated": "20", "reference": "19"}
    rows[1] |= {"stopped": WHY, "tests": {**SEEN, "accuracy": {"readings": [bad]}}}

    result = verdict.evaluate(ruled(early_stop="true"), NOZZLES, "initial", rows)

    assert [str(unit.verdict) for unit in result.units] == ["valid", "rejected", "valid", "valid"]


def test_a_failed_corner_releases_a_half_done_correctness():
    half = [exactly(load, direction="up") for load in ("0.2", "5")]
    corner = [{"load": "10", "indication": "10.20", "position": "1"}]

    result = stopped(SCALE, {**SEEN, "correctness": {"readings": half}, "eccentricity": {"readings": corner}})

    assert (result.verdict, result.gaps) == (Verdict.REJECTED, ())
