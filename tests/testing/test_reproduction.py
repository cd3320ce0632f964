"""Stored readings give the stored verdict again, whatever editions came later."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from services.testing.domain.record.conditions import Conditions
from services.testing.domain.verdict import reproduction, verdict
from services.testing.domain.verdict.result import Result
from services.testing.storage.limits import DATA, tables_on
from tests.testing.sheets import DAY, PERFECT, SCALE, recorded, sheet, with_readings

STANDARDS = ({"code": "AT-M1", "class": "M1", "valid_until": "2031-01-01"},)
LATER = date(2030, 6, 1)


@pytest.fixture
def later_editions(tmp_path) -> Path:
    """The tables as they may stand in 2030: half the limits for scales, and a guard band."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    first = (folder / "limits" / "r76-2006.toml").read_text(encoding="utf-8")
    second = first.replace('"2006"', '"2029"').replace("valid_from = 2015-10-19", "valid_from = 2030-01-01")
    (folder / "limits" / "r76-2029.toml").write_text(second.replace("factor = 1\n", "factor = 0.5\n"), encoding="utf-8")
    guard = (
        '[[conformity]]\nrule = "guard_band"\nvalid_from = 2030-01-01\nlegal_source = "x"\nconfidence = "verified"\n'
    )
    with (folder / "decisions.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{guard}")
    return folder


def evaluated(of: dict, day: date = DAY, folder: Path = DATA) -> Result:
    readings = recorded(of, *(sheet(of) for _ in of["units"]))
    return verdict.evaluate(tables_on(day, folder), of, "initial", readings, Conditions(STANDARDS))


@pytest.mark.parametrize("one", PERFECT, ids=lambda one: one["kind"])
def test_stored_readings_give_the_stored_verdict_in_every_number(one, later_editions):
    stored = json.loads(json.dumps(evaluated(one).as_json()))

    assert reproduction.differences(stored, evaluated(one, folder=later_editions)) == []


def test_a_later_day_is_judged_by_the_later_edition_and_every_difference_is_named(later_editions):
    stored = json.loads(json.dumps(evaluated(SCALE).as_json()))

    found = reproduction.differences(stored, evaluated(SCALE, LATER, later_editions))

    changed = {row["pointer"]: (row["stored"], row["again"]) for row in found}
    assert changed["/mpe_table/edition"] == ("2006", "2029")
    assert changed["/rules/0/setting"] == ("simple", "guard_band")
    assert changed["/verdict"] == ("valid", "incomplete")
    assert "/tables_digest" in changed


def test_a_stored_number_that_was_touched_is_found():
    stored = json.loads(json.dumps(evaluated(SCALE).as_json()))
    point = next(test for test in stored["units"][0]["tests"] if test["test"] == "correctness")["points"][0]
    point["indication"] = "0.201"

    found = reproduction.differences(stored, evaluated(SCALE))

    assert [(row["stored"], row["again"]) for row in found] == [("0.201", "0.2")]


def test_a_new_wording_is_no_difference_but_a_lost_point_is():
    stored = evaluated(SCALE).as_json()
    stored["explanation"] = []
    fewer = with_readings(sheet(SCALE), "correctness", *sheet(SCALE)["correctness"]["readings"][:-1])

    assert reproduction.differences(stored, evaluated(SCALE)) == []
    again = verdict.evaluate(tables_on(DAY), SCALE, "initial", recorded(SCALE, fewer), Conditions(STANDARDS))
    assert reproduction.differences(stored, again)


def test_a_table_of_a_later_day_changes_neither_the_digest_nor_the_limits_of_an_earlier_one(later_editions):
    assert tables_on(DAY, later_editions).digest == tables_on(DAY).digest
    assert tables_on(LATER, later_editions).digest != tables_on(LATER).digest
