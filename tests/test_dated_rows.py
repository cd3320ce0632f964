"""Numbers of a service are dated rows: since when, by what, how sure; whoever forgets a column is told which."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "services").glob("*/data/*.toml")) + sorted((ROOT / "services").glob("*/data/*.csv"))
NEEDED = ("valid_from", "legal_source", "confidence")
CONFIDENCE = tomllib.loads((ROOT / "deploy/profiles/musi-banyuasin/agency.toml").read_text())["confidence"]


def rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(where it stands, row) of every row that holds a number, or says that it is dated."""
    if file.suffix == ".csv":
        numbered = enumerate(csv.DictReader(file.open()), 2)
        yield from ((f"row {number}", row) for number, row in numbered if _counts_in_words(row))
        return
    for table, found in tomllib.loads(file.read_text()).items():
        numbered = enumerate(found, 1) if isinstance(found, list) else ()
        yield from (
            (f"[[{table}]] {number}", row) for number, row in numbered if isinstance(row, dict) and _counts(row)
        )


def _counts(row: Any) -> bool:
    if not isinstance(row, dict):
        return False
    return "valid_from" in row or any(type(value) in (int, float) for value in row.values())


def _counts_in_words(row: Mapping[str, str | None]) -> bool:
    """The same of a table of texts: a cell that is a number counts, words do not, whatever digits they hold."""
    return "valid_from" in row or any(cell and cell.replace(".", "", 1).isdigit() for cell in row.values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}/{file.name}")
def test_every_number_of_a_service_says_since_when_by_what_and_how_sure(file):
    lacking = [f"{where}: {name}" for where, row in rows(file) for name in NEEDED if not row.get(name)]
    unsure = [
        f"{where}: confidence {row['confidence']!r}"
        for where, row in rows(file)
        if row.get("confidence", "verified") not in CONFIDENCE
    ]

    assert lacking + unsure == [], f"{file.relative_to(ROOT)}: each row with a number has {', '.join(NEEDED)}"


def test_the_walk_sees_a_number_without_a_date(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text("[[announce]]\nworking_days = 3\n[[word]]\ncode = 'a'\n")

    assert [where for where, _ in rows(file)] == ["[[announce]] 1"]
    table = tmp_path / "rules.csv"
    table.write_text("code,label,days\na,Diameter 2,\nb,Panjang,3\n")
    assert [where for where, _ in rows(table)] == ["row 3"]
