"""Brings the event log to RabbitMQ: pipelined confirms matched by delivery tag, one event in flight per subject."""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pika
from pika.spec import Basic

from shared import clock, crash
from shared.bus import topology
from shared.events import CONTENT_TYPE
from shared.service import Service

log = logging.getLogger("shared.bus")
WINDOW = 200
STALL = 10.0
TICK = 0.25
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
WAITING = """SELECT position, event_id, type, subject, internal, body FROM log_event
             WHERE published_at IS NULL AND position > ? ORDER BY position LIMIT ?"""


@dataclass
class Flight:
    """What one connection has published and not yet heard back of; gone with the connection, by intention."""

    tags: dict[int, tuple[int, str]] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)
    confirmed: list[int] = field(default_factory=list)
    lowest: int = 1
    last: int = 0
    progress: float = 0.0
    blocked: bool = False

    def land(self, tag: int, multiple: bool) -> None:
        """The broker has `tag`, or everything up to it."""
        for one in range(self.lowest, tag + 1) if multiple else (tag,):
            if one in self.tags:
                position, subject = self.tags.pop(one)
                self.subjects.discard(subject)
                self.confirmed.append(position)
        if multiple:
            self.lowest = tag + 1
        self.progress = time.monotonic()


class Relay:
    """Anything odd (nack, return, lost connection, no progress) drops the connection; the table knows what is left."""

    def __init__(self, service: Service, stopping: threading.Event) -> None:
        self.service, self.stopping = service, stopping
        self.names = topology.names(service)
        self.flight = Flight()
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
            failures = 0 if time.monotonic() - began > STALL else failures + 1
            self.stopping.wait(PAUSES[min(failures, len(PAUSES) - 1)])

    def ring(self) -> None:
        """There is something new in the log; called from another thread."""
        connection = self.connection
        if connection is not None and connection.is_open:
            connection.ioloop.add_callback_threadsafe(self._pump)

    def _session(self) -> None:
        self.flight, self.channel = Flight(progress=time.monotonic()), None
        parameters = pika.URLParameters(topology.address(self.service.settings.bus_url))
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
        self.connection.ioloop.start()

    def _opened(self, channel: Any) -> None:
        self.channel = channel
        channel.add_on_close_callback(lambda *_: self._drop("channel closed"))
        channel.add_on_return_callback(lambda *_: self._drop("a message came back: broken topology"))
        channel.confirm_delivery(self._answered, callback=lambda _: self._pump())

    def _block(self, blocked: bool) -> None:
        self.flight.blocked, self.flight.progress = blocked, time.monotonic()

    def _answered(self, frame: Any) -> None:
        if not isinstance(frame.method, Basic.Ack):
            self._drop("the broker refused a message")
            return
        self.flight.land(frame.method.delivery_tag, frame.method.multiple)
        crash.point("after_confirm")
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
        flying = {position for position, _ in self.flight.tags.values()} | set(self.flight.confirmed)
        passed: set[str] = set(self.flight.subjects)
        for position, event_id, type_, subject, internal, body in self._waiting(room + len(flying)):
            if position in flying:
                continue
            if subject in passed:
                continue
            passed.add(subject)
            self.flight.last += 1
            self.flight.tags[self.flight.last] = (position, subject)
            self.flight.subjects.add(subject)
            properties = pika.BasicProperties(
                content_type=CONTENT_TYPE, delivery_mode=2, message_id=event_id, type=type_, app_id=self.service.name
            )
            self.channel.basic_publish(self.names[bool(internal)], type_, bytes(body), properties, mandatory=True)
            self.flight.progress = time.monotonic()
            crash.point("after_publish")

    def _waiting(self, count: int) -> list[Any]:
        return self.service.store.execute(WAITING, 0, min(count, 2 * WINDOW)).fetchall()

    def _record(self) -> None:
        """Mark what was confirmed; a crash before this means a second copy, never a loss."""
        positions, self.flight.confirmed = self.flight.confirmed, []
        if positions:
            marks = ", ".join("?" * len(positions))
            with self.service.store.transaction():
                sql = f"UPDATE log_event SET published_at = ? WHERE position IN ({marks})"
                self.service.store.execute(sql, clock.rfc3339(clock.now()), *positions)

    def _lost(self, error: Exception) -> None:
        if not self.stopping.is_set():
            log.warning("broker away from the relay: %s", error)
        self.connection.ioloop.stop()

    def _drop(self, why: str) -> None:
        if why != "stopping":
            log.warning("relay drops its connection: %s", why)
        if self.connection.is_open:
            self.connection.close()
        elif not self.connection.is_closing:
            self.connection.ioloop.stop()
