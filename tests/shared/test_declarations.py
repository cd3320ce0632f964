"""An event is declared once, as a class: its schema, its documents and what a handler reads all come from it."""

from dataclasses import FrozenInstanceError, field
from datetime import UTC, date, datetime
from typing import Annotated, Any

import jsonschema
import pytest
from marshmallow import ValidationError

from shared.events.contracts import json_schema
from shared.events.declarations import Event, Part, absent, draft, facts_of, named, read, schema_of
from shared.events.envelope import Envelope, Unreadable


def _short(text: str) -> None:
    if len(text) > 3:
        raise ValidationError("too long")


class Stop(Part):
    """One halt."""

    district: str
    name: str | None = absent()
    note: str | None = absent(null=True)


class Travelled(Event):
    """Somebody went somewhere."""

    type = "writer.tour.travelled.v1"
    about = "tour_id"

    tour_id: str
    day: date
    at: datetime
    stops: list[Stop]
    last: Stop | None
    kilometres: int = 0
    paid: bool
    class_: str = named("class")
    days: dict[str, date]
    free: dict[str, Any] = field(default_factory=dict)
    word: Annotated[str, _short]
    shown: Annotated[str, {"format": "date"}] = "2026-11-23"


TOLD = {
    "tour_id": "t1",
    "day": date(2026, 11, 23),
    "at": datetime(2026, 11, 23, 2, tzinfo=UTC),
    "stops": [{"district": "sekayu", "name": "Pasar"}],
    "last": None,
    "paid": True,
    "class_": "F1",
    "days": {"first": date(2026, 11, 23)},
    "word": "abc",
}


def heard(data: dict[str, Any]) -> Travelled:
    return read(Travelled, Envelope(b"", {"data": data}))


def test_what_was_told_is_read_as_attributes_of_their_types():
    event = heard(draft(Travelled, TOLD).data)

    assert (event.day, event.at, event.days) == (TOLD["day"], TOLD["at"], TOLD["days"])
    assert [(stop.district, stop.name, stop.note) for stop in event.stops] == [("sekayu", "Pasar", None)]
    assert (event.last, event.class_, event.kilometres, event.free) == (None, "F1", 0, {})
    assert event.envelope.attributes["data"]["class"] == "F1"


def test_its_facts_are_kept_without_the_envelope_and_told_again_as_they_were():
    event = heard(draft(Travelled, TOLD).data)

    kept = facts_of(event)

    assert "envelope" not in kept
    assert kept["stops"] == TOLD["stops"]
    assert draft(Travelled, kept).data == {
        **draft(Travelled, TOLD).data, "kilometres": 0, "free": {}, "shown": "2026-11-23",
    }  # fmt: skip


def test_a_reader_ignores_what_it_does_not_know_at_any_depth():
    data = draft(Travelled, TOLD).data
    data["stops"][0]["weather"] = data["weather"] = "rain"

    assert heard(data).stops[0].district == "sekayu"


@pytest.mark.parametrize("name", [name for name in TOLD if name != "last"])
def test_what_must_be_there_is_missed_and_may_not_be_null(name: str):
    data = draft(Travelled, TOLD).data
    wire = schema_of(Travelled).fields[name].data_key or name

    with pytest.raises(Unreadable, match=wire):
        heard({**data, wire: None})
    del data[wire]
    with pytest.raises(Unreadable, match=wire):
        heard(data)


def test_what_may_be_absent_may_be_null_only_where_that_is_said():
    data = draft(Travelled, TOLD).data

    assert heard({**data, "last": {"district": "sekayu", "note": None}}).last == Stop(district="sekayu")
    with pytest.raises(Unreadable, match="name"):
        heard({**data, "last": {"district": "sekayu", "name": None}})


def test_the_sender_is_told_what_is_wrong():
    with pytest.raises(ValueError, match="too long"):
        draft(Travelled, {**TOLD, "word": "abcd"})
    with pytest.raises(ValueError, match="knows no.*weather"):
        draft(Travelled, {**TOLD, "weather": "rain"})


def test_the_document_says_the_same():
    shape = json_schema(Travelled)

    assert set(shape["required"]) == {*TOLD, "class"} - {"class_"}
    jsonschema.validate(draft(Travelled, TOLD).data, shape)
    assert shape["properties"]["shown"]["format"] == "date"
    assert shape["properties"]["stops"]["items"]["properties"]["name"] == {"type": "string"}
    assert shape["properties"]["stops"]["items"]["properties"]["note"] == {"type": ["string", "null"]}


def test_an_event_once_read_is_changed_by_nobody():
    with pytest.raises(FrozenInstanceError):
        heard(draft(Travelled, TOLD).data).paid = False
