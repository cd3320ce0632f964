"""The two gateways as real processes: nginx with its own template before a service, and the embedded composition."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.auth.development_issuer import Issuer
from shared.cli.commands import GUNICORN
from shared.config import ROOT, environment
from tests.live.servers import free_port
from tests.support import ISSUER, NAMES

TEMPLATE = ROOT / "deploy" / "gateway" / "nginx.conf.template"
BOOT = 120
MAIN = TEMPLATE.with_suffix("")
# What a container has elsewhere than this machine, in the gateway's own file.
PLACES = """client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {maps}
    include {folder}/site.conf;"""


def has_nginx() -> bool:
    return nginx() is not None


def nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@dataclass
class Gateway:
    """Where it listens, and all that its processes have written."""

    port: int
    folder: Path
    processes: tuple[subprocess.Popen, ...] = ()

    def raw(self, content: bytes) -> bytes:
        """What is answered to these bytes, whole."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(content)
            answer = b""
            while part := line.recv(65536):
                answer += part
        return answer

    def get(self, path: str, method: str = "GET", **headers: str) -> "Told":
        """Exactly this spelling of a path."""
        lines = [f"{method} {path} HTTP/1.1", "Host: office", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return Told.of(self.raw("\r\n".join([*lines, "", ""]).encode("latin-1")))

    def written(self) -> str:
        return "\n".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))


@dataclass(frozen=True)
class Told:
    """An answer read from the wire."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes

    @classmethod
    def of(cls, answer: bytes) -> "Told":
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, list[str]] = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        return cls(int(first.split()[1]), headers, body)


@contextmanager
def gunicorn(target: str, var: Path, **env: str) -> Iterator[Gateway]:
    """An application under gunicorn as it is delivered."""
    port, folder = free_port(), var / f"logs-{target.partition(':')[0]}"
    folder.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{port}"
    own = {"VAR_DIR": str(var), "PUBLIC_URL": ISSUER.removesuffix("/dev"), "PEERS": f"nobody={base}", **env}
    command = [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", f"127.0.0.1:{port}", target]
    with _process(command, folder / "web.log", own) as process:
        gateway = Gateway(port, folder, (process,))
        _await(gateway, process)
        yield gateway


@contextmanager
def embedded(var: Path, **env: str) -> Iterator[Gateway]:
    """All services behind one port, on fresh databases."""
    for name in NAMES:
        _migrated(name, var)
    with gunicorn("deploy.local.composition:wsgi()", var, **env) as gateway:
        yield gateway


@contextmanager
def alone(name: str, var: Path, **env: str) -> Iterator[Gateway]:
    """One service on its own port, as its container runs it."""
    _migrated(name, var)
    with gunicorn(f"services.{name}.main:wsgi()", var, **env) as gateway:
        yield gateway


def main(folder: Path, maps: str) -> str:
    """The delivered file of the process; only places are other than in the container."""
    places = {
        r"user [^;]*;": "daemon off;",
        r"/run/nginx.pid": f"{folder}/pid",
        r"/dev/stderr": f"{folder}/error.log",
        r"include /etc/nginx/mime.types;": "",
        r"include /etc/nginx/conf.d/\*.conf;": PLACES.format(folder=folder, maps=maps),
    }
    return changed(MAIN.read_text(), places)


def changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        text, many = re.subn(old, new, text)
        assert many, f"the gateway's file no longer says {old}"
    return text


@contextmanager
def before(ports: Mapping[str, int], mode: str = "development", limited: bool = False) -> Iterator[Gateway]:
    """nginx with the delivered template; only addresses are other than in the container, and how often one may call."""
    folder, port = Path(tempfile.mkdtemp(prefix="nginx-", dir="/tmp")), free_port()
    upstreams = " ".join(f"upstream {name} {{ server 127.0.0.1:{to}; }}" for name, to in ports.items())
    changes = {
        r"\$\{UTTP_MODE\}": mode,
        r"listen 8000": f"listen 127.0.0.1:{port}",
        r"resolver [^;]*;": "",
        r"(proxy_pass http://\$\w+):8000": r"\1",
        r"/etc/nginx/trusted": f"{folder}/trusted",
        r"/dev/stdout": f"{folder}/access.log",
        r"/dev/stderr": f"{folder}/site.log",
    }
    changes |= {} if limited else {r"rate=\d+r/[sm]": "rate=100000r/s", r"burst=\d+": "burst=100000"}
    (folder / "site.conf").write_text(changed(TEMPLATE.read_text(), changes))
    (folder / "nginx.conf").write_text(main(folder, upstreams))
    folder.chmod(0o755)  # workers are another user when the tests run as root
    try:
        with _process([nginx(), "-c", f"{folder}/nginx.conf"], folder / "out.log", {}) as process:
            gateway = Gateway(port, folder, (process,))
            _await(gateway, process)
            yield gateway
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _migrated(name: str, var: Path) -> None:
    Issuer(var / "keys", ISSUER, "uttp")
    command = [sys.executable, "-m", f"services.{name}.main", "migrate"]
    subprocess.run(command, cwd=ROOT, env=environment() | {"VAR_DIR": str(var)}, check=True, capture_output=True)


@contextmanager
def _process(command: list[str], log: Path, env: Mapping[str, str]) -> Iterator[subprocess.Popen]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment() | env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _await(gateway: Gateway, process: subprocess.Popen) -> None:
    until = time.monotonic() + BOOT
    while True:
        try:
            gateway.get("/livez")
            return
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError(gateway.written()[-2000:]) from None
            time.sleep(0.05)
