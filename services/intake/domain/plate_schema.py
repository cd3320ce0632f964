"""What the plate of a kind of instrument tells, for people and as a JSON Schema: labels, forms, units, choices."""

from collections.abc import Mapping
from typing import Any

from services.intake.domain.instrument import COMMON
from services.intake.domain.plate import MOST_PARTS, NUMBER, NUMBERS, SEVERAL, UNITS

Row = Mapping[str, Any]
LONGEST = 80
POSITIVE = f"(?!0*(\\.0*)?(/|$)){NUMBER.pattern.removeprefix('-?')}"
# Accuracy classes of the norms that fix them for every instrument of the kind.
CLASSES = {"R76": ("I", "II", "III", "IIII"), "R46": ("A", "B", "C", "D")}
NUMBER_FORM, SEVERAL_FORM, CHOICE, TEXT = "number", "numbers", "choice", "text"
PATTERNS = {NUMBER_FORM: f"^{POSITIVE}$", SEVERAL_FORM: f"^{POSITIVE}(/{POSITIVE}){{0,{MOST_PARTS - 1}}}$"}
EXAMPLES = {NUMBER_FORM: "30", SEVERAL_FORM: "6/15"}


def told_by(kind: Row, words: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Each parameter of the kind: its labels, how it is written, in which unit, out of which choices.

    `unit` is fixed, or the name of the parameter that says it, as `max` is in what `unit` says.
    """
    names = sorted({*kind["params"], *COMMON}, key=[*kind["params"], *sorted(COMMON)].index)
    return [_parameter(name, kind, words[name]) for name in names]


def schema(kind: Row, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `parameters` of an instrument of this kind."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind["name_en"],
        "type": "object",
        "properties": {one["code"]: _property(one) for one in parameters},
        "required": list(kind["required"]),
        "additionalProperties": False,
    }


def _parameter(name: str, kind: Row, row: Row) -> dict[str, Any]:
    return {
        "code": name,
        "label": {"id": row["label_id"], "en": row["label_en"]},
        "required": name in kind["required"],
        "form": _form(name, kind),
        "unit": {"fixed": None, "said_by": "unit"}
        if row["unit"] == "unit"
        else {"fixed": row["unit"] or None, "said_by": None},
        "options": list(_options(name, kind)),
    }


def _options(name: str, kind: Row) -> tuple[str, ...]:
    return UNITS if name == "unit" else CLASSES.get(kind["mpe"], ()) if name == "class" else ()


def _form(name: str, kind: Row) -> str:
    if _options(name, kind):
        return CHOICE
    number = SEVERAL_FORM if name in SEVERAL else NUMBER_FORM
    return number if name in NUMBERS else TEXT


def _property(one: Mapping[str, Any]) -> dict[str, Any]:
    label = f"{one['label']['id']} / {one['label']['en']}"
    return {"type": "string", "title": label, "maxLength": LONGEST, "minLength": 1, **_narrowed(one)}


def _narrowed(one: Mapping[str, Any]) -> dict[str, Any]:
    if one["options"]:
        return {"enum": one["options"]}
    pattern = PATTERNS.get(one["form"])
    return {"pattern": pattern, "examples": [EXAMPLES[one["form"]]]} if pattern else {}
