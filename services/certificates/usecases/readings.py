"""Puts what testing told of a test into the shape that the papers print."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

Facts = Mapping[str, Any]
VERDICTS = {"passed": "valid", "failed": "rejected"}
SIZES = ("max", "nominal", "nominal_l", "nominal_m")


def instrument(facts: Facts, kind: Facts) -> dict[str, Any]:
    """The block that says which instrument it is."""
    given = facts["parameters"]
    symbol = given.get("unit", "")
    size = next((given[name] for name in SIZES if given.get(name)), None)
    named = {name: facts.get(name) for name in ("brand", "model", "serial")}
    return {
        "kind": kind["name_id"],
        "kind_en": kind["name_en"],
        **named,
        "capacity": f"{size} {symbol}".strip() if size else None,
        "interval": f"{given['e']} {symbol}".strip() if given.get("e") else None,
        "accuracy": given.get("class"),
    }


def units(told: Sequence[Facts]) -> list[dict[str, Any]]:
    """Each unit with its verdict and, when it failed, why."""
    return [{"unit": one["unit"], "verdict": one["verdict"], "note": _reasons(one)} for one in told]


def examination(facts: Facts, place: str) -> dict[str, Any]:
    """The block that says who tested how, where, and with what."""
    around = facts.get("environment") or {}
    return {
        "verifier_code": facts["verifier_code"],
        "method": facts.get("method"),
        "standards": [_standard(one) for one in facts["standards"]],
        "place": place,
        "temperature": around.get("temperature"),
        "humidity": around.get("humidity"),
        "adjustment": "Alat disetel sebelum pengujian / adjusted before the test" if facts.get("adjustment") else None,
    }


def results(told: Sequence[Facts], words: Mapping[str, Facts]) -> list[dict[str, Any]]:
    """The tables of points, one for each unit and symbol, in the order in which they were told."""
    parts = groupby(told, key=lambda row: (row.get("unit"), row.get("unit_of_measure")))
    return [
        {"unit": unit, "symbol": symbol, "rows": [_row(row, words) for row in rows]} for (unit, symbol), rows in parts
    ]


def marks(told: Sequence[Facts]) -> list[dict[str, Any]]:
    """The marks put on, kinds under the name that the papers know."""
    named = ("code", "position", "unit", "year")
    return [{"kind": one.get("mark", ""), **{name: one.get(name) for name in named}} for one in told]


def _row(row: Facts, words: Mapping[str, Facts]) -> dict[str, Any]:
    test = words.get(row["test"], {"id": row["test"]})["id"]
    point = row.get("point")
    nominal = row.get("load") or row.get("nominal")
    shown = {name: row.get(name) for name in ("indication", "error", "mpe")}
    return {
        "test": f"{test} – {point}" if point else test,
        "nominal": nominal,
        **shown,
        "verdict": VERDICTS.get(row["verdict"], row["verdict"]),
    }


def _standard(one: Facts) -> str:
    until = f"terkalibrasi s.d. {one['valid_until']}" if one.get("valid_until") else None
    facts = [part for part in (one.get("certificate"), until) if part]
    return f"{one['name']} ({'; '.join([one['code'], *facts])})"


def _reasons(unit: Facts) -> str | None:
    """Reasons come as words, or as words in two languages."""
    said = [one if isinstance(one, str) else one.get("id", "") for one in unit.get("reasons") or ()]
    return "; ".join(part for part in said if part) or None
