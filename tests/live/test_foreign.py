"""Each of the two AMQP libraries looks at what the other one made: a mistake of our own would show."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kombu
import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from shared.bus import encryption, topology
from shared.events.envelope import CONTENT_TYPE, unpack
from shared.ids import uuid7
from shared.operations.status import standing
from tests.live.running import Running, eventually, room_of_its_own
from tests.live.servers import Broker
from tests.shared.pair import Happened, Whispered

EVENTS, INTERNAL = "uttp.events", "uttp.internal"
LENGTH, WEEK = 100_000, 7 * 24 * 3600 * 1000  # messaging reference C.1: the unrouted queue is bounded
QUORUM = {"x-queue-type": "quorum"}
QUEUES = {
    "reader.inbox": {
        **QUORUM,
        "x-single-active-consumer": True,
        "x-delivery-limit": 50,
        "x-dead-letter-exchange": "reader.dead",
    },
    "reader.dead": QUORUM,
    f"{EVENTS}.unrouted": {**QUORUM, "x-max-length": LENGTH, "x-overflow": "drop-head", "x-message-ttl": WEEK},
}


@pytest.fixture
def pair(broker: Broker, tmp_path: Path) -> Iterator[Running]:
    pair = Running(tmp_path, room_of_its_own(broker))
    for service in pair.both:
        with kombu.Connection(topology.address(pair.settings["bus_url"])) as connection:
            topology.declare(service, connection)
    yield pair
    pair.end()


@pytest.fixture
def foreigner(pair: Running) -> Iterator[Any]:
    """A channel of pika's blocking adapter, which the services do not use."""
    connection = pika.BlockingConnection(pika.URLParameters(pair.settings["bus_url"]))
    yield connection.channel()
    if connection.is_open:
        connection.close()


def listening(channel: Any, exchange: str, key: str) -> str:
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, exchange, key)
    return queue


def one_message(channel: Any, queue: str) -> tuple[Any, bytes]:
    found: list[Any] = []
    eventually(lambda: bool(found.append(channel.basic_get(queue, auto_ack=True)) or found[-1][0]), "a message")
    return found[-1][1], found[-1][2]


@pytest.mark.parametrize("name", QUEUES)
def test_pika_finds_the_queues_as_kombu_declared_them(foreigner: Any, name: str):
    foreigner.queue_declare(name, durable=True, arguments=QUEUES[name])


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_of_other_properties_would_be_refused(foreigner: Any, name: str):
    with pytest.raises(ChannelClosedByBroker, match="inequivalent arg"):
        foreigner.queue_declare(name, durable=True, arguments={**QUEUES[name], "x-max-length-bytes": 1})


@pytest.mark.parametrize("name", [EVENTS, INTERNAL])
def test_pika_finds_the_exchanges_as_kombu_declared_them(foreigner: Any, name: str):
    foreigner.exchange_declare(name, "topic", durable=True, arguments={"alternate-exchange": f"{name}.unrouted"})


@pytest.mark.parametrize(("kind", "exchange"), [(Happened, EVENTS), (Whispered, INTERNAL)])
def test_kombu_reads_what_pika_published(pair: Running, kind: Any, exchange: str):
    """The relay is pika's; body, routing key and properties are what any other client may rely on."""
    with kombu.Connection(topology.address(pair.settings["bus_url"])) as connection:
        channel = connection.channel()
        queue = kombu.Queue("", kombu.Exchange(exchange, "topic", passive=True), kind.type, exclusive=True)(channel)
        queue.declare()
        pair.start(pair.writer)

        pair.tell(kind, "a", number=7, text="Ж")

        found: list[Any] = []
        eventually(lambda: bool(found.append(queue.get(accept=None)) or found[-1]), "a message")
        message = found[-1]
        body = message.body if isinstance(message.body, bytes) else message.body.encode()
        assert [encryption.opened(body)] == pair.told(pair.writer)
        properties = message.properties
        assert (message.content_type, properties["delivery_mode"]) == (CONTENT_TYPE, 2)
        assert (properties["message_id"], properties["type"]) == (unpack(encryption.opened(body)).id, kind.type)
        assert message.delivery_info["routing_key"] == kind.type


def test_what_nobody_hears_ends_in_the_unrouted_queue(pair: Running, foreigner: Any):
    pair.start(pair.reader)

    foreigner.basic_publish(EVENTS, "nobody.hears.this.v1", b"{}")

    method, body = one_message(foreigner, f"{EVENTS}.unrouted")
    assert body == b"{}"


def test_an_event_that_pika_published_is_stored_byte_for_byte(pair: Running, foreigner: Any):
    """With blanks that our own log would not write: nobody on the way rewrites bytes."""
    pair.tell(Happened, "a", number=1)
    (told,) = pair.told(pair.writer)
    other = told.replace(unpack(told).id.encode(), uuid7().encode()).replace(b'"sequence":"1"', b'"sequence":"2"')
    strange = other.replace(b'":', b'" : ')
    pair.start(pair.reader)

    foreigner.basic_publish(EVENTS, Happened.type, strange)

    eventually(lambda: strange in pair.heard(pair.reader), "the bytes as they were")
    eventually(lambda: len(pair.effects(pair.reader)) == 2, "the effects of both")


def test_what_the_broker_gave_up_is_counted_for_the_operator(pair: Running, foreigner: Any):
    """As it lies there after fifty crashes at storing it."""
    foreigner.basic_publish("reader.dead", "", b"{}")
    eventually(lambda: foreigner.queue_declare("reader.dead", passive=True).method.message_count == 1, "a dead letter")

    pair.start(pair.reader)

    eventually(lambda: standing(pair.reader)["given_up"] == 1, "it is counted")


def test_a_foreign_consumer_with_its_own_queue_hears_public_events_only(pair: Running, foreigner: Any):
    queue = listening(foreigner, EVENTS, "writer.#")
    pair.start(pair.writer)

    pair.tell(Whispered, "a", number=1)
    pair.tell(Happened, "a", number=2)

    properties, body = one_message(foreigner, queue)
    assert unpack(body).data["number"] == 2
    assert properties.app_id == "writer"
