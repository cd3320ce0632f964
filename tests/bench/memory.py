"""Resident memory of the processes at rest, after a first request, against a bare Flask under the same gunicorn."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import running
from tests.bench.stopwatch import Plan, Row
from tests.live.servers import free_port

BARE = "gunicorn with a bare Flask"
REST = 3.0  # seconds for the loops of a bus to have begun, where the plan has so many


def measure(plan: Plan) -> Iterator[Row]:
    """Each process with its children: gunicorn's master and worker count as one."""
    if not running.shows_memory():
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        var = Path(folder)
        bare = _bare(var)
        yield Row(BARE, bare, "MB")
        found = {**_embedded(var, min(REST, plan.seconds)), **_alone(var, min(REST, plan.seconds))}
    for name, size in found.items():
        yield Row(name, size, "MB", BARE, bare, size / bare)


def _bare(var: Path) -> float:
    port, log = free_port(), var / "bare.log"
    command = running.gunicorn("tests.bench.bare_app:app()", port)
    with running.process(command, log, BARE_DATABASE=str(var / "bare.db")) as server:
        running.await_answer(f"http://127.0.0.1:{port}/livez", server, log)
        return running.resident(server.pid)


def _embedded(var: Path, rest: float) -> dict[str, float]:
    """Four services: web and bus, and the small process that watches over both."""
    with running.embedded(var) as (_, office):
        time.sleep(rest)
        web, bus = running.children(office.pid)
        parts = {"web": running.resident(web), "bus": running.resident(bus), "all": running.resident(office.pid)}
    return {f"whole office, {name}": size for name, size in parts.items()}


def _alone(var: Path, rest: float) -> dict[str, float]:
    env, log = running.prepared("testing", var), var / "bus.log"
    command = running.python("services.testing.main", "bus")
    with running.web("testing", env, var) as web, running.process(command, log, **env) as bus:
        time.sleep(rest)
        return {"one service, web": running.resident(web.pid), "one service, bus": running.resident(bus.pid)}
