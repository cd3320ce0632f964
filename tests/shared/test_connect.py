"""What an address of a database demands is done when it is dialled."""

import socket
import threading
from collections.abc import Iterator

import peewee
import pytest

from shared.config import Settings, Unfit
from shared.database.connect import open_database
from shared.production import setting_contents

ASKS_FOR_TLS = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")  # SSLRequest of PostgreSQL's protocol
NO_TLS = b"N"
DEMANDED = [f"sslmode={mode}" for mode in setting_contents.INSISTING]


class Listener:
    """A server on loopback that has no TLS and notes what it is sent nevertheless."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.first, self.later = self.socket.getsockname()[1], b"", b""
        self.thread = threading.Thread(target=self._hear)
        self.thread.start()

    def _hear(self) -> None:
        wire, _ = self.socket.accept()
        with wire:
            wire.settimeout(10)
            self.first = wire.recv(8)
            wire.sendall(NO_TLS)
            self.later = wire.recv(1000)


@pytest.fixture
def listener() -> Iterator[Listener]:
    started = Listener()
    yield started
    started.thread.join(20)
    started.socket.close()


@pytest.mark.parametrize("demand", DEMANDED)
def test_what_counts_as_insisting_on_encryption_sends_nothing_in_clear(listener, demand):
    database = open_database(f"postgresql://office:secret@127.0.0.1:{listener.port}/intake?{demand}")

    with pytest.raises(peewee.OperationalError):
        database.connect()
    listener.thread.join(20)
    assert (listener.first, listener.later) == (ASKS_FOR_TLS, b"")


@pytest.mark.parametrize(
    "query", ["host=10.0.0.7", "hostaddr=10.0.0.7", "password=x", "service=x", "sslmode=require&sslmode=disable"]
)
def test_where_an_address_leads_and_as_whom_stands_in_one_place(query, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://office:secret@db/intake?{query}")

    with pytest.raises(Unfit):
        Settings.from_env("intake")
    assert "DATABASE_URL" in capsys.readouterr().err
