"""Reads the dated tables of limits, procedures and decisions once, and hands out the set in force on a day."""

import csv
import hashlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from services.testing.domain.limits.mpe import RULES
from services.testing.domain.limits.tables import (
    CONFIDENCE,
    Kind,
    LimitTable,
    ProcedureTable,
    Rule,
    Source,
    Tables,
    Terms,
)
from services.testing.domain.quantity import convert
from services.testing.domain.verdict.verdict import JUDGES

DATA = Path(__file__).parent.parent / "data"
HEAD = ("norm", "edition", "table", "confidence", "legal_source", "valid_from")
SETTING = {
    **{"conformity": "rule", "standards": "one_in", "early_stop": "allowed"},
    **{"repair": "limits", "voluntary": "limits", "sampling": "limits"},
}

Rows = list[dict[str, Any]]


@lru_cache(maxsize=64)
def tables_on(day: date, folder: Path = DATA) -> Tables:
    """What an examination on `day` is judged by; an edition of a later day changes neither that nor its digest."""
    kinds, *dated = _read(folder)
    limits, procedures, rules = (_in_force(rows, day) for rows in dated)
    used = [kinds, *limits.values(), *procedures.values(), *rules.values()]
    parts = (f"{row['name']} {row['digest']}" for row in used)
    ready = ({key: row["ready"] for key, row in part.items()} for part in (limits, procedures, rules))
    return Tables(day, hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest(), kinds["ready"], *ready)


@cache
def _read(folder: Path) -> tuple[dict[str, Any], Rows, Rows, Rows]:
    kinds = _document(folder / "limits" / "kinds.toml")
    kinds["ready"] = {code: Kind(code, **row) for code, row in kinds["kinds"].items()}
    limits = [_limit_row(path) for path in sorted((folder / "limits").glob("*.toml")) if path.name != "kinds.toml"]
    procedures = [_procedure_row(path) for path in sorted((folder / "procedures").glob("*.toml"))]
    decisions = _document(folder / "decisions.toml")
    return kinds, limits, procedures, [_rule_row(name, row) for name in SETTING for row in decisions[name]]


def _document(path: Path) -> dict[str, Any]:
    """A table with its name and digest; what it says of other files is digested with it."""
    content = path.read_bytes()
    row = tomllib.loads(content.decode(), parse_float=Decimal)
    beside = row.get("content", {}).get("rows_file")
    content += (path.parent / beside).read_bytes() if beside else b""
    return {**row, "name": path.name, "digest": hashlib.sha256(content).hexdigest()}


def _limit_row(path: Path) -> dict[str, Any]:
    row = _document(path)
    content = row["content"]
    if "rows_file" in content:
        content = content | _cells(path.parent / content["rows_file"])
    _known(row, "rule", row["rule"], RULES, "domain/limits/mpe.py RULES")
    terms = {
        act: Terms(Decimal(given["factor"]), given["confidence"], given.get("note", ""))
        for act, given in row["verification"].items()
    }
    return {**row, "key": row["family"], "ready": LimitTable(_source(row), row["rule"], terms, content)}


def _procedure_row(path: Path) -> dict[str, Any]:
    row = _document(path)
    for test in row["tests"]:
        _known(row, "method", test["method"], {*JUDGES, "checklist"}, "domain/verdict/verdict.py JUDGES")
    ready = ProcedureTable(row["code"], _source(row), tuple(row["tests"]), row.get("environment", {}))
    return {**row, "key": row["code"], "ready": ready}


def _rule_row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    setting = str(row[SETTING[name]]).lower()
    ready = Rule(name, setting, row["legal_source"], row["confidence"], row["valid_from"])
    written = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    return {**row, "key": name, "name": name, "digest": written, "ready": ready}


def _source(row: Mapping[str, Any]) -> Source:
    missing = [name for name in HEAD if name not in row]
    if missing or row["confidence"] not in CONFIDENCE:
        raise ValueError(f"{row['name']}: {', '.join(missing) or 'confidence'} is missing or unknown")
    return Source(**{name: row[name] for name in HEAD}, note=row.get("note", ""))


def _known(row: Mapping[str, Any], name: str, given: str, known: Collection[str], place: str) -> None:
    if given not in known:
        raise ValueError(f"{row['name']}: {name} {given!r} is none of {', '.join(sorted(known))}; a new one: {place}")


def _cells(path: Path) -> dict[str, Any]:
    """A matrix of nominal by class, keyed by both; an empty cell is a limit that does not exist."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cells = {}
    for row in rows:
        size, measure = row.pop("nominal").split()
        nominal = convert(Decimal(size), measure, "mg")
        cells |= {(nominal, name): Decimal(cell) for name, cell in row.items() if cell}
    classes = tuple(rows[0])
    columns = {
        name: sorted(((key[0], cells[key]) for key in cells if key[1] == name), reverse=True) for name in classes
    }
    return {"cells": cells, "classes": classes, "heaviest_first": columns}


def _in_force(rows: Iterable[Mapping[str, Any]], day: date) -> dict[str, Mapping[str, Any]]:
    """The newest edition of each that is valid on the day."""
    valid = [row for row in rows if row["valid_from"] <= day <= row.get("valid_to", day)]
    return {row["key"]: row for row in sorted(valid, key=lambda row: row["valid_from"])}
