"""Takes messages from RabbitMQ into the durable inbox, and acknowledges only what is committed."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Consumer

from shared.bus import encryption, topology
from shared.context import ServiceParts
from shared.database import counters
from shared.events.envelope import Unreadable, unpack
from shared.operations.status import GIVEN_UP

log = logging.getLogger("shared.bus")
BATCH = 50
GATHER = 0.02
IDLE = 1.0
HEARTBEAT = 10
LOOK_AGAIN = 30.0
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0)


class Listener:
    """One consumer of `<service>.inbox`. A lost broker or an absent database means: drop the connection, try anew.

    `catch_up` brings from the feeds what is older than the queue: events of a subject must not overtake each other. It
    is told whether the broker has lost the queue, for then what it brings is what the broker did not.
    """

    def __init__(
        self, service: ServiceParts, stopping: threading.Event, news: threading.Event, catch_up: Callable[[bool], None]
    ) -> None:
        self.service, self.stopping, self.news, self.catch_up = service, stopping, news, catch_up
        self.waiting: list[Message] = []
        self.looked = -LOOK_AGAIN

    def run(self) -> None:
        """Until told to stop; every failure ends in a fresh connection, never in a lost message."""
        failures = 0
        while not self.stopping.is_set():
            try:
                self._session()
                failures = 0
            except Exception as error:
                log.warning("broker away from the listener: %s: %s", type(error).__name__, error)
                self.stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    def _session(self) -> None:
        self.waiting = []
        self.service.inbox.counts()  # no consuming before the database answers
        address = self.service.settings.bus_url
        with topology.dialled(address, connect_timeout=5) as connection:
            lost = topology.has_lost_inbox(self.service, connection)
            topology.declare(self.service, connection)
        self.catch_up(lost)  # the queue gathers meanwhile
        with topology.dialled(address, heartbeat=HEARTBEAT, connect_timeout=5) as connection:
            channel = connection.channel()
            queue = topology.inbox(self.service)(channel)
            with Consumer(channel, [queue], on_message=self.waiting.append, prefetch_count=2 * BATCH, accept=None):
                while not self.stopping.is_set():
                    self._look_at_dead(channel)
                    self._gather(connection)
                    connection.heartbeat_check(rate=2)

    def _look_at_dead(self, channel: Any) -> None:
        """Count what the broker has given up bringing us: somebody should look, though the feeds hold it too."""
        if time.monotonic() - self.looked > LOOK_AGAIN:
            self.looked = time.monotonic()
            count = topology.dead(self.service)(channel).queue_declare(passive=True).message_count
            counters.put(self.service.store, GIVEN_UP, count)

    def _gather(self, connection: Connection) -> None:
        """Wait for messages; store when the batch is full or the flow pauses."""
        try:
            connection.drain_events(timeout=GATHER if self.waiting else IDLE)
        except TimeoutError:
            self._keep()
            return
        if len(self.waiting) >= BATCH:
            self._keep()

    def _keep(self) -> None:
        if not self.waiting:
            return
        came = [(_bytes(message), message.delivery_info["routing_key"]) for message in self.waiting]
        forged = [body for body, key in came if _forged(body, key)]
        if forged:
            log.error("%s events in another's name; the key lets the broker check only who sent them", len(forged))
            self.service.inbox.distrust(forged)
        self.service.inbox.store_page([body for body, _ in came if body not in forged])
        self.waiting[-1].ack(multiple=True)
        self.waiting.clear()
        self.news.set()


def _forged(body: bytes, key: str) -> bool:
    """Whether an event's own name differs from the key, which the broker let only its speaker use."""
    try:
        return unpack(body).type != key
    except Unreadable:
        return False  # no event at all; the inbox will say so


def _bytes(message: Message) -> bytes:
    body = message.body
    return encryption.opened(body.encode() if isinstance(body, str) else bytes(body))
