"""Writes the empty observation sheet (*cerapan*): the tests and loads of one instrument, to be filled in by hand."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.testing.domain import words
from services.testing.papers import forms, plate
from shared.pdf.typeset import draw

TEMPLATE = Path(__file__).with_name("observation.typ")
SPARE = 2  # empty rows below the proposed ones


def observation(data: Mapping[str, Any]) -> bytes:
    """The empty sheet as PDF; what is not known yet leaves a line to write on.

    office       {government, department, office, address, seat} and optional {phone, web, email, logo_svg}
    printed_on   day of printing; number: optional number of the order
    instrument   {kind} and optional {kind_en, brand, model, serial, parameters: {...}}
    owner        optional {name, address}
    units        [{unit}]
    procedure    a Procedure as JSON: tests with their loads, positions and limits
    """
    instrument = data["instrument"]
    parameters = instrument.get("parameters") or {}
    steps = [_form(step, plate.places(parameters)) for step in data["procedure"]["steps"]]
    known = {"facts": plate.facts(parameters)}
    return draw(TEMPLATE, {**data, "instrument": {**instrument, **known}, "forms": steps})


def _form(step: Mapping[str, Any], places: int) -> dict[str, Any]:
    title = dict(zip(("title", "title_en"), words.TESTS.get(step["code"], (step["code"], "")), strict=True))
    common = {**title, "method": step["method"], "required": not step["excusable"], "unit": step["unit"]}
    if step["method"] == "checklist":
        checks = [forms.CHECKS.get(code, (code, "")) for code in step["settings"].get("checks", [])]
        return {**common, "checks": checks, "unit": ""}
    settings = step["settings"]
    keys = forms.keys_of(step["method"], settings, by_hand=True)
    rows = [*_rows(step), *({} for _ in range(0 if step["method"] in FULL else SPARE))]
    heads = forms.columns(keys, settings.get("balance", False))
    return {**common, "columns": heads, "rows": forms.cells(keys, rows, places), "positions": step["positions"]}


def _rows(step: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """What the procedure says beforehand of each row; never a reading."""
    method, settings = step["method"], step["settings"]
    limits = dict(zip(step["loads"], step["limits"], strict=False))
    proposed = [{"load": load, "mpe": limits.get(load, "")} for load in step["loads"]]
    if method == "eccentricity":
        yield from ({**proposed[0], "position": position} for position in step["positions"])
    elif method == "repeatability":
        yield from ({**proposed[0], "label": str(at + 1)} for at in range(settings["repeats"]))
    elif method == "runs":
        known = {"mpe": proposed[0]["mpe"]} if proposed else {}
        yield from ({**known, "flow": _flow(flow)} for flow in settings["flows"] for _ in range(settings["repeats"]))
    else:
        yield from ({**row, "number": str(at + 1), "nominal": row["load"]} for at, row in enumerate(proposed))


FULL = {"zero", "eccentricity", "repeatability", "runs"}  # as many rows as there are readings


def _flow(code: str) -> str:
    return words.LABELS.get(code, (code, ""))[0]
