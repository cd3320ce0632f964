"""What RabbitMQ hands out is right by the published document alone."""

import threading
from collections.abc import Callable
from typing import Any

import pika
import pytest
from kombu import Connection

from shared.bus import encryption, topology
from shared.bus.relay import Relay
from shared.service import Service
from tests import messages
from tests.live.running import eventually, room_of_its_own
from tests.live.servers import Broker
from tests.support import NAMES, application
from tests.test_messages import lived


@pytest.fixture
def services(opened, caller, monday, broker: Broker) -> dict[str, Service]:
    """An office that has lived a little, with its exchanges on a real broker."""
    room = room_of_its_own(broker)
    services = lived({name: opened(name, bus_url=room) for name in NAMES}, caller)
    for service in services.values():
        with Connection(topology.address(room)) as connection:
            topology.declare(service, connection)
    return services


def listened(services: dict[str, Service], relayed: Callable[[], Any]) -> list[bytes]:
    """The bodies that a foreign queue on both exchanges gets while the relays run; who has the office's key opens the
    internal ones."""
    one = services["intake"]
    wanted = sum(len(messages.told(service)) for service in services.values())
    connection = pika.BlockingConnection(pika.URLParameters(topology.address(one.settings.bus_url)))
    channel, bodies = connection.channel(), []
    queue = channel.queue_declare("", exclusive=True).method.queue
    for exchange in topology.names(one).values():
        channel.queue_bind(queue, exchange, "#")
    relayed()

    def drained() -> bool:
        for method, _, body in channel.consume(queue, auto_ack=True, inactivity_timeout=0.5):
            if method is None:
                break
            bodies.append(encryption.opened(body))
        return len(bodies) >= wanted

    eventually(drained, f"{wanted} messages")
    connection.close()
    return bodies


def test_every_message_that_is_published_is_right_by_the_document_alone(services):
    stopping = threading.Event()
    threads = [threading.Thread(target=Relay(service, stopping).run) for service in services.values()]

    def start() -> None:
        for thread in threads:
            thread.start()

    bodies = listened(services, start)
    stopping.set()
    for thread in threads:
        thread.join()

    documents = {name: application(one).test_client().get("/asyncapi.json").json for name, one in services.items()}
    assert {name: len([*messages.faults(one, bodies)]) for name, one in documents.items()} == dict.fromkeys(NAMES, 0)
    assert sorted(bodies) == sorted(body for service in services.values() for body in messages.told(service))
