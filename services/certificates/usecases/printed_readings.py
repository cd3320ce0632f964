"""Puts what testing told of a test into the shape that the papers print."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

Facts = Mapping[str, Any]
VERDICTS = {"passed": "valid", "failed": "rejected"}
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
NUDGES = {"discrimination", "sensitivity"}  # pass or fail: what moved enough has no error and no limit to print
AIR = tuple(f"{name}{moment}" for name in ("temperature", "humidity") for moment in ("", "_start", "_end"))
NUMBERS = ("nominal", "indication", "error", "mpe")
SIZES = ("max", "nominal", "nominal_l", "nominal_m")


def instrument(facts: Facts, kind: Facts) -> dict[str, Any]:
    """The block that says which instrument it is."""
    given = facts["parameters"]
    symbol = given.get("unit", "")
    size = next((given[name] for name in SIZES if given.get(name)), None)
    named = {name: facts.get(name) for name in ("brand", "model", "serial")}
    approved = {"id": "Izin tipe", "en": "Type approval", "value": facts.get("type_approval")}
    return {
        "kind": kind["name_id"],
        "kind_en": kind["name_en"],
        **named,
        "capacity": _size(size, symbol) if size else None,
        "interval": _size(given["e"], symbol) if given.get("e") else None,
        "accuracy": given.get("class"),
        "extras": [approved] if facts.get("type_approval") else [],
    }


def service(facts: Facts, words: Mapping[str, Facts]) -> dict[str, Any]:
    """Which verification, and why, in both languages, where the law alone did not ask for it."""
    known = words.get(facts.get("basis") or "")
    return {"verification": facts["verification"], "basis": (known["id"], known["en"]) if known else None}


def units(told: Sequence[Facts], words: Mapping[str, Facts]) -> list[dict[str, Any]]:
    """Each unit with its verdict and, when it failed, in which tests."""
    return [{"unit": one["unit"], "verdict": one["verdict"], "note": _reasons(one, words)} for one in told]


def examination(facts: Facts, place: str) -> dict[str, Any]:
    """The block that says who tested how, where, and with what."""
    around = facts.get("environment") or {}
    return {
        "verifier_code": facts["verifier_code"],
        "method": facts.get("method"),
        "standards": [_standard(one) for one in facts["standards"]],
        "place": place,
        **{name: around.get(name) for name in AIR},
        "adjustment": "Alat disetel sebelum pengujian / adjusted before the test" if facts.get("adjustment") else None,
    }


def results(facts: Facts, words: Mapping[str, Mapping[str, Facts]]) -> list[dict[str, Any]]:
    """The tables of points, one for each unit and symbol, in the order in which they were told."""
    parts = groupby(facts["results"], key=lambda row: (row.get("unit"), row.get("unit_of_measure")))
    shown = (((unit, symbol), [_row(row, words) for row in rows]) for (unit, symbol), rows in parts)
    return [{"unit": unit, "symbol": symbol, "rows": _even(rows, facts, symbol)} for (unit, symbol), rows in shown]


def _even(rows: list[dict[str, Any]], facts: Facts, symbol: str | None) -> list[dict[str, Any]]:
    """Numbers of a column share their decimals, and loads show at least those of the display."""
    given = facts["parameters"]
    finest = str(given.get("d") or given.get("e") or "").split("/")[0] if given.get("unit") == symbol else ""
    for name in NUMBERS:
        least = _decimals(finest) if name in ("nominal", "indication") else 0
        places = max([least, *(_decimals(row[name]) for row in rows if row[name])])
        for row in rows:
            row[name] = row[name] and _padded(row[name], places)
    return rows


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _padded(number: str, places: int) -> str:
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else whole


def marks(told: Sequence[Facts]) -> list[dict[str, Any]]:
    """The marks put on, kinds under the name that the papers know."""
    named = ("code", "position", "unit", "year")
    return [{"kind": one.get("mark", ""), **{name: one.get(name) for name in named}} for one in told]


def long_date(day: date) -> str:
    """23 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _row(row: Facts, words: Mapping[str, Mapping[str, Facts]]) -> dict[str, Any]:
    test, point = _test(row["test"], words["test"]), _point(row, words["point"])
    told = ("indication",) if row["test"] in NUDGES else ("indication", "error", "mpe")
    shown = {**dict.fromkeys(NUMBERS), "nominal": row.get("load"), **{name: row.get(name) for name in told}}
    verdict = VERDICTS.get(row["verdict"], row["verdict"])
    return {"test": f"{test} – {point}" if point else test, "verdict": verdict, **shown}


def _point(row: Facts, words: Mapping[str, Facts]) -> str:
    """Where the point lies, in Indonesian; the numbers of corners are positions."""
    label = str(row.get("point") or "")
    if row["test"] == "eccentricity":
        return f"posisi {label}"
    return " ".join(_test(part, words) for part in label.split(" ") if part)


def _test(code: str, words: Mapping[str, Facts]) -> str:
    return words.get(code, {"id": code})["id"]


def _size(number: str, symbol: str) -> str:
    """Indonesian papers write the decimal comma."""
    return f"{number} {symbol}".strip().replace(".", ",")


def _standard(one: Facts) -> str:
    until = one.get("valid_until")
    facts = [one.get("certificate"), until and f"terkalibrasi s.d. {long_date(date.fromisoformat(until))}"]
    return f"{one['name']} ({'; '.join([one['code'], *(part for part in facts if part)])})"


def _reasons(unit: Facts, words: Mapping[str, Facts]) -> str | None:
    failed = [_test(code, words) for code in unit.get("reasons") or ()]
    return f"Tidak memenuhi: {', '.join(failed)}" if failed else None
