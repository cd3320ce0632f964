"""A vessel holds the run: what runs into a smaller one is filled several times, and its errors add up."""

from copy import deepcopy

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict.result import Verdict
from tests.testing.sheets import instrument, judged, sheet

NOZZLE = instrument("pu_bbm", {"mmq_l": "2"})
SMALL = {"code": "BUS-5L", "class": "", "max_error": "2.5", "unit": "mL", "valid_until": "2030-01-01"}
MEASURED = {**SMALL, "corrections": [{"nominal": "5", "unit": "L", "correction": "0", "uncertainty": "0.0025"}]}


def with_vessel(use: object, standard: dict) -> list[str]:
    record = deepcopy(sheet(NOZZLE))
    for row in record["accuracy"]["readings"]:
        row["used"] = [use]
    result = judged(NOZZLE, record, under=Conditions(standards=(standard,)))
    assert (result.verdict is Verdict.VALID) == (not result.gaps)
    return sorted({gap["code"] for gap in result.gaps})


@pytest.mark.parametrize(
    ("use", "standard", "gaps"),
    [
        ({"code": "BUS-5L", "nominal": "5", "unit": "L"}, SMALL, ["vessel-too-small"]),
        ("BUS-5L", MEASURED, ["vessel-too-small"]),  # its calibration tells what it holds
        ({"code": "BUS-5L", "nominal": "5", "unit": "L", "count": 3}, SMALL, ["vessel-too-small"]),
        ({"code": "BUS-5L", "nominal": "5", "unit": "L", "count": 4}, SMALL, []),  # 4 × 2.5 mL of 33 mL
        (
            {"code": "BUS-5L", "nominal": "5", "unit": "L", "count": 4},
            {**SMALL, "max_error": "9"},
            ["standard-too-coarse"],
        ),
    ],
)
def test_fillings_of_a_small_vessel_add_up_with_their_errors(use, standard, gaps):
    assert with_vessel(use, standard) == gaps


@pytest.mark.parametrize(
    ("size", "gaps"), [("5 L", ["vessel-too-small"]), ("20 L", []), ("20000 mL", []), ("5 L sampai 20 L", []), ("", [])]
)
def test_the_register_tells_what_a_vessel_holds_where_a_reading_names_none(size, gaps):
    result = judged(NOZZLE, sheet(NOZZLE), under=Conditions(standards=({**SMALL, "range": size},)))

    assert [gap["code"] for gap in result.gaps] == gaps
