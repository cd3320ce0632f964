"""What was once promised of an event stays true: schemas only grow, and every event ever published is still read."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared.events.compatibility import breaks
from shared.events.contracts import json_schema
from shared.events.declarations import Event, draft, read
from shared.events.envelope import unpack
from tests import golden
from tests.shared.pair import Pair

ACCEPTED = "intake.application.accepted.v1"
SAMPLES = list(golden.samples())


def test_nothing_that_was_promised_is_taken_back():
    assert golden.broken(golden.golden(), golden.schemas()) == []


def test_the_promises_on_file_are_those_of_today():
    """If this fails alone, the change is one that may be made: `python -m tests.golden` writes it down."""
    assert golden.golden() == golden.schemas()


def test_every_version_of_every_event_is_kept():
    assert {type_ for type_, _ in SAMPLES} == set(golden.golden())


@pytest.mark.parametrize(("type_", "file"), SAMPLES, ids=[f"{type_}/{file.stem}" for type_, file in SAMPLES])
def test_an_event_of_any_age_is_still_right_and_still_read(type_: str, file: Path):
    envelope = unpack(file.read_bytes())
    readers = [kind for service in golden.services() for kind in service.handlers if kind.type == type_]

    jsonschema.validate(envelope.data, golden.schemas()[type_])
    for reader in readers:
        assert read(reader, envelope).envelope.id == golden.ID


BREAKING: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a field removed": lambda schema: schema["properties"].pop("period"),
    "a field renamed": lambda schema: schema["properties"].update(term=schema["properties"].pop("period")),
    "a field retyped": lambda schema: schema["properties"]["urgent"].update(type="string"),
    "a field that may now be null": lambda schema: schema["properties"]["number"].update(type=["string", "null"]),
    "a field that need no longer be there": lambda schema: schema["required"].remove("items"),
    "a new field that must be there": lambda schema: schema["required"].append("weight"),
    "another format": lambda schema: schema["properties"]["promised_date"].update(format="date-time"),
    "a shorter text": lambda schema: schema["properties"]["number"].update(maxLength=3),
    "a choice where anything went": lambda schema: schema["properties"]["period"].update(enum=["2026-1"]),
    "a field removed deep inside": lambda schema: schema["properties"]["items"]["items"]["properties"].pop("serial"),
}


@pytest.mark.parametrize("change", BREAKING)
def test_the_gate_bites_at(change: str):
    old = golden.golden()
    new = copy.deepcopy(old)
    BREAKING[change](new[ACCEPTED])

    (fault,) = golden.broken(old, new)[:1]

    assert fault.startswith(ACCEPTED)


def test_the_gate_bites_at_a_type_that_is_no_longer_published():
    old = golden.golden()

    faults = golden.broken(old, {type_: schema for type_, schema in old.items() if type_ != ACCEPTED})

    assert faults == [f"{ACCEPTED}: no longer published"]


@pytest.mark.parametrize(
    "grown",
    [
        {"properties": {"a": {"type": "string"}, "new": {"type": "integer"}}},
        {"properties": {"a": {"type": "string", "maxLength": 20}}},
        {"properties": {"a": {"type": "string", "maxLength": 10}}, "description": "other words"},
    ],
)
def test_optional_fields_and_looser_limits_may_come(grown: dict[str, Any]):
    old = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 10}}, "required": ["a"]}

    assert breaks(old, {**old, **grown}) == []


def test_choices_may_be_added_and_not_taken_away():
    few, many = {"type": "string", "enum": ["x"]}, {"type": "string", "enum": ["x", "y"]}

    assert breaks(few, many) == []
    assert breaks(many, few) == ["/: no longer ['y']"]


class First(Event):
    """A number without its unit, as it was told first."""

    type, about = "writer.thing.weighed.v1", "thing"

    thing: str
    number: int


class Second(Event):
    """The same fact told better: the amount is a text with a unit beside it."""

    type, about = "writer.thing.weighed.v2", "thing"

    thing: str
    amount: str
    unit: str


def test_two_versions_live_side_by_side_while_readers_move(tmp_path: Path):
    """The writer tells both in one transaction; an old reader and a new one each get theirs, once."""
    pair = Pair(tmp_path)
    heard: list[str] = []
    old = {First: lambda event: heard.append(f"old: {event.number}")}
    new = {Second: lambda event: heard.append(f"new: {event.amount} {event.unit}")}
    with pair.writer.store.transaction():
        pair.writer.log.emit(First, thing="a", number=5)
        pair.writer.log.emit(Second, thing="a", amount="5.0", unit="kg")

    for reader in (old, new):
        pair.reader.wipe()
        pair.reader.inbox.listen(reader)
        types = [kind.type for kind in reader]
        pair.reader.inbox.store_page(pair.writer.log.page(0, 10, types).bodies)
        while pair.reader.inbox.work():
            continue

    pair.close()
    assert heard == ["old: 5", "new: 5.0 kg"]
    assert breaks(json_schema(First), json_schema(Second)) != []


def test_what_an_old_declaration_cannot_say_is_refused_at_the_sender():
    with pytest.raises(ValueError, match="knows no"):
        draft(First, {"thing": "a", "number": 5, "unit": "kg"})


def test_golden_files_are_written_as_they_are_compared():
    for file in golden.SCHEMAS.glob("*.json"):
        assert json.loads(file.read_text())["$id"] == file.name
