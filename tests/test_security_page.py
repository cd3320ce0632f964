"""docs/security.md is true: what it cites exists, what it must answer it answers, and a gap is called one."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("## The table")[1].splitlines()
    if line.startswith("| ") and not line.startswith("| requirement")
]
CITED = re.compile(r"`([a-z_/]+\.py)(?:::(\w+))?`")
ATTACKS = [f"A{number}" for number in range(1, 23)]
TOP_TEN = [f"API{number}" for number in range(1, 11)]
FUNCTIONS = [f"BSSN {number}" for number in range(1, 14)]


def names(file: Path) -> set[str]:
    """The tests of a file."""
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def missing(page: str) -> list[str]:
    """What a page cites and the tests do not hold."""
    found = [(TESTS / path, name) for path, name in CITED.findall(page)]
    return [
        f"{file.relative_to(TESTS)}::{name}"
        for file, name in found
        if not file.exists() or (name and name not in names(file))
    ]


def test_every_cited_test_exists():
    assert len(CITED.findall(PAGE)) > 50
    assert missing(PAGE) == []


def test_a_test_that_was_renamed_is_noticed():
    assert missing("`test_guards.py::test_gone`, `test_gone.py`") == ["test_guards.py::test_gone", "test_gone.py::"]


@pytest.mark.parametrize("wanted", [*ATTACKS, *TOP_TEN, *FUNCTIONS])
def test_every_row_of_the_rule_books_occurs(wanted):
    assert any(re.search(rf"\b{wanted}\b", row[0]) for row in ROWS), wanted


def test_every_row_names_a_test_or_says_that_it_is_not_met():
    silent = [row[0] for row in ROWS if not CITED.search(row[2]) and "**not met**" not in row[1]]

    assert silent == []
    assert all(len(row) == 3 for row in ROWS)
