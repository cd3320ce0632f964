"""What a carrier must do, asked of both: the feed over real HTTP, and RabbitMQ."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pika
import pytest
from peewee import OperationalError

from shared import clock
from shared.bus import feed, process, read_feed, topology
from shared.database import counters
from shared.errors import Conflict
from shared.events.envelope import MAX_BYTES, unpack
from shared.events.inbox_store import ABSORBED
from shared.process import fault_injection
from tests.live.running import Running, eventually, room_of_its_own
from tests.shared.pair import Happened, Unheard, Whispered

CARRIERS = ("feed", "amqp")


@pytest.fixture(params=CARRIERS)
def pair(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Two services joined by one carrier; their buses are not started yet."""
    monkeypatch.setattr(process, "LONG_POLL", 1)  # so that they stop quickly
    bus_url = room_of_its_own(request.getfixturevalue("broker")) if request.param == "amqp" else ""
    pair = Running(tmp_path, bus_url)
    yield pair
    fault_injection.arm("")
    pair.end()


def tell(pair: Running, first: int, last: int) -> None:
    """Numbered events about three things, in turn."""
    for number in range(first, last):
        pair.tell((Happened, Whispered)[number % 2], "abc"[number % 3], number=number)


def arrived(pair: Running, count: int) -> None:
    eventually(lambda: len(pair.effects(pair.reader)) >= count, f"{count} effects")


def heard_once_in_order(pair: Running) -> None:
    """Every event that the reader hears came once, byte for byte, and acted once, in the order of its thing."""
    told = [body for body in pair.told(pair.writer) if unpack(body).type != Unheard.type]
    assert sorted(pair.heard(pair.reader)) == sorted(told)
    numbers = defaultdict(list)
    for thing, number in pair.effects(pair.reader):
        numbers[thing].append(number)
    assert all(mine == sorted(set(mine)) for mine in numbers.values())
    assert sum(map(len, numbers.values())) == len(told)


def test_what_is_told_arrives_once_byte_for_byte_and_in_order(pair: Running):
    pair.start()

    tell(pair, 0, 150)

    arrived(pair, 150)
    heard_once_in_order(pair)


def test_answers_travel_the_other_way(pair: Running):
    pair.start()

    tell(pair, 0, 10)

    eventually(lambda: len(pair.effects(pair.writer)) == 10, "ten answers")
    assert sorted(pair.heard(pair.writer)) == sorted(pair.told(pair.reader))


def test_what_nobody_hears_does_not_come_and_does_not_block(pair: Running):
    pair.start()

    pair.tell(Unheard, "a", number=1)
    pair.tell(Happened, "a", number=2)

    arrived(pair, 1)
    assert [unpack(body).type for body in pair.heard(pair.reader)] == [Happened.type]


def test_a_reader_that_comes_late_gets_everything(pair: Running):
    pair.start(pair.writer)
    tell(pair, 0, 60)
    eventually(lambda: pair.sent(pair.writer), "everything sent while the reader is unknown")

    pair.start(pair.reader)

    tell(pair, 60, 90)
    arrived(pair, 90)
    heard_once_in_order(pair)


def test_changes_commit_while_the_carrier_is_away(pair: Running):
    tell(pair, 0, 30)

    assert len(pair.told(pair.writer)) == 30
    pair.start()
    arrived(pair, 30)
    heard_once_in_order(pair)


def test_a_second_copy_is_absorbed(pair: Running):
    """The reader falls after it has stored and before the carrier knows."""
    fault_injection.arm("after_store_before_ack", _fall_once)
    pair.start()

    tell(pair, 0, 40)

    arrived(pair, 40)
    heard_once_in_order(pair)


def test_what_the_feed_reads_out_beside_the_broker_is_no_second_copy(pair: Running):
    pair.start()
    tell(pair, 0, 40)
    arrived(pair, 40)
    pair.stop()
    reader, url = pair.reader, pair.reader.settings.peers["writer"]
    copies = counters.read(reader.store, ABSORBED)  # what came by the feed before the queue was first read

    feed.catch_up(reader, "writer", url, older=timedelta())

    assert reader.inbox.cursor(pair.writer.log.source)[0] == 40
    assert counters.read(reader.store, ABSORBED) == copies


def test_a_backlog_of_many_pages_is_healed_in_one_round(pair: Running, monkeypatch: pytest.MonkeyPatch):
    """One page in a round would fall behind for good where more is told than a page holds."""
    monkeypatch.setattr(feed, "PAGE", 10)
    tell(pair, 0, 45)
    bus = process.Bus(pair.reader)

    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        bus._heal("writer", pair.reader.settings.peers["writer"])

    assert pair.reader.inbox.cursor(pair.writer.log.source)[0] == 45


def test_a_database_that_was_away_does_not_end_the_healing(pair: Running, monkeypatch: pytest.MonkeyPatch):
    tell(pair, 0, 9)
    bus, reader, url = process.Bus(pair.reader), pair.reader, pair.reader.settings.peers["writer"]

    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        with monkeypatch.context() as away:
            away.setattr(reader.inbox, "cursor", _fallen)
            bus._heal("writer", url)
        bus._heal("writer", url)

    assert reader.inbox.cursor(pair.writer.log.source)[0] == 9


def _fallen(_source: str) -> tuple[int, int]:
    raise OperationalError("the server closed the connection")


def test_a_loop_that_falls_is_begun_again(pair: Running, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "IDLE", 0.01)
    bus, begun = process.Bus(pair.reader), []

    def loop() -> None:
        begun.append(1)
        if len(begun) < 3:
            raise RuntimeError("fell")
        bus.stopping.set()

    bus._life(loop)
    assert len(begun) == 3


def test_a_type_that_somebody_hears_from_today_on_brings_what_was_told_of_it_before(pair: Running):
    reader, url = pair.reader, pair.reader.settings.peers["writer"]
    handlers = dict(reader.handlers)
    later = handlers.pop(Whispered)
    reader.handlers = handlers
    reader.inbox.listen(handlers)
    tell(pair, 0, 10)
    read_feed(reader, "writer", url)
    assert reader.inbox.cursor(pair.writer.log.source)[0] == 10

    reader.handlers = {**handlers, Whispered: later}
    reader.inbox.listen(reader.handlers)
    pair.start()

    arrived(pair, 10)


def test_what_a_wrong_clock_dated_ahead_is_healed_without_waiting_for_that_hour(pair: Running):
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        tell(pair, 0, 5)

    assert feed.catch_up(pair.reader, "writer", pair.reader.settings.peers["writer"], older=timedelta(minutes=5)) == 5


def test_what_a_lost_queue_held_is_brought_by_the_feed_and_counted_as_healed(pair: Running):
    healed = f"healed {pair.writer.log.source}"
    pair.start()
    tell(pair, 0, 5)
    arrived(pair, 5)
    pair.stop(pair.reader)
    tell(pair, 5, 15)
    eventually(lambda: pair.sent(pair.writer), "everything sent while the reader is away")
    if address := pair.settings["bus_url"]:
        with pika.BlockingConnection(pika.URLParameters(address)) as connection:
            connection.channel().queue_delete("reader.inbox")

    pair.start(pair.reader)

    arrived(pair, 15)
    assert counters.read(pair.reader.store, healed) == (10 if address else 0)


def test_a_reader_that_was_away_is_not_healed_while_its_queue_stands(pair: Running):
    pair.start()
    tell(pair, 0, 5)
    arrived(pair, 5)
    pair.stop(pair.reader)
    tell(pair, 5, 15)

    pair.start(pair.reader)

    arrived(pair, 15)
    assert counters.read(pair.reader.store, f"healed {pair.writer.log.source}") == 0


def test_a_relay_that_falls_sends_again_what_was_not_confirmed(pair: Running):
    fault_injection.arm("after_publish:5", _fall_once)
    pair.start()

    tell(pair, 0, 40)

    arrived(pair, 40)
    heard_once_in_order(pair)


def test_buses_may_stop_and_start_at_any_time(pair: Running):
    for first in range(0, 60, 20):
        pair.start()
        tell(pair, first, first + 20)
        pair.stop()

    pair.start()

    arrived(pair, 60)
    heard_once_in_order(pair)


def test_what_is_no_event_is_kept_as_dead_and_the_rest_goes_on(pair: Running):
    _poison(pair)
    pair.start()

    tell(pair, 0, 5)

    arrived(pair, 5)
    eventually(lambda: pair.reader.inbox.counts()["dead"] == 1, "one dead")


def test_any_text_of_any_permitted_size_arrives_as_it_was(pair: Running):
    text = 'Ж\u2028é\x7f"\\' + "ÿ" * (MAX_BYTES // 2 - 1000)
    pair.start()

    pair.tell(Happened, "a", text=text)

    arrived(pair, 1)
    assert unpack(pair.heard(pair.reader)[0]).data["text"] == text


def test_a_subject_whose_event_is_refused_waits_and_others_do_not(pair: Running):
    def refuse(event):
        if (event.thing, event.number) == ("a", 3):
            raise Conflict("refused")

    pair.before = refuse
    pair.start()

    tell(pair, 0, 30)

    arrived(pair, 21)
    eventually(lambda: pair.reader.inbox.counts()["parked"] == 8, "eight wait behind the dead one")
    assert [number for thing, number in pair.effects(pair.reader) if thing == "a"] == [0]


def _fall_once() -> None:
    fault_injection.arm("")
    raise ConnectionError("the process fell here")


def _poison(pair: Running) -> None:
    """A row that no version of the log would write: the carrier must bear it."""
    with pair.writer.store.transaction():
        pair.writer.log.emit(Happened, thing="a", number=0)
    sql = "UPDATE log_event SET body = ?, type = ?"
    pair.writer.store.execute(sql, b'{"specversion":"1.0","id":5}', Happened.type)


def test_what_nobody_hears_blocks_nobody_even_when_its_queue_was_thrown_away(pair: Running):
    pair.start()
    tell(pair, 0, 5)
    arrived(pair, 5)
    if address := pair.settings["bus_url"]:
        with pika.BlockingConnection(pika.URLParameters(address)) as connection:
            connection.channel().queue_delete(topology.unrouted(pair.writer.exchange))

    pair.tell(Unheard, "b", number=5)
    tell(pair, 6, 40)

    arrived(pair, 39)
    heard_once_in_order(pair)
    assert counters.read(pair.reader.store, ABSORBED) < 40  # what was under way once, and not again and again
