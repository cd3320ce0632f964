"""Writes the filled sheet of an examination: every reading with its error and its limit, the verdict, and why."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from services.testing.domain import words
from services.testing.domain.quantity import text
from services.testing.domain.verdict import explanation
from services.testing.domain.verdict.result import Gap
from services.testing.papers import forms, plate
from shared.pdf.typeset import draw

TEMPLATE = Path(__file__).with_name("sheet.typ")
Point = Mapping[str, Any]


def sheet(data: Mapping[str, Any]) -> bytes:
    """The sheet as PDF; a missing or None optional key leaves no gap.

    office       {government, department, office, address, seat} and optional {phone, web, email, logo_svg}
    number       of the order; revision; supersedes: optional revision that this one replaces, with reason
    tested_on    day of the test
    basis, lot, type  optional: why it is tested, the lot of a sample, the type approval or why there is none
    state        `recorded` | `submitted` | `approved` | `superseded`; all but approved say so across the head
    instrument   {kind} and optional {kind_en, brand, model, serial, parameters: {...}}
    owner        optional {name, address}
    examination  {verifier_code} and optional {verifier, place, corrected_by: [code], approved_by,
                 approved_on, adjustment}
    environment  optional {temperature, humidity}, each with optional `_start` and `_end`
    standards    [{code, name, class, certificate, valid_until}]; marks [{mark, code, position, unit, year}]
    procedure    a Procedure as JSON; result: a Result as JSON; readings: the record as it was written
    verdict, verdicts  what counts, for the whole and by unit; departure: lines where that is not what the rule says
    software     which program and parameters judged, in one line; photos: optional, as `pictures.rows` gives them
    """
    instrument = data["instrument"]
    parameters = instrument.get("parameters") or {}
    places = plate.places(parameters)
    steps = {step["code"]: {**step, "places": places} for step in data["procedure"]["steps"]}
    written = {row["unit"]: row.get("tests") or {} for row in data.get("readings", ())}
    units = [_unit(unit, steps, written.get(unit["unit"], {})) for unit in data["result"]["units"]]
    return draw(TEMPLATE, {**data, "instrument": {**instrument, "facts": plate.facts(parameters)}, "units": units})


def _unit(unit: Mapping[str, Any], steps: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    tests = [_test(test, _as_written(steps, test, written)) for test in unit["tests"]]
    return {"unit": unit["unit"], "verdict": unit["verdict"], "tests": tests}


def _as_written(steps: Mapping[str, Any], test: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """The step of a test, with its readings as they were written down and with their decimals."""
    step = steps.get(test["test"], {"method": "checklist", "settings": {}, "unit": "", "positions": [], "places": 0})
    readings = (written.get(test["test"]) or {}).get("readings") or []
    numbers = (str(row[name]) for row in readings for name in forms.READ if row.get(name))
    places = max((len(number.partition(".")[2]) for number in numbers), default=0)
    return {**step, "readings": readings, "places": max(step["places"], places)}


def _test(test: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
    title, title_en = words.TESTS.get(test["test"], (test["test"], ""))
    about = {"title": title, "title_en": title_en, "method": step["method"], "unit": step["unit"]}
    said = [*_gaps(test["gaps"]), *_gaps(test["remarks"]), *((finding, "") for finding in test["findings"])]
    shown = {**about, "verdict": test["verdict"], "required": test["required"], "said": said}
    keys = forms.keys_of(step["method"], step["settings"])
    if not keys or not (test["points"] or test["materials"]):
        return {**shown, "columns": [], "rows": [], "positions": []}
    rows = [*(_swaps(test, step["readings"]) if step["method"] == "substitution" else _rows(step["method"], test))]
    heads = forms.columns(keys, step["settings"].get("balance", False))
    return {**shown, "columns": heads, "rows": forms.cells(keys, rows, step["places"]), "positions": step["positions"]}


def _gaps(gaps: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    yield from (explanation.gap_said(Gap(gap["code"], gap["facts"])) for gap in gaps)


def _rows(method: str, test: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if method == "correctness":
        yield from _paired(test["points"])
    else:
        yield from (_numbered(_row(point), str(at)) for at, point in enumerate(test["points"], start=1))


def _swaps(test: Mapping[str, Any], readings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Standards on the scale, material in their place, and what that material weighs."""
    for at, (mass, row) in enumerate(zip_longest(test["materials"], readings, fillvalue=None), start=1):
        known = row or {}
        before, then = (_with_extra(known, moment) for moment in ("", "_after"))
        standards, spread = (str(known.get(name, "–")) for name in ("standards", "repeatability"))
        shown = {"standards": standards, "spread": spread, "before": before, "then": then}
        yield {"number": str(at), "material": mass or "–", **shown}


def _with_extra(row: Mapping[str, Any], moment: str) -> str:
    return " / ".join(str(row[name]) for name in (f"indication{moment}", f"delta_load{moment}") if row.get(name)) or "–"


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
    more = {**dict.fromkeys(MORE, "–"), **(point.get("also") or {})}  # a point judged long ago may not hold them
    label = " ".join(words.LABELS.get(part, (part, ""))[0] for part in point["label"].split(" "))
    other = {name: named[of] for name, of in ALSO.items()}
    named["load"] = label if point["load"] is None else named["load"]
    return {**named, **other, **more, "label": label, "position": label, "flow": label, "percent": _percent(point)}


SAME = ("load", "indication", "delta_load", "error", "corrected", "mpe", "verdict", "uncertainty", "high")
MORE = ("indication_before", "extra_load", "tare")
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
