"""The web server's worker: no thread for a slow client, gunicorn's judgement of what came, answers for slow readers."""

import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from gunicorn.config import Config

from shared.cli.commands import GUNICORN
from shared.http.networks import forwarded
from shared.http.server import eviction, request_end
from shared.http.server.connection import FRESH, GRACE, Connection, Phase
from tests.live.servers import free_port

APP = """
import threading

def app():
    def answer(environ, start):
        body, path = environ["wsgi.input"].read(), environ["PATH_INFO"]
        if path == "/boom":
            raise RuntimeError("boom")
        content = b"x" * 8_000_000 if path == "/large" else b"%d %s" % (len(body), body[:100])
        if path == "/who":
            content = repr([environ[name] for name in ("SCRIPT_NAME", "PATH_INFO", "wsgi.url_scheme")]).encode()
        start("200 OK", [("Content-Length", str(len(content)))])
        return [content]
    return answer
"""
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
BOOT = 60


class Server:
    """Two threads, sixty connections, otherwise as the services run it."""

    def __init__(self, folder: Path, files: int = 1000) -> None:
        (folder / "served.py").write_text(APP)
        self.port, self.log = free_port(), folder / "log"
        few = ["--threads=2", "--worker-connections=60", "--graceful-timeout=5", f"--pythonpath={folder}"]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            *GUNICORN,
            *few,
            "--bind",
            f"127.0.0.1:{self.port}",
            "served:app()",
        ]
        with self.log.open("wb") as log:
            limited = ["sh", "-c", 'ulimit -n "$0"; exec "$@"', str(files), *command]
            self.process = subprocess.Popen(limited, stdout=log, stderr=log)
        until = time.monotonic() + BOOT
        while not self._answers():
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, *pieces: bytes) -> bytes:
        """Everything that is answered until the server ends the connection."""
        with self.connect() as wire:
            for piece in pieces:
                wire.sendall(piece)
            return rest(wire)

    def _answers(self) -> bool:
        try:
            return b"200 OK" in self.ask(LAST)
        except OSError:
            return False


def rest(wire: socket.socket) -> bytes:
    said = b""
    while piece := wire.recv(1 << 16):
        said += piece
    return said


def status(said: bytes) -> int:
    return int(said.split(None, 2)[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("serving"))
    yield started
    started.process.terminate()
    started.process.wait(20)


@pytest.mark.parametrize(
    "half",
    [b"", b"GET / HT", POST + b"X: y\r\n", POST + b"Content-Length: 9\r\n\r\nab", CHUNKED + b"5\r\nab"],
    ids=["nothing", "line", "head", "body", "chunk"],
)
def test_forty_clients_that_stop_half_way_hold_nobody_up(server, half):
    wires = [server.connect() for _ in range(40)]
    for wire in wires:
        wire.sendall(half)

    assert status(server.ask(LAST)) == 200
    for wire in wires:
        wire.close()


def test_readers_who_do_not_read_hold_nobody_up(server):
    wires = [server.connect() for _ in range(6)]
    for wire in wires:
        wire.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert status(server.ask(LAST)) == 200
    assert all(len(rest(wire)) > 8_000_000 for wire in wires), "what was not read at once is read later"


def test_more_connections_than_there_are_places_push_out_the_slowest_and_nobody_else(server):
    wires = [server.connect() for _ in range(150)]
    for wire in wires:
        wire.sendall(b"GET / HT")

    assert [status(server.ask(LAST)) for _ in range(5)] == [200] * 5
    for wire in wires:
        wire.close()


LARGE = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n"


def hoarder(server: Server, sent: int) -> socket.socket:
    """Announces as much as anybody may, sends so much of it, and stops."""
    wire = server.connect()
    wire.sendall(LARGE % (request_end.MOST_BODY - 1))
    with suppress(OSError):
        wire.sendall(b"a" * sent)
    return wire


def test_who_stopped_after_a_fast_start_makes_room_for_who_has_only_come(server):
    """In the time in which the newcomer says nothing yet, more of the others come than there are places."""
    wires = [hoarder(server, 50_000) for _ in range(60)]
    time.sleep(FRESH)
    for _ in range(5):
        with server.connect() as newcomer:
            wires += [hoarder(server, 50_000) for _ in range(10)]
            newcomer.sendall(LAST)
            assert status(rest(newcomer)) == 200
    for wire in wires:
        wire.close()


def test_who_holds_memory_and_stopped_makes_room_for_who_goes_on(server):
    wires = [hoarder(server, 11_300_000) for _ in range(6)]
    for _ in range(5):
        assert status(server.ask(LARGE % 1_000_000, *[b"y" * 100_000] * 10)) == 200
    for wire in wires:
        wire.close()


def test_what_was_sent_quickly_buys_no_more_time_than_the_grace(pair):
    ours, theirs = pair
    conn = Connection(Config(), ours, ("10.0.0.1", 1), ("10.0.0.2", 2))
    conn.enter(Phase.BODY)
    for _ in range(40):
        theirs.sendall(b"x" * 50_000)
        conn.receive()

    assert conn.due <= time.monotonic() + GRACE


def test_a_crowd_from_one_address_pushes_out_its_own(pair):
    ours, _ = pair
    crowd = [Connection(Config(), ours, ("10.0.0.1", port), ("10.0.0.9", 2)) for port in range(5)]
    other = Connection(Config(), ours, ("10.0.0.2", 1), ("10.0.0.9", 2))
    other.since -= 3 * FRESH
    for one in crowd:
        one.since -= 2 * FRESH
    for one in (*crowd, other):
        one.parser.held.came += b"x" * 100_000
    assert eviction.for_a_newcomer([other, *crowd]) in crowd
    assert eviction.for_memory([other, *crowd], 1000) in crowd


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.mark.parametrize(
    ("said", "hops", "named"),
    [("1.1.1.1, 2.2.2.2", 1, "2.2.2.2"), ("1.1.1.1,2.2.2.2", 2, "1.1.1.1"), ("1.1.1.1", 0, ""), ("1.1.1.1", 2, "")],
)
def test_the_address_behind_trusted_proxies_is_the_one_that_the_first_of_them_names(said, hops, named):
    assert forwarded([("X-FORWARDED-FOR", said)], hops) == named


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        CHUNKED.replace(b"Host", b"Expect: 100-continue\r\nHost"),
        POST + b"Content-Length: 99999999\r\n\r\n",
        b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n" * 3,
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 30,
        b"GET / HT",
        b"\0\r\n\r\n",
    ],
    ids=["asks", "asks in chunks", "overlong", "large", "many", "line", "nothing"],
)
def test_who_breaks_off_at_any_moment_ends_his_own_connection_and_no_other(server, sent):
    """A reset that overtakes our answer: the loop that meets it serves everybody."""
    dead = server.log.read_text().count("exited")
    with server.connect() as other:
        for _ in range(40):
            _send_and_reset(server, sent)

        other.sendall(LAST)
        assert status(rest(other)) == 200
    assert server.log.read_text().count("exited") == dead


def _send_and_reset(server: Server, sent: bytes) -> None:
    wire = server.connect()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.sendall(sent)
    wire.close()


def test_where_no_more_files_may_be_open_a_newcomer_pushes_out_the_slowest(tmp_path):
    server = Server(tmp_path, files=40)
    wires = [server.connect() for _ in range(55)]
    for wire in wires:
        wire.sendall(b"GET / HT")

    assert [status(server.ask(LAST)) for _ in range(5)] == [200] * 5
    assert "exited" not in server.log.read_text()
    server.process.terminate()
    server.process.wait(20)


def test_what_stays_half_is_told_so_in_the_shape_of_every_refusal(server):
    """The only test that waits for the deadline, both kinds at once."""
    wires = [server.connect() for _ in range(2)]
    for wire, half in zip(wires, (b"GET / HT", POST + b"Content-Length: 9\r\n\r\nab"), strict=True):
        wire.sendall(half)

    for said in map(rest, wires):
        assert status(said) == 408
        assert b"application/problem+json" in said
        assert b'"code": "too-slow"' in said


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (POST + b"Content-Length: +3\r\n\r\nabc", 400),
        (POST + b"Transfer-Encoding: gzip\r\n\r\nabc", 400),
        (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
        (POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"X: a\r\n b\r\n\r\n", 400),
        (POST + b"X : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400),
        (CHUNKED + b"5\r\nhelloo\r\n0\r\n\r\n", 400),
        (CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n", 400),
        (CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n", 400),
        (CHUNKED + b"5\nhello\n0\n\n", 400),
        (CHUNKED + b"0\r\nContent-Length: 5\r\n\r\n", 400),
        (POST + b"X: " + b"a" * 100_000, 431),
        (POST + b"X: a\r\n" * 200 + b"\r\n", 431),
        (POST + b"Content-Length: 99999999\r\n\r\n", 413),
        (CHUNKED + b"1\r\na\r\n" * (request_end.MOST_CHUNKS + 2), 413),
        (b"GET /boom HTTP/1.1\r\nHost: a\r\n\r\n", 500),
    ],
)
def test_gunicorn_judges_and_the_connection_ends(server, sent, expected):
    said = server.ask(sent, LAST)

    assert status(said) == expected
    assert said.count(b"HTTP/1.1 ") == 1, "nothing behind it is taken for a request"
    assert b"application/problem+json" in said


@pytest.mark.parametrize(
    "one",
    [
        POST + b"Content-Length: 5\r\n\r\nhello",
        CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
        CHUNKED + b"2;name=value\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n",
    ],
)
def test_requests_one_behind_the_other_are_told_apart_however_they_come(server, one):
    whole = one * 3 + LAST
    for pieces in ([whole], [whole[at : at + 1] for at in range(len(whole))], [whole[:-7], whole[-7:]]):
        said = server.ask(*pieces)
        assert (said.count(b"200 OK"), said.count(b"5 hello")) == (4, 3)


@pytest.mark.parametrize(
    "header",
    [
        b"SCRIPT_NAME: /w",
        b"PATH_INFO: /metrics",
        b"X-Forwarded-Proto: https",
        b"X-Forwarded-Ssl: on",
        b"Remote_Addr: 9",
    ],
    ids=bytes.decode,
)
def test_no_header_of_a_client_on_loopback_says_where_the_service_is_mounted_or_how_he_came(server, header):
    said = server.ask(b"GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + b"\r\n\r\n")

    assert said.endswith(b"['', '/who', 'http']")


def test_who_asks_before_he_sends_is_asked_to_send_once(server):
    with server.connect() as wire:
        wire.sendall(POST + b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 5\r\n\r\n")
        assert wire.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.sendall(b"hello")
        said = rest(wire)
    assert (said.count(b"HTTP/1.1 "), said.endswith(b"5 hello")) == (1, True)


def test_a_body_in_more_pieces_than_it_needs_is_refused_after_a_few(server):
    """A thousand pieces of a byte are six kilobytes, and would cost as much as a megabyte."""
    with server.connect() as wire:
        wire.sendall(CHUNKED + b"1\r\nx\r\n" * 1000)
        assert status(wire.recv(1000)) == 413

    whole = CHUNKED.replace(b"Host: a", b"Host: a\r\nConnection: close")
    few, fair = b"1\r\nx\r\n" * 500, b"400\r\n" + b"y" * 1024 + b"\r\n"
    assert status(server.ask(whole + few + b"0\r\n\r\n")) == 200
    assert status(server.ask(whole + fair * 5000 + b"0\r\n\r\n")) == 200


@pytest.mark.parametrize("size", [request_end.PIECE - 1, request_end.PIECE + 1, 9_000_000])
def test_a_large_body_arrives_as_it_was_sent(server, size):
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % size

    assert server.ask(head, b"y" * size).endswith(b"%d %s" % (size, b"y" * 100))


def test_a_stop_ends_what_is_idle_or_half_and_answers_what_is_whole(tmp_path):
    server = Server(tmp_path)
    half, idle = server.connect(), server.connect()
    half.sendall(POST + b"Content-Length: 9\r\n\r\nab")
    idle.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    said = b""
    while not said.endswith(b"\r\n\r\n0 "):
        said += idle.recv(1000)
    assert status(said) == 200

    large = server.connect()
    large.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    said = large.recv(1000)
    server.process.terminate()
    assert len(said + rest(large)) > 8_000_000
    ends = status(rest(half)), rest(idle), server.process.wait(20)
    assert ends == (503, b"", 0)
