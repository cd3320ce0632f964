"""The four offices that are besieged: all in one process, or apart behind the real gateway; on either database."""

import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.local import people
from deploy.local.composition import NAMES
from tests.bench import running
from tests.crowd import Crowd
from tests.live import gateway
from tests.live.servers import free_port, postgres


@contextmanager
def embedded(var: Path, **env: str) -> Iterator[int]:
    with running.embedded(var, **env) as (office, _):
        yield int(office.bases[""].rpartition(":")[2])


@contextmanager
def behind_gateway(var: Path, **env: str) -> Iterator[int]:
    """Four services with a process each, the start page, and nginx before them."""
    port, first, front = free_port(), _five_in_a_row(), free_port()
    ports = {name: first + 1 + number for number, name in enumerate(NAMES)}
    own = {"PROXY_HOPS": "1", "VAR_DIR": str(var), "PUBLIC_URL": f"http://127.0.0.1:{port}", **env}
    with ExitStack() as stack:
        whole = running.python("deploy.uttp", "run", "--apart", "--var", str(var), "--port", str(first), "--no-office")
        office = stack.enter_context(running.process(whole, var / "run.log", **own))
        page = running.gunicorn("deploy.gateway.start:wsgi()", front)
        stack.enter_context(running.process(page, var / "front.log", **own))
        for name in NAMES:
            running.await_answer(f"http://127.0.0.1:{ports[name]}/readyz", office, var / "run.log")
        command = ["nginx", "-e", str(var / "nginx.log"), "-c", str(_configured(var, port, {**ports, "front": front}))]
        nginx = stack.enter_context(running.process(command, var / "nginx.log"))
        running.await_answer(f"http://127.0.0.1:{port}/", nginx, var / "nginx.log")
        yield port


def _five_in_a_row() -> int:
    """The first of five ports that nobody has at the moment, one behind the other."""
    for _ in range(100):
        first = free_port() // 10 * 10 - 10
        if all(_is_free(first + number) for number in range(5)):
            return first
    raise RuntimeError("no five free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def _configured(var: Path, port: int, ports: dict[str, int]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="nginx-", dir=var))
    shutil.chown(folder, *_owner())
    server = gateway.TEMPLATE.read_text().replace("listen 8000", f"listen 127.0.0.1:{port}")
    server = re.sub(r"http://\$(\w+):8000", r"http://127.0.0.1:$port_of_\1", server)
    server = re.sub(r"rate=\d+r/[sm]|limit_conn held \d+", _unlimited, server.replace("${UTTP_MODE}", "development"))
    names = sorted(set(re.findall(r"\$port_of_(\w+)", server)))
    rows = " ".join(f"{name} {number};" for name, number in ports.items())
    maps = "\n    ".join(f"map ${name} $port_of_{name} {{ {rows} }}" for name in names)
    server, many = re.subn(r"/dev/std(out|err)", f"{folder}/site.log", server)
    assert many, "the template no longer logs to the container's output"
    (folder / "site.conf").write_text(server)
    file = folder / "nginx.conf"
    file.write_text(gateway.main(folder, maps))
    return file


def _unlimited(limit: re.Match) -> str:
    """All besiegers come from one address here, and their number is not what is tested."""
    return "rate=100000r/s" if limit[0].startswith("rate") else "limit_conn held 10000"


def _owner() -> tuple[str, str]:
    """nginx started by root works as somebody else, who must be able to write there."""
    done = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True)
    name = done.stdout.strip()
    return ("www-data", "www-data") if name == "root" else (name, name)


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    with postgres() as cluster:
        urls = [cluster(name) for name in NAMES]
        yield {"DATABASE_URL": urls[0].removesuffix(NAMES[0]) + "{service}"}


OFFICES = {"embedded": embedded, "gateway": behind_gateway}
DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
COMBINATIONS = [f"{office}-{database}" for office in OFFICES for database in DATABASES]


@contextmanager
def opened(combination: str) -> Iterator[tuple[int, str, str, Crowd]]:
    """The port, the tokens of an applicant and of a subscriber, and those who write letters."""
    office, _, database = combination.partition("-")
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="slow-")))
        var.chmod(0o755)
        env = stack.enter_context(DATABASES[database]())
        port = stack.enter_context(OFFICES[office](var, **env))
        tokens = people.tokens(var / "keys")
        applicant, subscriber = ((tokens / name).read_text().strip() for name in ("applicant", "subscriber"))
        yield port, applicant, subscriber, Crowd(var / "keys")
