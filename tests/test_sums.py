"""Limits add up: whatever may be said over HTTP can be told as an event, because every bound is declared and summed."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from marshmallow import Schema, fields

from services.complaints.schemas.office import NewImprovement, SkillsShape
from services.intake.schemas import requests
from services.intake.usecases import event_facts as letters
from services.testing.schemas import examinations, sessions
from services.testing.usecases import event_facts as records
from shared.auth.actor import Actor
from shared.config import ROOT
from shared.database import audit_trail
from shared.database.bounded_reads import MOST_BYTES
from shared.events.declarations import Draft, Event, schema_of
from shared.events.envelope import MAX_BYTES, MAX_DATA, MAX_ID, MAX_TEXT, Cause
from shared.events.event_log import Log
from shared.http.shapes import Code
from tests import golden
from tests.declared import longest
from tests.test_authority import DELEGATION

# Events that gather what several requests said: their sum is measured while each request is written, and refused there.
MEASURED = {
    "intake.application.accepted.v1": letters.MOST_BYTES,
    "testing.examination.passed.v1": records.MOST_BYTES,
    "testing.examination.failed.v1": records.MOST_BYTES,
}


def most(shape: type[Schema], name: str) -> int:
    """The bound that a request declares."""
    found = longest(shape().fields[name])
    assert found is not None, f"{shape.__name__}.{name} has no end"
    return found


WORD = longest(Code())  # the longest word for programs
# Letters of a text by the name of its field: what a request lets in, or what we make ourselves.
LETTERS: dict[str, int] = {
    "name": max(most(requests.PartyShape, "name"), most(requests.PlaceShape, "name"), most(sessions.StopShape, "name")),
    "business": most(requests.PartyShape, "business"),
    "address": most(requests.PartyShape, "address"),
    "district": max(most(requests.PlaceShape, "district"), most(sessions.StopShape, "district")),
    "office": most(requests.Referral, "office"),
    "cause": most(NewImprovement, "cause"),
    "reason": most(examinations.Correction, "reason"),
    "mark": most(examinations.BrokenMark, "mark"),
    "reason_codes": most(requests.Return, "faults"),
    **{name: most(requests.NewItem, name) for name in ("lot", "type_approval", "exemption")},
    **dict.fromkeys(("kind", "instrument_kind"), most(requests.NewInstrument, "kind")),
    **dict.fromkeys(("code", "by", "other_than"), max(40, most(SkillsShape, "conflicts"))),
    **dict.fromkeys(("number", "owner_key", "sha256", "code_digest", "replacement", "replaced_by"), MAX_ID),
    **dict.fromkeys(("reason_code", "state", "mode", "origin", "verification", "verdict", "channel", "period"), WORD),
    **dict.fromkeys(("type", "severity", "priority", "clock", "to", "action", "end", "clocks", "ends"), WORD),
    **{name: most(requests.NewInstrument, name) for name in ("brand", "model", "serial")},
    "unit": most(requests.UnitShape, "unit"),
    "check_url": 400,  # the longest address of an office, and the code
    **dict.fromkeys(("id", "en"), 120),  # names of our own tables
    **dict.fromkeys(("hands", "kept_from", "account"), MAX_TEXT),  # accounts of the office
    "parameters": WORD,
}
MEMBERS = {
    "reason_codes": most(requests.Return, "faults") + 1,
    "stops": most(sessions.NewSession, "stops"),
    "units": most(requests.NewInstrument, "units"),
    **dict.fromkeys(("other_than", "kept_from"), 500),  # verifiers: far more than an office has
    "hands": 20,  # who tested, and who corrected in turn
    "parameters": most(requests.NewInstrument, "parameters"),
    **dict.fromkeys(("clocks", "ends"), 50),  # rows of our own tables
}
FACT = longest(requests.NewInstrument().fields["parameters"].value_field) or 0
WIDE = "\U0001f4c4"  # four bytes; nothing takes more, because control characters are refused


def largest(field: fields.Field, name: str) -> Any:
    """The largest value that a field of an event may have; a text or list of which no bound is known fails here."""
    makes = next((make for kind, make in KINDS if isinstance(field, kind)), None)
    assert makes, f"{name} is of a new kind"
    return makes(field, name)


def bound(known: dict[str, int], table: str, name: str) -> int:
    assert name in known, (
        f"{name}: how long it may be is not in {table} of tests/test_sums.py; take it from the request"
    )
    return known[name]


# The first that fits: a text with a form of its own comes before plain texts.
KINDS = (
    (fields.Nested, lambda field, _: whole(field.schema)),
    (fields.List, lambda field, name: [largest(field.inner, name)] * bound(MEMBERS, "MEMBERS", name)),
    (fields.Dict, lambda _, name: {f"{at:0{LETTERS[name]}}": WIDE * FACT for at in range(MEMBERS[name])}),
    ((fields.DateTime, fields.Date), lambda *_: "2026-11-23T02:00:00.000000+00:00"),
    ((fields.Integer, fields.Boolean), lambda *_: -(2**63)),
    (fields.String, lambda _, name: WIDE * (MAX_ID if name.endswith("_id") else bound(LETTERS, "LETTERS", name))),
)


def whole(schema: Schema) -> dict[str, Any]:
    return {field.data_key or name: largest(field, field.data_key or name) for name, field in schema.fields.items()}


PUBLISHED = [kind for service in golden.services() for kind in service.published]


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda kind: kind.type)
def test_the_largest_event_of_every_type_stays_within_the_limit(kind: type[Event]):
    if kind.type in MEASURED:
        assert MEASURED[kind.type] <= MAX_DATA - 1024
        return

    assert len(json.dumps(whole(schema_of(kind)), ensure_ascii=False).encode()) <= MAX_DATA


def test_a_field_of_an_event_whose_bound_nobody_knows_fails():
    with pytest.raises(AssertionError, match=r"remarks: .* not in LETTERS of tests/test_sums\.py"):
        largest(fields.String(), "remarks")


def test_the_attributes_of_an_event_fit_into_what_is_kept_for_them(intake):
    log = Log(intake.store)
    log.source, log.schemas = "s" * MAX_TEXT, "https://" + "h" * 253 + "/intake/schemas"
    kind = type("Longest", (Event,), {"type": "t" * MAX_TEXT, "about": "x"})
    cause = Cause("c" * MAX_ID, "c" * MAX_ID, "0" * 55)
    places = dict.fromkeys(("sequence", "position", "epoch"), "9" * 19)

    body = log._envelope(Draft(kind, WIDE * MAX_TEXT, {}, "i" * MAX_ID, "t" * 40, cause), places)
    assert len(body) <= MAX_BYTES - MAX_DATA


def test_a_long_history_is_read_to_its_first_line_in_pages_that_an_answer_bears(testing, caller):
    context, clerk = testing.context, Actor("a", "Siti")
    desk, head = caller(testing, "admin"), caller(testing, "head")
    thing = desk.post("/v1/delegations", {**DELEGATION, "subject": "x", "name": "Rina"})
    url, most = f"/v1/delegations/{thing.json['id']}/history", audit_trail.MOST_LINES
    with context.store.transaction():
        for number in range(most + 20):
            words = "x" * 100_000 if number < 15 else ""
            audit_trail.record(
                context, SimpleNamespace(id=thing.json["id"]), "amend", clerk, words=words, number=number
            )

    pages = [head.get(url)]
    while cursor := pages[-1].json["next"]:
        pages.append(head.get(f"{url}?cursor={cursor}"))

    lines = [line for page in pages[::-1] for line in page.json["items"]]
    assert [line["facts"].get("number") for line in lines] == [None, *range(most + 20)]
    assert len(pages[0].json["items"]) == most
    assert len(pages) > 2
    assert max(len(page.data) for page in pages) < 2 * MOST_BYTES
    assert head.get(f"{url}?cursor=x").json["code"] == "bad-cursor"


def test_nobody_reads_histories_but_the_one_place_that_bounds_them():
    reading = [
        str(path.relative_to(ROOT))
        for folder in ("services", "shared")
        for path in (ROOT / folder).rglob("*.py")
        if "History.select" in path.read_text() or "= context.History" in path.read_text()
    ]
    assert reading == ["shared/database/audit_trail.py"]
