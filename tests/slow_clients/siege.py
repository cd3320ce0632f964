"""Clients that send or read as slowly as they may, and begin anew when they are cut off; bounded, on loopback."""

import asyncio
import itertools
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from shared.ids import uuid7

PAUSE = 0.5  # between two bytes, and before the next try
SMALL = 4096  # what a slow reader's socket takes in
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'


@dataclass(frozen=True)
class Goal:
    """Where the office answers, and tokens with which some of the slow ones come."""

    port: int
    token: str
    feed: str


@dataclass
class Siege:
    """`seen` counts the statuses that slow clients were told, and `cut` how often they were cut off."""

    goal: Goal
    until: float
    seen: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)

    async def lay(self, clients: int) -> None:
        """Each kind in turn until there are so many; each from an address of its own where loopback has more."""
        kinds = itertools.cycle(KINDS.items())
        await asyncio.gather(*(self._client(number, *next(kinds)) for number in range(clients)))

    async def _client(self, number: int, name: str, send: Callable[[Goal], AsyncIterator[bytes]]) -> None:
        await asyncio.sleep(number / 200)
        while time.monotonic() < self.until:
            self.tries[name] += 1
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._once(number, name, send)
            await asyncio.sleep(PAUSE)

    async def _once(self, number: int, name: str, send: Callable[[Goal], AsyncIterator[bytes]]) -> None:
        ours = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        reader, writer = await self._connected(ours)
        reading = asyncio.create_task(self._read(reader, name))
        try:
            async for piece in send(self.goal):
                if reading.done() or time.monotonic() > self.until:
                    break
                writer.write(piece)
                await writer.drain()
            await asyncio.wait([reading], timeout=max(0, self.until - time.monotonic()))
        finally:
            reading.cancel()
            writer.close()

    async def _connected(self, ours: tuple[str, int]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        wire = socket.socket()
        wire.setblocking(False)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        try:
            wire.bind(ours)
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", self.goal.port)), 10)
        except OSError:
            wire.close()
            raise
        return await asyncio.open_connection(sock=wire, limit=SMALL)

    def told(self) -> dict[str, dict[str, int]]:
        """What the slow ones tried, and what they were answered."""
        return {"tries": dict(sorted(self.tries.items())), "answers": dict(sorted(self.seen.items()))}

    async def _read(self, reader: asyncio.StreamReader, name: str) -> None:
        """The status at once; the rest of it a little at a time."""
        with suppress(OSError):
            head = await reader.read(64)
            self.seen[f"{name} {head[9:12].decode(errors='replace') or 'cut off'}"] += 1
            while head:
                await asyncio.sleep(PAUSE)
                head = await reader.read(64)


def _head(method: str, path: str, *lines: str) -> bytes:
    own = (f"Idempotency-Key: {uuid7()}", "Content-Type: application/json", *lines)
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{''.join(f'{line}{END}' for line in own)}".encode()


END = "\r\n"


async def _dribble(content: bytes) -> AsyncIterator[bytes]:
    for byte in content:
        yield bytes([byte])
        await asyncio.sleep(PAUSE)


async def half_head(_: Goal) -> AsyncIterator[bytes]:
    """A head that never ends."""
    yield _head("POST", "/complaints/v1/complaints")


async def slow_head(_: Goal) -> AsyncIterator[bytes]:
    """A head one byte at a time."""
    async for byte in _dribble(_head("GET", "/intake/livez") + b"\r\n"):
        yield byte


async def chunked_body(_: Goal) -> AsyncIterator[bytes]:
    """A complaint without an account, one byte in each chunk."""
    yield _head("POST", "/complaints/v1/complaints", "Transfer-Encoding: chunked") + b"\r\n"
    for letter in '{"text": "' + "x" * 4000 + '"}':
        yield f"1\r\n{letter}\r\n".encode()
        await asyncio.sleep(PAUSE)


async def counted_body(goal: Goal) -> AsyncIterator[bytes]:
    """A letter one byte at a time."""
    yield _head("POST", "/intake/v1/applications", "Content-Length: 9000", f"Authorization: Bearer {goal.token}")
    yield b"\r\n"
    async for byte in _dribble(b" " * 9000):
        yield byte


async def slow_form(_: Goal) -> AsyncIterator[bytes]:
    """A paper to be verified, most of it at once and the end never."""
    own = "Content-Type: multipart/form-data; boundary=x"
    yield b"POST /certificates/v1/verifications HTTP/1.1\r\nHost: 127.0.0.1\r\n" + own.encode()
    yield b"\r\nContent-Length: 400000\r\n\r\n" + FORM + b"y" * 300_000
    async for byte in _dribble(b"y" * 9000):
        yield byte


async def slow_reader(_: Goal) -> AsyncIterator[bytes]:
    """Ten large answers asked for at once, read sixty-four bytes at a time."""
    yield b"GET /intake/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 10


async def waiter(goal: Goal) -> AsyncIterator[bytes]:
    """What was never told is waited for."""
    own = (f"Authorization: Bearer {goal.token}", "Wait-For: testing=99999")
    yield _head("GET", "/intake/v1/applications", *own) + b"\r\n"


async def stranger_waiting(_: Goal) -> AsyncIterator[bytes]:
    yield _head("GET", "/intake/livez", "Wait-For: testing=99999") + b"\r\n"


async def long_poll(goal: Goal) -> AsyncIterator[bytes]:
    """A subscriber who asks for what is not there yet, on many connections."""
    path = "/intake/v1/events?wait=20&after=999999999"
    yield _head("GET", path, f"Authorization: Bearer {goal.feed}") + b"\r\n"


async def never_sends(_: Goal) -> AsyncIterator[bytes]:
    """Asks whether it may send, is told so, and does not."""
    yield _head("POST", "/complaints/v1/complaints", "Expect: 100-continue", "Content-Length: 500") + b"\r\n"


async def endless_trailer(_: Goal) -> AsyncIterator[bytes]:
    """A chunked body whose last chunk has come, and lines behind it that do not end."""
    yield _head("POST", "/complaints/v1/complaints", "Transfer-Encoding: chunked") + b"\r\n0\r\n"
    async for byte in _dribble(b"X: y\r\n" * 4000):
        yield byte


async def tiny_chunks(_: Goal) -> AsyncIterator[bytes]:
    """As many pieces as fit, a byte each: fast on the wire, slow to put together."""
    yield _head("POST", "/complaints/v1/complaints", "Transfer-Encoding: chunked") + b"\r\n"
    for _ in range(40):
        yield b"1\r\n \r\n" * 500


async def lingers(_: Goal) -> AsyncIterator[bytes]:
    """One honest request, and then the connection is kept and nothing said."""
    yield _head("GET", "/intake/livez") + b"\r\n"


async def silent(_: Goal) -> AsyncIterator[bytes]:
    """Connects and says nothing."""
    return
    yield b""


KINDS = {
    kind.__name__: kind
    for kind in (
        *(half_head, chunked_body, waiter, counted_body, slow_reader, slow_head, silent),
        *(stranger_waiting, slow_form, long_poll, never_sends, endless_trailer, tiny_chunks, lingers),
    )
}
