"""Asks a clamd whether bytes are infected, by its command INSTREAM."""

import contextlib
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds for each step of the talk
PIECE, PORT = 64 * 1024, 3310
MOST_ANSWER = 4096
FOUND = re.compile(r"stream: (.+) FOUND")


class Away(Exception):
    """No answer: the scanner is not there, does not answer, or refuses the size; the file has to wait."""


@dataclass(frozen=True)
class Said:
    """Empty `virus`: nothing was found."""

    virus: str = ""


def scan(address: str, content: bytes) -> Said:
    """What the scanner at `clamd://host:port` or `clamd:///path/of/socket` says; Away when it says nothing."""
    try:
        with _dial(address) as line:
            # A scanner that has enough answers and hangs up while we still send: its answer is there nevertheless.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                _send(line, content)
            told = _answer(line)
    except OSError as error:
        raise Away(str(error)) from error
    if told == "stream: OK":
        return Said()
    if found := FOUND.fullmatch(told):
        return Said(found[1])
    raise Away(told or "no answer")


def _dial(address: str) -> socket.socket:
    place = urlsplit(address)
    if place.hostname:
        return socket.create_connection((place.hostname, place.port or PORT), PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(place.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, content: bytes) -> None:
    line.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), PIECE):
        piece = content[at : at + PIECE]
        line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))


def _answer(line: socket.socket) -> str:
    """What came until the zero byte, or until a line that was cut in the middle of our sending."""
    told = b""
    while not told.endswith(b"\0") and len(told) < MOST_ANSWER:
        try:
            piece = line.recv(MOST_ANSWER)
        except ConnectionResetError:
            break
        if not piece:
            break
        told += piece
    return told.rstrip(b"\0").decode(errors="replace").strip()
