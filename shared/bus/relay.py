"""Brings the event log to RabbitMQ: pipelined confirms matched by delivery tag, one event in flight per subject."""

import logging
import threading
import time
from contextlib import suppress
from typing import Any

import pika
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker
from pika.spec import Basic

from shared import clock
from shared.bus import encryption, topology
from shared.bus.in_flight import Flight
from shared.bus.poison_events import Suspects
from shared.context import ServiceParts
from shared.events.envelope import CONTENT_TYPE
from shared.operations import quarantine
from shared.process import fault_injection

log = logging.getLogger("shared.bus")
WINDOW = 200
STALL = 10.0
TICK = 0.25
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
LOOK_AGAIN = 5.0  # how soon what an operator released is sent
SHUTDOWN = 320  # the reply code with which a broker that stops closes everything
WAITING = """SELECT position, event_id, type, subject, internal, body FROM log_event
             WHERE published_at IS NULL AND subject NOT IN ({}) ORDER BY position LIMIT ?"""


class Relay:
    """Anything odd (nack, return, lost connection, no progress) drops the connection; the table knows what is left."""

    def __init__(self, service: ServiceParts, stopping: threading.Event) -> None:
        self.service, self.stopping = service, stopping
        self.names, self.address = topology.names(service), topology.address(service.settings.bus_url)
        self.flight, self.suspects = Flight(), Suspects()
        self.aside, self.looked = set(), 0.0
        self.connection: Any = None
        self.channel: Any = None

    def run(self) -> None:
        """Until told to stop."""
        failures = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                self._session()
            except Exception as error:
                log.warning("broker away from the relay: %s: %s", type(error).__name__, error)
            went = (self.flight.landed or time.monotonic() - began > STALL) and not self.flight.refused
            failures = 0 if went else failures + 1
            self.stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])
            if self.flight.refused:
                self._mend()

    def _mend(self) -> None:
        """What nobody hears comes back when its queue is gone: make it again, where a service may."""
        with suppress(Exception), topology.dialled(self.address) as connection:
            topology.declare(self.service, connection)

    def ring(self) -> None:
        """There is something new in the log; called from another thread."""
        connection = self.connection
        with suppress(Exception):  # the loop may be closing at this moment; a wake-up may be lost
            if connection is not None and connection.is_open:
                connection.ioloop.add_callback_threadsafe(self._pump)

    def _session(self) -> None:
        self.flight, self.channel = Flight(progress=time.monotonic()), None
        self._look_aside()
        parameters = pika.URLParameters(self.address)
        parameters.heartbeat = 10
        self.connection = pika.SelectConnection(
            parameters,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._opened),
            on_open_error_callback=lambda _, error: self._lost(error),
            on_close_callback=lambda _, error: self._lost(error),
        )
        self.connection.add_on_connection_blocked_callback(lambda *_: self._block(True))
        self.connection.add_on_connection_unblocked_callback(lambda *_: self._block(False))
        self.connection.ioloop.call_later(TICK, self._tick)
        try:
            self.connection.ioloop.start()
        finally:
            self.connection.ioloop.close()

    def _opened(self, channel: Any) -> None:
        self.channel = channel
        channel.add_on_close_callback(lambda _, error: self._closed(error))
        channel.add_on_return_callback(
            lambda *_: self._drop("a message came back: no queue for what nobody hears", True)
        )
        channel.confirm_delivery(self._answered, callback=lambda _: self._pump())

    def _block(self, blocked: bool) -> None:
        self.flight.blocked, self.flight.progress = blocked, time.monotonic()

    def _answered(self, frame: Any) -> None:
        if not isinstance(frame.method, Basic.Ack):
            self._drop("the broker refused a message", True)
            return
        self.flight.land(frame.method.delivery_tag, frame.method.multiple)
        if self.suspects.open:
            self.suspects.cleared(self.flight.confirmed)
        fault_injection.point("after_confirm")
        self._pump()

    def _tick(self) -> None:
        """The safety net: records, looks for news, notices a broker that no longer answers, ends when told to."""
        flight = self.flight
        if self.stopping.is_set():
            self._record()
            self._drop("stopping")
            return
        if flight.tags and not flight.blocked and time.monotonic() - flight.progress > STALL:
            self._drop("no confirm for too long")
            return
        if self.aside and time.monotonic() - self.looked > LOOK_AGAIN:
            self._look_aside()
        self._pump()
        self.connection.ioloop.call_later(TICK, self._tick)

    def _pump(self) -> None:
        """Publish what may go: never past an unconfirmed event of the same subject."""
        if self.channel is None or not self.channel.is_open or self.flight.blocked:
            return
        if self.flight.confirmed and (len(self.flight.confirmed) >= WINDOW // 4 or not self.flight.tags):
            self._record()
        if room := WINDOW - len(self.flight.tags):
            self._publish(room)

    def _publish(self, room: int) -> None:
        for position, event_id, type_, subject, internal, body in self._ready(room):
            self.flight.last += 1
            self.flight.tags[self.flight.last] = (position, subject)
            self.flight.subjects.add(subject)
            about = {"delivery_mode": 2, "message_id": event_id, "type": type_, "app_id": self.service.name}
            sent, coding = encryption.prepared(self.service.store.vault.bare(body), bool(internal))
            properties = pika.BasicProperties(content_type=CONTENT_TYPE, content_encoding=coding, **about)
            self.channel.basic_publish(self.names[bool(internal)], type_, sent, properties, mandatory=True)
            self.flight.progress = time.monotonic()
            fault_injection.point("after_publish")

    def _ready(self, room: int) -> list[Any]:
        """The first waiting event of each subject that has none in flight; one alone while somebody is suspected."""
        if self.suspects.open and self.flight.tags:
            return []
        flying = {position for position, _ in self.flight.tags.values()} | set(self.flight.confirmed)
        passed, rows = set(self.flight.subjects), []
        for row in self._waiting(room + len(flying)):
            if row[0] not in flying and row[3] not in passed:
                passed.add(row[3])
                rows.append(row)
        return self.suspects.next(rows)

    def _waiting(self, count: int) -> list[Any]:
        without = [*self.aside, ""]  # an empty list is no SQL; no subject is empty
        sql = WAITING.format(", ".join("?" * len(without)))
        return self.service.store.execute(sql, *without, min(count, 2 * WINDOW)).fetchall()

    def _look_aside(self) -> None:
        self.aside, self.looked = quarantine.subjects(self.service.context), time.monotonic()

    def _record(self) -> None:
        """Mark what was confirmed; a crash before this means a second copy, never a loss."""
        positions, self.flight.confirmed = self.flight.confirmed, []
        if positions:
            sql = f"UPDATE log_event SET published_at = ? WHERE position IN ({', '.join('?' * len(positions))})"
            with self.service.store.transaction():
                self.service.store.execute(sql, clock.rfc3339(clock.now()), *positions)

    def _closed(self, error: Exception) -> None:
        """The broker may have closed the channel over what one event says; find out which, and go on without it."""
        by_broker = isinstance(error, ChannelClosedByBroker | ConnectionClosedByBroker)
        if by_broker and error.reply_code != SHUTDOWN:
            guilty = self.suspects.closed(position for position, _ in self.flight.tags.values())
            if guilty:
                log.error("event at position %s set aside: %s", guilty, error.reply_text)
                quarantine.put(self.service.context, guilty, error.reply_text)
        self._drop(f"channel closed: {error}")

    def _lost(self, error: Exception) -> None:
        if not self.stopping.is_set():
            log.warning("broker away from the relay: %s", error)
        self.connection.ioloop.stop()

    def _drop(self, why: str, refused: bool = False) -> None:
        """`refused`: what the broker has taken is not sent again, and the next try comes later: nobody is flooded."""
        if refused:
            self.flight.refused = True
            self._record()
        log.log(logging.INFO if why == "stopping" else logging.WARNING, "relay drops its connection: %s", why)
        if self.connection.is_open:
            self.connection.close()
        elif not self.connection.is_closing:
            self.connection.ioloop.stop()
