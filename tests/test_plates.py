"""One set of plates, put to the letter and to the test: what testing refuses on the day, intake refuses at writing."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.plate import plate_faults
from services.intake.storage.plate_rules import plate_rules_on
from services.testing.domain.limits import plate_rules
from services.testing.storage.limits import tables_on
from shared.errors import Invalid

DAY = date(2026, 11, 22)
KIND = {"plate_rules": plate_rules_on(DAY, "R76")}
with (Path(__file__).parent / "testing" / "vectors" / "plates.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [{name: value for name, value in row.items() if value} for row in csv.DictReader(file)]
PLATES = st.fixed_dictionaries(
    {
        "class": st.sampled_from(["I", "II", "III", "IIII", "V"]),
        "max": st.sampled_from(["0.02", "0.22", "3", "15", "30", "600", "60000", "6/15", "15/6", "1/15"]),
        "e": st.sampled_from(["0.000001", "0.00001", "0.0001", "0.003", "0.01", "0.05", "20", "0.002/0.005"]),
    },
    optional={
        "d": st.sampled_from(["0.0000001", "0.00001", "0.001", "0.003", "0.01", "0.5", "0.001/0.001"]),
        "min": st.sampled_from(["0.00001", "0.001", "0.2", "400", "60001"]),
        "unit": st.sampled_from(["g", "kg", "t", "L"]),
    },
)


def at_the_letter(plate: dict[str, Any]) -> set[str]:
    return {fault["code"] for fault in plate_faults(KIND, plate, "")}


def at_the_test(plate: dict[str, Any]) -> set[str]:
    try:
        plate_rules.check(tables_on(DAY), "tbo_elektronik", plate)
    except Invalid as refusal:
        return {row["code"] for row in refusal.errors}
    return set()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_letter_and_the_test_refuse_a_plate_by_the_same_rule(row):
    plate = {name: value for name, value in row.items() if name != "code"}
    wanted = {row["code"]} if "code" in row else set()

    assert (at_the_letter(plate) >= wanted, at_the_test(plate) >= wanted) == (True, True)
    assert (bool(at_the_letter(plate)), bool(at_the_test(plate))) == (bool(wanted), bool(wanted))


@settings(deadline=None)
@given(PLATES)
def test_no_plate_passes_the_letter_that_the_test_refuses_nor_the_other_way(plate):
    assert bool(at_the_letter(plate)) == bool(at_the_test(plate)), (at_the_letter(plate), at_the_test(plate))


def test_both_read_the_same_numbers():
    content = tables_on(DAY).limits["R76"].content
    names = ("classes", "auxiliary", "partial_n", "few_below_d_g", "finest_e_g", "most_d")

    assert {name: KIND["plate_rules"][name] for name in names} == {name: content[name] for name in names}
    assert KIND["plate_rules"]["digits"] == content["e_digits"]
