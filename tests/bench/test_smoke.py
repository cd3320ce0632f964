"""The bench still runs and says what it should, in tiny counts; how fast anything is, no test asks."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench import bare, report
from tests.bench.__main__ import SECTIONS, plan_of
from tests.bench.records import records
from tests.bench.running import shows_memory
from tests.bench.stopwatch import Plan, Row, in_turns
from tests.testing.sheets import tables

TINY = {"SECONDS": "0.1", "ROUNDS": "1", "SCALES": "1", "EVENTS": "10", "SERVERS": "0"}


@pytest.mark.parametrize("record", records(), ids=lambda one: one.title)
def test_the_bare_arithmetic_finds_the_errors_and_limits_of_the_engine(record):
    judge = bare.JUDGES[record.of["kind"]]

    found = judge(tables(), record.of, record.act, record.readings, record.under.standards)

    result = record.judge()
    points = [point for unit in result.units for test in unit.tests for point in test.points]
    assert [(error, limit) for error, limit, _ in found] == [(point.corrected, point.high) for point in points]
    assert (result.verdict, all(within for *_, within in found)) == ("valid", True)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_runs_and_writes_its_rows(name, tmp_path):
    env = {**os.environ, **TINY, "ONLY": name, "INTO": str(tmp_path), "RECORD": ""}

    done = subprocess.run(
        [sys.executable, "-m", "tests.bench"], env=env, cwd=report.ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / f"{name}.json").read_text())
    assert (found["section"], found["plan"]["rounds"]) == (name, 1)
    assert {"cpu", "cores", "python", "sqlite", "load"} <= set(found["machine"])
    assert f"{name} (" in done.stdout
    assert found["rows"] or not shows_memory()
    for row in found["rows"]:
        assert set(row) == set(Row("", 0, "").as_json())
        assert row["value"] >= 0
        assert (row["ratio"] is None) <= (row["limit"] is None), row


def test_contenders_take_turns_and_are_compared_round_by_round():
    called = []

    turns = in_turns({"one": lambda: called.append(1), "two": lambda: called.append(2)}, 0.01, 3)

    assert called[:2] == [1, 2]
    assert [len(rates) for rates in turns.rates.values()] == [3, 3]
    assert turns.row("x", "calls/s", "one", "one", "itself").ratio == 1


def test_the_plan_is_read_from_the_environment_and_what_is_not_said_stays():
    assert plan_of({"SECONDS": "2", "SERVERS": "0", "ROUNDS": ""}) == Plan(seconds=2.0, servers=False)


def test_a_recorded_run_replaces_the_marked_part_and_nothing_else(tmp_path):
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{report.FROM}\nold\n{report.TO}\nafter\n")
    rows = [Row("judged", 2.0, "records/s", "bare", 100.0, 0.02), Row("held", 54.321, "MB", calls=3)]
    report.write(tmp_path, report.section("engine", rows, Plan(), 1.0))

    report.record(tmp_path, document)
    once = document.read_text()
    report.record(tmp_path, document)

    assert document.read_text() == once
    assert (once[:7], once[-6:]) == ("before\n", "after\n")
    assert "old" not in once
    assert "| judged | 2.00 records/s | bare: 100 records/s | 1/50 |" in once
    assert "| held (3 calls) | 54.3 MB |  |  |" in once
