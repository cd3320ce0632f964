"""Writes the filled sheet of an examination: every reading with its error and its limit, the verdict, and why."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from services.testing.domain import explain, words
from services.testing.domain.quantity import text
from services.testing.domain.result import Gap
from services.testing.papers import forms, plate
from shared.paper import draw

TEMPLATE = Path(__file__).with_name("sheet.typ")
Point = Mapping[str, Any]


def sheet(data: Mapping[str, Any]) -> bytes:
    """The sheet as PDF; a missing or None optional key leaves no gap.

    office       {government, department, office, address, seat} and optional {phone, web, email, logo_svg}
    number       of the order; revision; supersedes: optional revision that this one replaces, with reason
    tested_on    day of the test
    state        `recorded` | `submitted` | `approved` | `superseded`; all but approved say so across the head
    instrument   {kind} and optional {kind_en, brand, model, serial, parameters: {...}}
    owner        optional {name, address}
    examination  {verifier_code} and optional {verifier, place, approved_by, approved_on, adjustment}
    environment  optional {temperature, humidity}, each with optional `_start` and `_end`
    standards    [{code, name, class, certificate, valid_until}]
    marks        [{mark, code, position, unit, year}]
    procedure    a Procedure as JSON; result: a Result as JSON
    software     which program and parameters judged, in one line; photos: optional, as `pictures.rows` gives them
    """
    instrument = data["instrument"]
    parameters = instrument.get("parameters") or {}
    places = plate.places(parameters)
    steps = {step["code"]: {**step, "places": places} for step in data["procedure"]["steps"]}
    units = [
        {"unit": unit["unit"], "verdict": unit["verdict"], "tests": [_test(test, steps) for test in unit["tests"]]}
        for unit in data["result"]["units"]
    ]
    return draw(TEMPLATE, {**data, "instrument": {**instrument, "facts": plate.facts(parameters)}, "units": units})


def _test(test: Mapping[str, Any], steps: Mapping[str, Any]) -> dict[str, Any]:
    step = steps.get(test["test"], {"method": "checklist", "settings": {}, "unit": "", "positions": []})
    title, title_en = words.TESTS.get(test["test"], (test["test"], ""))
    about = {"title": title, "title_en": title_en, "method": step["method"], "unit": step["unit"]}
    said = [*_gaps(test["gaps"]), *_gaps(test["remarks"]), *((finding, "") for finding in test["findings"])]
    shown = {**about, "verdict": test["verdict"], "required": test["required"], "said": said}
    keys = forms.FORMS.get(step["method"])
    if not keys or not (test["points"] or test["materials"]):
        return {**shown, "columns": [], "rows": [], "positions": []}
    rows = [*_rows(step["method"], test)]
    heads = forms.columns(keys, step["settings"].get("balance", False))
    return {**shown, "columns": heads, "rows": forms.cells(keys, rows, step["places"]), "positions": step["positions"]}


def _gaps(gaps: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    yield from (explain.gap_said(Gap(gap["code"], gap["facts"])) for gap in gaps)


def _rows(method: str, test: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if method == "substitution":
        yield from ({"number": str(at), "material": mass} for at, mass in enumerate(test["materials"], start=1))
    elif method == "correctness":
        yield from _paired(test["points"])
    else:
        yield from (_numbered(_row(point), str(at)) for at, point in enumerate(test["points"], start=1))


def _numbered(row: dict[str, str], number: str) -> dict[str, str]:
    return {**row, "number": number, "label": row["label"] or number}


def _paired(points: Iterable[Point]) -> Iterator[dict[str, str]]:
    """One row per load: read going up, and read going down."""
    by_load: dict[Decimal, tuple[list[Point], list[Point]]] = {}
    for point in points:
        by_load.setdefault(Decimal(point["load"]), ([], []))[point["label"] == "down"].append(point)
    for load in sorted(by_load):
        for up, down in zip_longest(*by_load[load]):
            yield _pair(up, down)


def _pair(up: Point | None, down: Point | None) -> dict[str, str]:
    either = up or down
    both = {forms.UP: up, forms.DOWN: down}
    numbers = ("indication", "delta_load", "error", "corrected")
    pairs = {f"{name}{arrow}": _shown(point, name) for arrow, point in both.items() for name in numbers}
    failed = any(point and point["verdict"] == "failed" for point in (up, down))
    return {**_row(either), **pairs, "verdict": "failed" if failed else "passed"}


def _shown(point: Point | None, name: str) -> str:
    """A stroke where a row was not read, a dash where nothing belongs."""
    if point is None:
        return "/"
    return "–" if point[name] is None else point[name]


def _row(point: Point) -> dict[str, str]:
    """A point under every name by which a column may ask for it."""
    named = {name: _shown(point, name) for name in SAME}
    label = " ".join(words.LABELS.get(part, (part, ""))[0] for part in point["label"].split(" "))
    other = {name: named[of] for name, of in ALSO.items()}
    return {**named, **other, "label": label, "position": label, "flow": label, "percent": _percent(point)}


SAME = ("load", "indication", "delta_load", "error", "corrected", "mpe", "verdict", "uncertainty", "high")
ALSO = {
    "after": "indication",
    "moved": "indication",
    "short": "corrected",
    "nominal": "load",
    "deviation": "error",
    "room": "high",
    "reference": "load",
    "indicated": "indication",
}


def _percent(point: Point) -> str:
    """Only shown; the verdict rests on the exact quantities."""
    if point["indication"] is None or not point["load"] or not Decimal(point["load"]):
        return "–"
    return text(Decimal(format(Decimal(point["error"]) / Decimal(point["load"]) * 100, ".3f")))
