"""Every file of tests is in one ring, the newcomer's run says what it leaves out, and `make check` leaves out none."""

import re
import subprocess
import sys

import pytest

from tests import rings

ROOT = rings.TESTS.parent
FILES = sorted({file for name in ("test_*.py", "*_test.py") for file in rings.TESTS.rglob(name)})
MAKEFILE = (ROOT / "Makefile").read_text()


def recipe(target: str) -> str:
    return re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]


def test_each_file_belongs_to_exactly_one_ring():
    assert len(FILES) > 150
    assert [str(file) for file in FILES if rings.ring_of(file) is None] == []
    assert len({one.name for one in rings.RINGS}) == len(rings.RINGS)


def test_no_place_is_left_from_a_file_that_is_gone():
    found = {rings.place_of(file) for file in FILES}

    assert [place for number, (place, _) in enumerate(rings.PLACES) if number not in found] == []


def test_what_is_quick_and_what_is_left_out_is_all_there_is():
    quick, left = rings.chosen("quick"), [one for one in rings.RINGS if one.wants]

    assert {one.name for one in quick} == {"domain", "usecases", "api", "contracts", "journeys", "plumbing"}
    assert {one.name for one in left} == {"live", "chaos", "bench", "endurance"}
    assert rings.chosen("all") == list(rings.RINGS)


def test_the_check_of_a_change_runs_every_ring_and_so_does_ci():
    assert "--rings all" in recipe("check")
    assert "--rings $(or $(RINGS),quick)" in recipe("test")
    assert re.search(r"^step make check$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)


def test_a_run_of_all_rings_has_nothing_to_add():
    assert rings.farewell(rings.RINGS) == []


def test_a_ring_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="no ring: slow; there are chaos, live"):
        rings.chosen("live,slow")


def test_a_run_of_one_ring_collects_no_other_and_says_what_it_left_out():
    command = [sys.executable, "-m", "pytest", "--rings", "domain", "--collect-only", "-q", "tests/intake"]

    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^tests/(.+\.py)::", told, re.MULTILINE)) == {"intake/test_domain.py"}
    assert re.search(r"^  live +real processes", told, re.MULTILINE)
    assert "make check" in told
