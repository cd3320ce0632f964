"""Reads the dated rules of plates, by family of limits."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent.parent / "data" / "plate_rules.toml"


@cache
def _rows() -> list[Mapping[str, Any]]:
    return tomllib.loads(RULES.read_text(), parse_float=Decimal)["plate"]


def plate_rules_on(day: date, family: str) -> Mapping[str, Any] | None:
    """The newest rules of this family in force on the day; None where a family has none."""
    rows = [row for row in _rows() if row["family"] == family and row["valid_from"] <= day]
    return max(rows, key=lambda row: row["valid_from"], default=None)
