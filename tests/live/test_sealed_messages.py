"""What the services of an office tell each other alone lies readable nowhere on the broker's disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.pseudonyms import Pseudonyms, new_key, rotate
from shared.bus import encryption
from tests.live.running import Running, eventually, room_of_its_own
from tests.live.servers import Broker
from tests.shared.pair import Happened, Whispered


@pytest.fixture
def pair(broker: Broker, tmp_path: Path) -> Iterator[Running]:
    pair = Running(tmp_path, room_of_its_own(broker))
    pair.start()
    yield pair
    pair.end()


def on_disk(broker: Broker, mark: str) -> list[Path]:
    files = (path for path in (broker.folder / "mnesia").rglob("*") if path.is_file())
    return [path for path in files if mark.encode() in path.read_bytes()]


def test_the_broker_keeps_an_open_event_as_it_is_and_an_internal_one_sealed(pair, broker):
    pair.tell(Whispered, "secret", text="Siti Aminah")
    pair.tell(Happened, "open", text="Timbangan Bayung")
    eventually(lambda: len(pair.effects(pair.reader)) == 2, "both are heard")
    eventually(lambda: pair.sent(pair.writer), "the broker has both")

    assert on_disk(broker, "Timbangan Bayung")
    assert on_disk(broker, "writer.thing.whispered.v1")
    assert not on_disk(broker, "Siti Aminah")
    assert sorted(pair.heard(pair.reader)) == sorted(pair.told(pair.writer))


@given(st.binary(max_size=200))
def test_what_nobody_sealed_or_a_stranger_did_stays_as_it_is(content):
    assert encryption.opened(content) == content
    assert encryption.opened(encryption.MARK + content) == encryption.MARK + content


def test_what_an_older_key_sealed_is_opened_and_the_newest_seals(tmp_path, monkeypatch):
    file, office = tmp_path / "office.key", Pseudonyms()
    file.write_text(new_key())
    monkeypatch.setattr(encryption, "office", office)
    office.open(file)
    older = encryption.seal(b"{}")
    rotate(file)
    before, after = office, Pseudonyms()
    after.open(file)
    monkeypatch.setattr(encryption, "office", after)
    newer = encryption.seal(b"{}")

    assert (encryption.opened(older), encryption.opened(newer)) == (b"{}", b"{}")
    monkeypatch.setattr(encryption, "office", before)
    assert encryption.opened(newer) == newer
