"""One connection as the server's loop sees it: what came, what waits to go out, and until when that may take."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from shared.http.networks import network_of
from shared.http.server.request_end import Parser

# A client that keeps none of these is answered 408 or cut off. No thread, lock or transaction waits for any of them.
GRACE = 10.0  # seconds for a head, and over which the least rate is measured: nobody saves up more than these
READING = 60.0  # the same for an answer on its way out: it waits where it is until somebody needs the room
LEAST_RATE = 1024  # bytes per second of a body on its way in, or an answer on its way out
WINDOW = 2.0  # seconds; what moved in this and in the one before it says how fast somebody is now
FRESH = 1.0  # seconds in which others make room for newcomers first
LONGEST = 600.0  # seconds for one body or one answer, at any rate
LINGER = 2.0  # seconds in which the other side may close, so that it reads the last answer
RECEIVED = 1 << 18


class Phase(StrEnum):
    """What a connection waits for."""

    IDLE = "the next request"
    HEAD = "the rest of a head"
    BODY = "the rest of a body"
    WORK = "a thread"
    ANSWER = "the client to read"
    LEAVING = "the client to close"


WAITING = {Phase.HEAD, Phase.BODY, Phase.ANSWER}  # on the client's pace, in the middle of something


class Outbox:
    """Stands for the socket where gunicorn writes an answer: what the network does not take at once waits here."""

    def __init__(self, wire: socket.socket) -> None:
        self.wire, self.rest = wire, bytearray()

    def sendall(self, data: bytes) -> None:
        sent = 0
        if not self.rest:
            with _unless_full():
                sent = self.wire.send(data)
        if sent < len(data):
            self.rest += memoryview(data)[sent:]

    def send(self, data: bytes) -> int:
        self.sendall(data)
        return len(data)

    def flush(self) -> int:
        """Send on; how many bytes went."""
        sent = 0
        with _unless_full():
            while self.rest:
                count = self.wire.send(memoryview(self.rest)[:RECEIVED])
                del self.rest[:count]
                sent += count
        return sent

    def setblocking(self, _: object) -> None:
        """gunicorn wants it to block; it never does."""

    def shutdown(self, _: int) -> None:
        """gunicorn breaks off an answer that failed half way; the loop closes when the first half is out."""
        raise OSError

    def close(self) -> None:
        """The loop closes."""


class Connection:
    """What gunicorn's worker calls a TConn, with a phase and a pace."""

    initialized, data_ready, is_http2 = True, True, False

    def __init__(self, cfg: Any, wire: socket.socket, client: Any, server: Any) -> None:
        wire.setblocking(False)
        self.cfg, self.wire, self.client, self.server = cfg, wire, client, server
        self.sock, self.parser = Outbox(wire), Parser(cfg, client)
        self.keep, self.latest = False, float("inf")
        self.address = self.turn = network_of(client[0] if isinstance(client, tuple) else "")
        self.window, self.before, self.within = 0, 0, 0
        self.enter(Phase.HEAD)

    def init(self) -> None:
        """Nothing is left to do in the thread."""

    def enter(self, phase: Phase) -> None:
        self.phase, self.since, self.moved = phase, time.monotonic(), 0
        self.patience = self.since + GRACE
        if phase in (Phase.WORK, Phase.ANSWER):
            self.latest = float("inf")

    def receive(self) -> bytes | None:
        """What came; None while nothing did, empty at the end."""
        try:
            data = self.wire.recv(RECEIVED)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""
        self.move(len(data))
        return data

    def move(self, count: int) -> None:
        """So many bytes went in or out. They buy time at the least rate, but never more than the grace from now."""
        now = time.monotonic()
        self.moved += count
        most = READING if self.phase is Phase.ANSWER else GRACE
        self.patience = min(self.patience + count / LEAST_RATE, now + most)
        self._turn(now)
        self.within += count

    def recent(self, now: float) -> int:
        """Bytes that moved in the last seconds."""
        self._turn(now)
        return self.before + self.within

    def _turn(self, now: float) -> None:
        window = int(now / WINDOW)
        if window != self.window:
            self.before = self.within if window == self.window + 1 else 0
            self.window, self.within = window, 0

    @property
    def held(self) -> int:
        """Bytes of memory that this connection takes."""
        return len(self.parser.held.came) + len(self.sock.rest)

    @property
    def due(self) -> float:
        """The moment at which patience ends."""
        patience = {Phase.IDLE: self.cfg.keepalive, Phase.HEAD: GRACE, Phase.LEAVING: LINGER, Phase.WORK: float("inf")}
        if self.phase in patience:
            return min(self.since + patience[self.phase], self.latest)
        return min(self.patience, self.since + LONGEST, self.latest)


@contextmanager
def _unless_full() -> Iterator[None]:
    try:
        yield
    except (BlockingIOError, InterruptedError):
        return
