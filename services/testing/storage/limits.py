"""Reads the dated tables of limits and procedures once, and hands out the set in force on a day."""

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from services.testing.domain.quantity import convert
from services.testing.domain.tables import CONFIDENCE, Kind, LimitTable, ProcedureTable, Source, Tables, Terms

DATA = Path(__file__).parent.parent / "data"
HEAD = ("norm", "edition", "table", "confidence", "legal_source", "valid_from")


def tables_on(day: date, folder: Path = DATA) -> Tables:
    """What an examination on `day` is judged by; the same day gives the same answer for ever."""
    digest, kinds, limits, procedures = _read(folder)
    return Tables(day, digest, kinds, _in_force(limits, "family", day), _in_force(procedures, "code", day))


@cache
def _read(folder: Path) -> tuple[str, Mapping[str, Kind], list[dict], list[dict]]:
    files = sorted(path for part in ("limits", "procedures") for path in (folder / part).iterdir() if path.is_file())
    digest = hashlib.sha256(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files)).hexdigest()
    kinds = _document(folder / "limits" / "kinds.toml")["kinds"]
    limits = [_limit_row(path) for path in files if path.parent.name == "limits" and path.suffix == ".toml"]
    procedures = [_procedure_row(path) for path in files if path.parent.name == "procedures"]
    known = {code: Kind(code, **row) for code, row in kinds.items()}
    return digest, known, [row for row in limits if row], procedures


def _document(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def _limit_row(path: Path) -> dict[str, Any] | None:
    row = _document(path)
    if "family" not in row:
        return None
    content = row["content"]
    if "rows_file" in content:
        content = content | _cells(path.parent / content["rows_file"])
    terms = {
        act: Terms(Decimal(given["factor"]), given["confidence"], given.get("note", ""))
        for act, given in row["verification"].items()
    }
    return {**row, "ready": LimitTable(_source(path, row), row["rule"], terms, content)}


def _procedure_row(path: Path) -> dict[str, Any]:
    row = _document(path)
    return {**row, "ready": ProcedureTable(row["code"], _source(path, row), tuple(row["tests"]))}


def _source(path: Path, row: Mapping[str, Any]) -> Source:
    missing = [name for name in HEAD if name not in row]
    if missing or row["confidence"] not in CONFIDENCE:
        raise ValueError(f"{path.name}: {', '.join(missing) or 'confidence'} is missing or unknown")
    return Source(**{name: row[name] for name in HEAD})


def _cells(path: Path) -> dict[str, Any]:
    """A matrix of nominal by class, keyed by both; an empty cell is a limit that does not exist."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cells = {}
    for row in rows:
        size, measure = row.pop("nominal").split()
        nominal = convert(Decimal(size), measure, "mg")
        cells |= {(nominal, name): Decimal(cell) for name, cell in row.items() if cell}
    return {"cells": cells, "classes": tuple(rows[0])}


def _in_force(rows: Iterable[Mapping[str, Any]], key: str, day: date) -> dict[str, Any]:
    """The newest edition of each that is valid on the day."""
    valid = [row for row in rows if row["valid_from"] <= day <= row.get("valid_to", day)]
    return {row[key]: row["ready"] for row in sorted(valid, key=lambda row: row["valid_from"])}
