"""Faults of single fields: where in the body, which code, and what the field should look like."""

import re
from collections.abc import Iterator
from typing import Any

from shared.http.shapes import CODE_PATTERN, UUID_PATTERN

MOST_ERRORS = 50
MOST_POINTER = 200  # a name that the caller invented comes back shortened
# marshmallow speaks English sentences that begin like this; programs get a code and the bounds that the sentence
# names, people a sentence in their language.
FIELD_CODES = [
    (re.compile(start), code)
    for start, code in (
        ("Missing data for required field", "required"),
        ("Unknown field", "unknown"),
        ("Field may not be null", "null"),
        ("Invalid input type", "type"),
        (r"Not an? (valid )?(?P<form>[a-z ]+)\.$", "type"),
        ("Not a", "type"),
        (r"Longer than maximum length (?P<max>\d+)", "too-long"),
        (r"Shorter than minimum length (?P<min>\d+)", "too-short"),
        (r"Length must be between (?P<min>\d+) and (?P<max>\d+)", "length"),
        (r"Must be one of: (?P<choices>.*)\.", "choice"),
        (r"Year must be between (?P<min>\d+) and (?P<max>\d+)", "year"),
        (
            r"Must be (greater than or equal to (?P<min>\S+)( and |\.$))?(less than or equal to (?P<max>\S+)\.$)?",
            "range",
        ),
        (r"String does not match (?P<pattern>\^.*)", "pattern"),
        ("String does not match", "pattern"),
        ("Control characters", "control-characters"),
        ("A number has a decimal point", "decimal-comma"),
    )
]
# What a field should look like, under the name of its sentence in the catalogue (`form-date`).
FORMS = {
    "date": "date",
    "datetime": "moment",
    "aware datetime": "moment",
    "integer": "integer",
    "string": "text",
    "boolean": "boolean",
    "list": "list",
    "mapping type": "object",
    "decimal number written as text": "decimal",
}
PATTERNS = {UUID_PATTERN: "id", CODE_PATTERN: "word"}


def of(messages: Any) -> list[dict[str, str]]:
    """webargs' nested {location: {field: [sentences]}} as a list of JSON pointers; those past the told are empty."""
    places = messages.values() if isinstance(messages, dict) else []
    faults = [fault for place in places for fault in _flattened(place, "")]
    told = [{"pointer": pointer[:MOST_POINTER], **_named(sentence)} for pointer, sentence in faults[:MOST_ERRORS]]
    return told + [{} for _ in faults[MOST_ERRORS:]]


def _flattened(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, below in node.items():
            part = str(name).replace("~", "~0").replace("/", "~1")
            yield from _flattened(below, pointer if name == "_schema" else f"{pointer}/{part}")
        return
    for sentence in node if isinstance(node, list) else [node]:
        yield pointer, str(sentence)


def _named(sentence: str) -> dict[str, str]:
    """The code of marshmallow's sentence, and the bounds it names as facts."""
    found = next(((said, code) for start, code in FIELD_CODES if (said := start.match(sentence))), None)
    facts = {name: bound for name, bound in found[0].groupdict().items() if bound} if found else {}
    if form := FORMS.get(facts.pop("form", "")) or PATTERNS.get(facts.get("pattern", "")):
        facts["form"] = form
    return {"code": found[1] if found else "invalid", **facts, "detail": sentence}
