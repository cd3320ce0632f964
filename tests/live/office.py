"""The whole office as eight real processes that can be killed and started again one by one."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from shared import clock
from shared.auth.development_issuer import Issuer
from tests.live.servers import free_port
from tests.live.speaker import Speaker
from tests.support import ISSUER, NAMES

BOOT = 120
OLD = timedelta(hours=3)
ROLES = ("web", "bus")


@dataclass
class Office:
    """`database` gives a URL per service (None: SQLite under `var`); `bus_url` empty: feeds carry the events."""

    var: Path
    bus_url: str = ""
    database: Callable[[str], str] | None = None
    names: tuple[str, ...] = NAMES
    extra: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ports = {name: free_port() for name in self.names}
        self.processes: dict[tuple[str, str], subprocess.Popen] = {}
        self.issuer = Issuer(self.var / "keys", ISSUER, "uttp")
        (self.var / "keys" / "feed.token").write_text(self._token("svc-feed", "service"))

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def start_all(self) -> None:
        for name in self.names:
            for step in ("migrate", "demo"):
                subprocess.run(self._command(name, step), env=self._environment(name), check=True, capture_output=True)
        for name in self.names:
            for role in ROLES:
                self.start(name, role)
        for name in self.names:
            self.wait_ready(name)

    def start(self, name: str, role: str, **extra: str) -> None:
        log = (self.var / f"{name}-{role}.log").open("ab")
        env = {**self._environment(name), **extra}
        process = subprocess.Popen(self._command(name, role), env=env, stdout=log, stderr=log, start_new_session=True)
        self.processes[name, role] = process
        log.close()

    def kill(self, name: str, role: str) -> bool:
        """kill -9, the whole group: no gunicorn worker outlives its master here. Whether there was a life to take."""
        process = self.processes.pop((name, role), None)
        lived = process is not None and process.poll() is None
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        return lived

    def stop_all(self) -> None:
        for name, role in list(self.processes):
            self.kill(name, role)

    def dead(self) -> list[tuple[str, str]]:
        """Processes that have ended by themselves, for instance at a named crash point."""
        return [key for key, process in self.processes.items() if process.poll() is not None]

    def wait_ready(self, name: str) -> None:
        until = time.monotonic() + BOOT
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url(name)}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{name} is not ready: {(self.var / f'{name}-web.log').read_text()[-2000:]}")

    def speaker(self, name: str, *roles: str, sub: str = "") -> Speaker:
        """Somebody with these roles who speaks to one service over real HTTP."""
        who = sub or (f"dev-{roles[0]}" if roles else "")
        return Speaker(self.url(name), self._token(who, *roles, name=who) if who else "")

    def _token(self, sub: str, *roles: str, **claims: str) -> str:
        """Hours old, so that a service whose clock is set back still knows it."""
        with clock.frozen_at(clock.now() - OLD):
            return self.issuer.token(sub, *roles, **claims)

    def _command(self, name: str, role: str) -> list[str]:
        return [sys.executable, "-m", f"services.{name}.main", role]

    def _environment(self, name: str) -> dict[str, str]:
        peers = ",".join(f"{other}={self.url(other)}" for other in self.names if other != name)
        own = {
            "VAR_DIR": str(self.var),
            "LISTEN": f"127.0.0.1:{self.ports[name]}",
            "PEERS": peers,
            "BUS_URL": self.bus_url,
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "RATE_LIMITS": "all=1000000/minute",  # robots play many people from one address
            "RECONCILE_SECONDS": "2",
            "RECONCILE_AGE": "4",
            "LEASE_SECONDS": "5",
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **own, **({"DATABASE_URL": self.database(name)} if self.database else {}), **self.extra}


@contextmanager
def running(office: Office) -> Iterator[Office]:
    """Started at the beginning, killed at the end, whatever happens between."""
    try:
        office.start_all()
        yield office
    finally:
        office.stop_all()
