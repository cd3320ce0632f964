"""Wakes the bus process when the web process has committed: a datagram beside SQLite, NOTIFY on PostgreSQL.

A wake-up may be lost; the bus looks by itself now and then.
"""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg

from shared.context import ServiceParts

CHANNEL = "log_grown"
TIMEOUT = 1.0


def install(service: ServiceParts) -> None:
    """Ring after each commit that told something."""
    if not service.settings.bus_url:
        return
    if not service.store.is_sqlite:
        service.store.before_commit.append(lambda: _notify(service))
        return
    service.store.after_commit.append(lambda: _ring(_place(service)))


def listen(service: ServiceParts, stopping: threading.Event, act: Callable[[], None]) -> None:
    """Call `act` whenever the log has grown, until told to stop."""
    (_listen_datagram if service.store.is_sqlite else _listen_notify)(service, stopping, act)


def _place(service: ServiceParts) -> Path:
    return service.settings.var / "run" / f"{service.name}.bell"


def _ring(place: Path) -> None:
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.setblocking(False)
        bell.sendto(b"1", os.fspath(place))


def _notify(service: ServiceParts) -> None:
    if service.store.scratch.get("told"):
        service.store.execute(f"NOTIFY {CHANNEL}")


def _listen_datagram(service: ServiceParts, stopping: threading.Event, act: Callable[[], None]) -> None:
    place = _place(service)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(os.fspath(place))
        ear.settimeout(TIMEOUT)
        while not stopping.is_set():
            with suppress(TimeoutError):
                ear.recv(16)
                act()


def _listen_notify(service: ServiceParts, stopping: threading.Event, act: Callable[[], None]) -> None:
    while not stopping.is_set():
        try:
            with psycopg.connect(service.settings.database_url, autocommit=True) as ear:
                ear.execute(f"LISTEN {CHANNEL}")
                while not stopping.is_set():
                    for _ in ear.notifies(timeout=TIMEOUT, stop_after=1):
                        act()
        except psycopg.Error:
            stopping.wait(TIMEOUT)
