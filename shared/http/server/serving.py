"""The web server's worker: threads meet only whole requests, and no answer waits in a thread for its reader.

gunicorn's `gthread` reads heads and bodies and writes answers in the threads of its pool, at the pace of the client.
Here the event loop does both, with deadlines; the threads do what they did, and gunicorn's parser judges what came.
"""

import selectors
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER

from shared.config import Settings
from shared.http.bodies import KILOBYTE
from shared.http.networks import forwarded, network_of
from shared.http.server import eviction
from shared.http.server.connection import Connection, Phase
from shared.http.server.refusals import OURS, PROCESS, refusal, status_of
from shared.http.server.turns import WorkerInTurns

MOST_HELD = 64 * 1024 * KILOBYTE  # bytes of requests and answers in memory, of all connections together
LITTLE = 64 * KILOBYTE
LOOK = 0.5  # seconds between two looks at the clock
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Worker(WorkerInTurns):
    """`gthread` whose loop brings requests in and answers out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections: set[Connection] = set()
        self.looked, self.hops = 0.0, int(Settings.from_env(PROCESS).proxy_hops)

    def accept_one(self, listener: Any) -> bool:
        try:
            wire, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        except OSError:  # such as one open file too many
            self._give_way(eviction.for_a_newcomer(self.connections))
            return False
        if self.nr_conns + 1 >= self.worker_connections:
            self._give_way(eviction.for_a_newcomer(self.connections))
        conn = Connection(self.cfg, wire, client, listener.getsockname())
        self.nr_conns += 1
        self.connections.add(conn)
        self._expect(conn, READ, self._on_readable)
        self._alone(conn, self._on_readable)
        return True

    def bring_out(self, conn: Connection, fs: Any) -> None:
        """A thread is done with it."""
        conn.keep = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        conn.enter(Phase.ANSWER)
        self._alone(conn, self._on_writable)
        self._hold_little(conn)

    def _alone(self, conn: Connection, act: Callable[[Connection], None]) -> None:
        """Whatever goes wrong with one connection, such as a reset between two lines, ends it and not the loop."""
        try:
            act(conn)
        except Exception as error:
            if not isinstance(error, OSError):
                self.log.error("error serving a connection", exc_info=error)
            self._close(conn)

    def murder_pending(self) -> None:
        """Called by gunicorn's loop: look at the clock now and then."""
        now = time.monotonic()
        if now < self.looked + LOOK and self.alive:
            return
        self.looked = now
        for conn in [one for one in self.connections if one.due <= now]:
            self._alone(conn, self._expire)

    def _cap_keepalive(self, deadline: float) -> None:
        """The worker stops: requests that are not here by then were not begun, and are sent again elsewhere."""
        for conn in self.connections:
            if conn.phase in (Phase.IDLE, Phase.HEAD, Phase.BODY):
                conn.latest = deadline

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(min(timeout, LOOK if self.alive else LOOK / 5))

    def handle_error(self, _req: Any, client: Any, _addr: Any, exc: Exception) -> None:
        """In the shape of every other refusal; neither the answer nor the log repeats what was sent."""
        status = status_of(exc)
        if status is OURS:
            self.log.error("error handling a request", exc_info=exc)
        with suppress(OSError):
            client.sendall(refusal(status))

    def _expect(self, conn: Connection, event: int, act: Callable[[Connection], None]) -> None:
        self.poller.register(conn.wire, event, lambda _: self._alone(conn, act))

    def _forget(self, conn: Connection) -> None:
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.wire)

    def _on_readable(self, conn: Connection) -> None:
        data = conn.receive()
        if data == b"":
            self._close(conn)
        elif data:
            conn.parser.held.came += data
            self._look_at(conn)

    def _look_at(self, conn: Connection) -> None:
        """Go on with what has come so far."""
        if conn.phase is Phase.IDLE:
            conn.enter(Phase.HEAD)
        whole = conn.parser.whole()
        if conn.phase is Phase.HEAD and conn.parser.request:
            conn.enter(Phase.BODY)
            conn.address = network_of(forwarded(conn.parser.request.headers, self.hops) or conn.address)
        if conn.parser.overlong:
            self._refuse(conn, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif whole:
            self._forget(conn)
            conn.enter(Phase.WORK)
            self.enqueue_req(conn)
        elif conn.parser.expects:
            conn.sock.sendall(CONTINUE)
        self._hold_little(conn)

    def _on_writable(self, conn: Connection) -> None:
        self._forget(conn)
        try:
            conn.move(conn.sock.flush())
        except OSError:
            self._close(conn)
            return
        if conn.sock.rest:
            self._expect(conn, WRITE, self._on_writable)
        elif conn.keep:
            self._next_request(conn)
        else:
            self._leave(conn)

    def _next_request(self, conn: Connection) -> None:
        conn.parser.begin()
        conn.enter(Phase.IDLE)
        if not self.alive:
            conn.latest = time.monotonic() + STOP_KEEPALIVE_LINGER
        self._expect(conn, READ, self._on_readable)
        if conn.parser.held.came:
            self._look_at(conn)

    def _expire(self, conn: Connection) -> None:
        begun = conn.phase is Phase.BODY or (conn.phase is Phase.HEAD and conn.parser.held.came)
        if begun:
            self._refuse(conn, HTTPStatus.REQUEST_TIMEOUT if self.alive else HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._close(conn)

    def _refuse(self, conn: Connection, status: int) -> None:
        """Say why, as far as the network takes it at once, and end."""
        with suppress(OSError):
            conn.sock.sendall(refusal(status))
        conn.sock.rest.clear()
        self._forget(conn)
        self._leave(conn)

    def _leave(self, conn: Connection) -> None:
        """Close in order (RFC 9112 section 9.6) without waiting for the other side here."""
        conn.parser.held.came.clear()
        conn.enter(Phase.LEAVING)
        try:
            conn.wire.shutdown(1)
        except OSError:
            self._close(conn)
            return
        self._expect(conn, READ, self._on_leaving)
        self._on_leaving(conn)

    def _on_leaving(self, conn: Connection) -> None:
        if conn.receive() == b"" or conn.moved > 16 * LITTLE:
            self._close(conn)

    def _close(self, conn: Connection) -> None:
        if conn in self.connections:
            self._forget(conn)
            self.connections.remove(conn)
            self.nr_conns -= 1
            conn.wire.close()

    def _hold_little(self, conn: Connection) -> None:
        if conn.held > LITTLE and sum(one.held for one in self.connections) > MOST_HELD:
            self._give_way(eviction.for_memory(self.connections, LITTLE))

    def _give_way(self, conn: Connection | None) -> None:
        if conn and conn.phase in (Phase.HEAD, Phase.BODY):
            self._refuse(conn, HTTPStatus.SERVICE_UNAVAILABLE)
        if conn:
            self._close(conn)
