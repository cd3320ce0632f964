"""One service over HTTP: read, create, list, ask a limit; against a bare Flask under the same gunicorn."""

import itertools
import json
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from deploy.demo import client
from deploy.http_client import Office
from deploy.local import people
from shared.ids import uuid7
from tests.bench import bare_app, running
from tests.bench.stopwatch import Plan, Row, Turns, percentiles
from tests.crowd import Crowd
from tests.live.servers import free_port
from tests.testing.sheets import TRADER

AT_ONCE = 8
LISTED = 100
BARE = "bare Flask, one statement"
OURS, BARELY = "ours", "bare"
PARTY = {"name": "Siti Aminah", "phone": "0812-0000-0001", "address": "Pasar Randik, Sekayu"}
Ask = Callable[[], bytes]


@dataclass
class Wire:
    """A kept connection; asks and reads to the end of the answer, and refuses any but a good one."""

    port: int
    seconds: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, request: bytes) -> bytes:
        began = time.perf_counter()
        self.socket.sendall(request)
        head, body = self._head()
        length = int(head.lower().partition(b"content-length:")[2].split(None, 1)[0])
        while len(body) < length:
            body += self.socket.recv(1 << 16)
        self.seconds.append(time.perf_counter() - began)
        if head[9:10] != b"2":
            raise RuntimeError(f"{head[:200]!r} {body[:500]!r}")
        return body

    def _head(self) -> tuple[bytes, bytes]:
        got = b""
        while b"\r\n\r\n" not in got:
            piece = self.socket.recv(1 << 16)
            if not piece:
                raise ConnectionError("the server hung up")
            got += piece
        head, _, body = got.partition(b"\r\n\r\n")
        return head, body

    def run(self, ask: Ask, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until or not self.seconds:
            self.ask(ask())


@dataclass(frozen=True)
class Server:
    """Where somebody answers, and what is asked of him by the name of the question."""

    port: int
    asks: dict[str, Ask]

    def alone(self, name: str, seconds: float) -> list[float]:
        """The seconds of each answer to one client."""
        wire = Wire(self.port)
        wire.run(self.asks[name], seconds)
        return wire.seconds

    def crowd(self, name: str, seconds: float) -> float:
        """Answers per second to eight clients at once."""
        wires = [Wire(self.port) for _ in range(AT_ONCE)]
        threads = [threading.Thread(target=wire.run, args=(self.asks[name], seconds)) for wire in wires]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(len(wire.seconds) for wire in wires) / (time.perf_counter() - began)


def measure(plan: Plan) -> Iterator[Row]:
    """Ours and the bare one in turns, question by question."""
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        letters, limits = _intake(stack, var, min(LISTED, plan.events)), _testing(stack, var)
        bare = _bare(stack, var, letters)
        asked = dict.fromkeys(letters.asks, letters) | dict.fromkeys(limits.asks, limits)
        share = plan.seconds / len(asked) / plan.rounds / 4
        for name, ours in asked.items():
            yield from _compared(name, {OURS: ours, BARELY: bare}, share, plan.rounds)


def _compared(name: str, servers: dict[str, Server], share: float, rounds: int) -> Iterator[Row]:
    waits: dict[str, list[float]] = {who: [] for who in servers}
    turns = Turns({who: [] for who in servers})
    for _ in range(rounds):
        for who, server in servers.items():
            waits[who] += server.alone(name, share)
            turns.rates[who].append(server.crowd(name, share))
    yield turns.row(f"{name}: {AT_ONCE} clients", "requests/s", OURS, BARELY, BARE)
    found = zip(("p50", "p99"), *(percentiles(waits[who]) for who in (OURS, BARELY)), strict=True)
    for cut, ours, bare in found:
        yield Row(f"{name}: one client, {cut}", ours, "ms", BARE, bare, ours / bare)


def _intake(stack: ExitStack, var: Path, listed: int) -> Server:
    """With so many letters of one applicant."""
    env = running.prepared("intake", var)
    stack.enter_context(running.web("intake", env, var))
    office = Office({"intake": f"http://{env['LISTEN']}"}, people.tokens(var / "keys"))
    serial = itertools.count()

    def letter() -> dict:
        items = [client.scale(f"B-{next(serial)}")]
        return {"party": PARTY, "letter": {"source": "written"}, "items": items}

    siti, path, crowd = office.person("applicant"), "/v1/applications", Crowd(var / "keys")
    drafts = (siti.post(f"/intake{path}", letter()) for _ in range(listed))
    made = [client.submit(office, "applicant", draft) for draft in drafts]  # drafts may not be so many
    token = siti.token
    asks = {
        "read one": lambda: _get(f"{path}/{made[0]['id']}", token),
        "create": lambda: _post(path, json.dumps(letter()).encode(), crowd.token()),
        "list of 100": lambda: _get(f"{path}?limit={LISTED}", token),
    }
    return Server(_port(env), asks)


def _testing(stack: ExitStack, var: Path) -> Server:
    env = running.prepared("testing", var)
    stack.enter_context(running.web("testing", env, var))
    asked = urlencode({**TRADER, "kind": "tbo_elektronik", "verification": "subsequent", "load": "15"})
    return Server(_port(env), {"GET /v1/mpe": lambda: _get(f"/v1/mpe?{asked}")})


def _bare(stack: ExitStack, var: Path, ours: Server) -> Server:
    """Its things are as large as our letters, so that both send the same bytes."""
    body = Wire(ours.port).ask(ours.asks["read one"]()).decode()
    bare_app.prepare(var / "bare.db", body)
    port, log = free_port(), var / "bare.log"
    command = running.gunicorn("tests.bench.bare_app:app()", port)
    server = stack.enter_context(running.process(command, log, BARE_DATABASE=str(var / "bare.db")))
    running.await_answer(f"http://127.0.0.1:{port}/livez", server, log)
    one = {name: lambda: _get("/things/1") for name in ("read one", "GET /v1/mpe")}
    more = {"list of 100": lambda: _get("/things"), "create": lambda: _post("/things", body.encode())}
    return Server(port, {**one, **more})


def _port(env: dict[str, str]) -> int:
    return int(env["LISTEN"].rpartition(":")[2])


def _get(path: str, token: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_bearer(token)}\r\n".encode()


def _post(path: str, body: bytes, token: str = "") -> bytes:
    told = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nIdempotency-Key: {uuid7()}\r\n"
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_bearer(token)}{told}\r\n".encode() + body


def _bearer(token: str) -> str:
    return f"Authorization: Bearer {token}\r\n" if token else ""
