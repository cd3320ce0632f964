"""Processes to measure: the embedded office, one service, any gunicorn; on loopback, ended with the measuring."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy.http_client import Office
from deploy.local import composition, people
from shared.cli.commands import GUNICORN
from tests.live.servers import free_port

NAMES = composition.NAMES
PATIENCE = 90.0
LOOK = 0.01
FREE = {"RATE_LIMITS": "all=1000000000/minute"}  # what is counted is counted all the same


@contextmanager
def process(command: list[str], log: Path, out: int | None = None, **env: str) -> Iterator[subprocess.Popen]:
    """TERM at the end, KILL to the group when that is not heard; `out` takes its output away from the log."""
    with log.open("ab") as file:
        streams = {"stdin": subprocess.DEVNULL, "stdout": out or file, "stderr": file}
        started = subprocess.Popen(command, env={**os.environ, **FREE, **env}, **streams, start_new_session=True)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.wait(10)


def python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def gunicorn(target: str, port: int) -> list[str]:
    """With the settings of the services."""
    return python("gunicorn", *GUNICORN, "--bind", f"127.0.0.1:{port}", target)


def await_answer(url: str, server: subprocess.Popen, log: Path) -> None:
    """Until it says 200; its last words when it does not."""
    until = time.monotonic() + PATIENCE
    while not _answers(url):
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{url}: {log.read_text()[-2000:]}")
        time.sleep(LOOK)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def embedded(var: Path, **env: str) -> Iterator[tuple[Office, subprocess.Popen]]:
    """The whole office as `make run` starts it, without the demo letters."""
    port, log = free_port(), var / "run.log"
    command = python("deploy.uttp", "run", "--var", str(var), "--port", str(port), "--no-office")
    with process(command, log, **env) as office:
        url = f"http://127.0.0.1:{port}"
        for name in NAMES:
            await_answer(f"{url}/{name}/readyz", office, log)
        bases = {name: f"{url}/{name}" for name in NAMES}
        yield Office({"": url, **bases}, people.tokens(var / "keys")), office


def prepared(name: str, var: Path) -> dict[str, str]:
    """A migrated service with its demo data, and the environment its processes run in."""
    port = free_port()
    env = {"VAR_DIR": str(var), "LISTEN": f"127.0.0.1:{port}", "PEERS": f"nobody=http://127.0.0.1:{port}"}
    env |= {"PUBLIC_URL": people.ISSUER.removesuffix("/dev"), "PYTHONUNBUFFERED": "1"}
    people.write_tokens(var / "keys")
    for step in ("migrate", "demo"):
        command = python(f"services.{name}.main", step)
        subprocess.run(command, env={**os.environ, **env}, check=True, capture_output=True)
    return env


@contextmanager
def web(name: str, env: dict[str, str], var: Path) -> Iterator[subprocess.Popen]:
    """The web process of one service, ready."""
    log = var / f"{name}-web.log"
    with process(python(f"services.{name}.main", "web"), log, **env) as server:
        await_answer(f"http://{env['LISTEN']}/readyz", server, log)
        yield server


def shows_memory() -> bool:
    """Only Linux tells of other processes in files."""
    return Path("/proc/self/status").exists()


def family(pid: int) -> list[int]:
    """The process and all that it has started."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def children(pid: int) -> list[int]:
    """What the process has started, oldest first."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def resident(pid: int) -> float:
    """Resident memory of the process and its children in megabytes; pages they share are counted in each."""
    return sum(map(alone, family(pid)))


def alone(pid: int) -> float:
    """The same of one process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
