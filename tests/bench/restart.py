"""How long the office is away when its web process is started anew: from the start to the first `ready`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import running
from tests.bench.stopwatch import Plan, Row, Turns, timed

IMPORTS = "python -c 'import flask, peewee'"
ONE, ALL = "web of one service to ready", "web of the whole office to ready"


def measure(plan: Plan) -> Iterator[Row]:
    """In turns with the imports that no such process can do without."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        acts = _contenders(Path(folder))
        turns = Turns({name: [] for name in acts})
        for _ in range(plan.rounds):
            for name, act in acts.items():
                turns.rates[name].append(act())
    for name in (ONE, ALL):
        yield turns.row(name, "s", name, IMPORTS, IMPORTS)


def _contenders(var: Path) -> dict[str, Callable[[], float]]:
    """Each gives its seconds; the office has its databases and is only started."""
    with running.embedded(var):
        pass
    env = running.prepared("testing", var)
    port = env["LISTEN"].rpartition(":")[2]
    whole = running.gunicorn("deploy.local.composition:wsgi()", int(port))
    return {
        ONE: lambda: _ready(running.python("services.testing.main", "web"), ["/readyz"], env, var),
        ALL: lambda: _ready(whole, [f"/{name}/readyz" for name in running.NAMES], env, var),
        IMPORTS: lambda: timed(_imports),
    }


def _ready(command: list[str], paths: list[str], env: dict[str, str], var: Path) -> float:
    log, began = var / "restart.log", time.perf_counter()
    with running.process(command, log, **env) as server:
        for path in paths:
            running.await_answer(f"http://{env['LISTEN']}{path}", server, log)
        return time.perf_counter() - began


def _imports() -> None:
    subprocess.run([sys.executable, "-c", "import flask, peewee"], check=True)
