"""Every list that a route answers with has an end: a page with a cursor, the slice of a feed, or a bound named here."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from shared.config import ROOT
from tests.support import NAMES

TABLES, PROFILE = "rows of tables in the program", "rows of the office's profile"
REQUEST, COUNTED = "what one request may bring", "counted when one more is brought"
NEWEST = "only the newest are told; all of them have a route with a cursor"
# A list inside one thing: service and name (`*`: of every service), and what bounds it.
INSIDE = {
    "*.next": TABLES, "*.may": TABLES, "*.sources": TABLES, "*.params": TABLES, "*.required": TABLES,
    "*.history": NEWEST,
    "intake.parameters": PROFILE, "intake.options": TABLES,
    "complaints.causes": TABLES, "complaints.channels": TABLES, "complaints.skills": TABLES, "complaints.types": TABLES,
    "complaints.stages": TABLES, "complaints.counted": "days of one term", "complaints.skipped": "days of one term",
    "complaints.withheld_from": "the people of the office",
    "complaints.claimed": "the people of the office",
    "testing.steps": PROFILE, "testing.loads": PROFILE, "testing.positions": PROFILE,
    "testing.scope": REQUEST, "testing.models": REQUEST, "testing.corrections": REQUEST, "testing.stops": REQUEST,
    "testing.verifiers": REQUEST, "testing.marks": REQUEST, "testing.readings": REQUEST, "testing.standards": REQUEST,
    "testing.missing": REQUEST, "testing.units": REQUEST, "intake.units": REQUEST, "intake.faults": REQUEST,
    "certificates.units": REQUEST, "certificates.outcomes": REQUEST, "testing.other_than": "the people of the office",
    "testing.orders": "what fits into a day of work", "testing.differences": "readings of one record",
    "testing.anomalies": COUNTED, "complaints.messages": COUNTED, "complaints.evidence": COUNTED,
    "testing.limits": TABLES,
    "certificates.doubts": "causes of doubt, each once", "testing.corrected_by": "corrections of one record",
    "testing.classes": PROFILE, "testing.trends": PROFILE, "testing.groups": PROFILE, "testing.notes": TABLES,
    "testing.statements": TABLES, "testing.largest": "visits of one instrument",
    "testing.rows": "visits of one instrument",
    "testing.series": "visits of one instrument", "testing.verifications": "visits of one instrument",
}  # fmt: skip
# A list that is the answer: service, route, and what bounds it where it has no cursor.
WHOLE = {
    ("intake", "/v1/kinds"): PROFILE,
    ("intake", "/v1/districts"): PROFILE,
    ("intake", "/v1/receiving-offices"): PROFILE,
    ("testing", "/v1/periods"): PROFILE,
    ("intake", "/v1/applications"): "a letter in it has at most MOST_ITEMS instruments",
    ("intake", "/v1/applications/{id}"): "at most MOST_ITEMS instruments",
    ("intake", "/v1/tracking/{number}"): "at most MOST_ITEMS instruments",
    ("complaints", "/v1/complaints/{id}/clocks"): TABLES,
    ("testing", "/v1/examinations/{id}/photos"): COUNTED,
}
# Known to grow with what an office does in years or by hand; each is a thing of its own to mend, none may come to them.
GROWING = {
    "*.quarantine", "complaints.retests",
    "testing.examinations", "testing.sessions",
}  # fmt: skip
SLICES = {"/v1/events", "/v1/inbox-copies"}  # shared/database/bounded_reads.py


@pytest.mark.parametrize("name", NAMES)
def test_every_list_of_an_answer_has_a_cursor_or_a_bound_that_is_named(name):
    unbounded = {f"{path} {place}" for path, place in lists(name) if not is_bounded(name, path, place)}

    assert sorted(unbounded) == []


def test_every_bound_that_is_named_is_of_a_list_that_there_is():
    found = [(name, *one) for name in NAMES for one in lists(name)]
    last = {place.rpartition("/")[2].removesuffix("[]") for _, _, place in found}

    assert {one.partition(".")[2] for one in {*INSIDE, *GROWING}} - last == set()
    assert WHOLE.keys() - {(name, path) for name, path, _ in found} == set()


def test_a_list_without_a_bound_is_seen():
    assert not is_bounded("intake", "/v1/instruments/{id}", "/items")
    assert not is_bounded("intake", "/v1/applications/{id}", "/copies")


def is_bounded(name: str, path: str, place: str) -> bool:
    word = place.rpartition("/")[2].removesuffix("[]")
    if word in ("items", ""):
        return place == "/items" and has_cursor(name, path) or path in SLICES or (name, path) in WHOLE
    return bool({f"{name}.{word}", f"*.{word}"} & {*INSIDE, *GROWING})


def has_cursor(name: str, path: str) -> bool:
    return "cursor" in {one.get("name") for one in document(name)["paths"][path]["get"].get("parameters", [])}


@cache
def document(name: str) -> dict[str, Any]:
    """The published contract, which another test holds against the routes."""
    return json.loads((ROOT / "contracts" / f"{name}.openapi.json").read_text())


def lists(name: str) -> Iterator[tuple[str, str]]:
    """(route, place) of each list in what a GET answers that declares no `maxItems`."""
    for path, methods in document(name)["paths"].items():
        for content in methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {}).values():
            yield from ((path, place) for place in arrays(document(name), content["schema"]))


def arrays(whole: dict[str, Any], shape: dict[str, Any], place: str = "", above: tuple[str, ...] = ()) -> Iterator[str]:
    if link := shape.get("$ref", "").rpartition("/")[2]:
        if link not in above:
            yield from arrays(whole, whole["components"]["schemas"][link], place, (*above, link))
        return
    if "array" in shape.get("type", ()) and "maxItems" not in shape:
        yield place
    inner = [(f"{place}/{key}", one) for key, one in shape.get("properties", {}).items()]
    inner += [(f"{place}[]", shape["items"])] if shape.get("items") else []
    inner += [(place, one) for key in ("allOf", "anyOf", "oneOf") for one in shape.get(key, ())]
    for at, one in inner:
        yield from arrays(whole, one, at, above)
