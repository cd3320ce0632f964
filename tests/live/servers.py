"""Private servers for tests: RabbitMQ and PostgreSQL from the installed binaries, own port and folder, on loopback."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import amqp

RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
BOOT = 120
VIRTUAL_HOSTS = 12


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_bin() -> Path | None:
    """The folder of the newest installed PostgreSQL."""
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=Path("none/none")).parent if has_pg() else None


def has_pg() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_rabbit() -> bool:
    return RABBIT.exists()


@contextmanager
def postgres() -> Iterator[Callable[[str], str]]:
    """A fresh cluster; the yielded function makes a database of that name and returns its URL."""
    port, bin_ = free_port(), postgres_bin()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_postgres = _as_postgres(folder)
    _run([*as_postgres, f"{bin_}/initdb", "-D", f"{folder}/data", "-U", "tests", "--auth=trust", "-E", "UTF8"])
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200"
    control = [*as_postgres, f"{bin_}/pg_ctl", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log"]
    _run([*control, "-o", options, "start"])

    def database(name: str) -> str:
        made = subprocess.run(
            [f"{bin_}/createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tests", name],
            capture_output=True,
            check=False,
        )
        if made.returncode and b"already exists" not in made.stderr:
            raise RuntimeError(made.stderr.decode())
        return f"postgresql://tests@127.0.0.1:{port}/{name}"

    try:
        yield database
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Broker:
    """A RabbitMQ node that can be killed and started again on the same data."""

    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="rmq-", dir="/tmp")))
    process: subprocess.Popen | None = None
    empty: list[str] = field(default_factory=list)  # virtual hosts that nobody has used yet

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start and wait until it answers."""
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.default = 127.0.0.1:{self.port}\n")
        with (self.folder / "out.log").open("ab") as out:
            self.process = subprocess.Popen(
                [RABBIT], env=self.environment(), stdout=out, stderr=out, start_new_session=True
            )
        until = time.monotonic() + BOOT
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self.folder / "out.log").read_text()[-2000:])
            time.sleep(0.2)

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def wipe(self) -> None:
        """Between kill and start: all queues, bindings and messages are gone."""
        shutil.rmtree(self.folder / "mnesia", ignore_errors=True)
        self.empty.clear()

    def virtual_host(self) -> str:
        """A new one, open to guest. They are made by the dozen: starting rabbitmqctl costs more than a virtual host."""
        if not self.empty:
            self.empty = [f"t{time.monotonic_ns()}-{number}" for number in range(VIRTUAL_HOSTS)]
            rights = {"user": "guest", "configure": ".*", "write": ".*", "read": ".*"}
            made = {
                "vhosts": [{"name": name} for name in self.empty],
                "permissions": [{**rights, "vhost": name} for name in self.empty],
            }
            file = self.folder / "virtual-hosts.json"
            file.write_text(json.dumps(made))
            self.ctl("import_definitions", str(file))
        return self.empty.pop()

    def ctl(self, *words: str) -> str:
        """rabbitmqctl against this node."""
        command = [RABBIT.with_name("rabbitmqctl"), "-q", *words]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=True).stdout

    def _answers(self) -> bool:
        try:
            with amqp.Connection(f"127.0.0.1:{self.port}", connect_timeout=2) as connection:
                return connection.connected
        except (OSError, amqp.AMQPError):
            return False

    def environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": f"t{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self.port + 5000 if self.port < 60000 else self.port - 5000),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        return {**os.environ, **own}


@contextmanager
def rabbitmq() -> Iterator[Broker]:
    """A fresh node."""
    broker = Broker()
    try:
        broker.start()
        yield broker
    finally:
        broker.kill()
        shutil.rmtree(broker.folder, ignore_errors=True)


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: drop to its own user then."""
    if os.geteuid():
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr.decode()} {done.stdout.decode()}")
