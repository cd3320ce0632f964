"""Bytes that are no event of ours are kept for a person to look at, and stop nobody."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.events.envelope import Unreadable, unpack
from tests.shared.letters import Reader


@pytest.fixture
def reader(intake) -> Reader:
    return Reader(intake)


ENVELOPE = {"specversion": "1.0", "id": "i", "source": "s", "type": "t", "subject": "u", "time": "m"}
PLACES = {"sequence": "1", "position": "1"}


def poison(**wrong: Any) -> bytes:
    return json.dumps({**ENVELOPE, **PLACES, **wrong}).encode()


POISON = [
    b"",
    b"{",
    b"\xff\xfe",
    b"null",
    b"[" * 200_000,
    b"x" * (256 * 1024 + 1),
    poison(specversion="2.0"),
    poison(id="\ud800"),
    poison(id="a\x00b"),
    poison(id="i" * 65),
    poison(subject=""),
    poison(subject="u" * 121),
    poison(source=None),
    poison(sequence="0"),
    poison(sequence=str(2**31)),
    poison(position="x"),
    b'{"specversion": "1.0", "id": "i", "source": "s", "type": "t", "subject": "u", "time": "m", '
    b'"sequence": 1e999, "position": 1}',
]


@pytest.mark.parametrize("body", POISON, ids=range(len(POISON)))
def test_poison_is_kept_with_its_bytes_and_stops_nobody(reader, body):
    reader.service.inbox.store_page([body, reader.body("good", 1)])
    reader.works()

    assert reader.heard == ["good"]
    assert reader.service.inbox.counts()["dead"] == 1
    kept = reader.service.store.execute("SELECT body FROM inbox_event WHERE state = 'dead'").fetchone()[0]
    assert bytes(kept) == body


def test_facts_that_the_reader_cannot_read_are_dead_at_once(reader):
    body = json.loads(reader.body("a", 1))

    for number, data in enumerate((None, [], "x", {"thing": "s"}, {"thing": 1, "word": "w"}, {"word": "\ud800"})):
        envelope = {**body, "id": str(number), "subject": f"s{number}", "data": data}
        reader.service.inbox.store_page([json.dumps(envelope).encode()])
        assert reader.service.inbox.work() == "dead"


@settings(deadline=None)
@given(
    raw=st.binary(max_size=200) | st.recursive(st.none() | st.text() | st.floats(), st.lists).map(repr).map(str.encode)
)
@example(raw=b"1e400")
def test_any_bytes_are_an_event_or_unreadable(raw):
    try:
        unpack(raw)
    except Unreadable:
        return
