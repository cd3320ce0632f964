"""An office in containers for the tests: a copy of the project with its own secrets, volumes and port."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.docker.containers import found
from tests.live.servers import free_port
from tests.live.speaker import Answer, Speaker

ROOT = Path(__file__).parent.parent.parent
NEEDED = ("docker-compose.yml", ".dockerignore", "LICENSE", "requirements.lock", "deploy", "services", "shared")


def has_docker() -> bool:
    """Whether an engine answers here."""
    return bool(shutil.which("docker")) and not subprocess.run(["docker", "info"], capture_output=True).returncode


class Patient(Speaker):
    """Behind the gateway whoever is dead, or whose database is, answers 503: as good as nothing, so ask again."""

    def _once(self, request: Any) -> Answer:
        answer = super()._once(request)
        if answer.status_code == 503:
            raise ConnectionError(answer.data[:200])
        return answer


@dataclass
class Containers:
    """The containers of one project, by the name that docker-compose.yml gives them."""

    folder: Path
    port: int = field(default_factory=free_port)
    project: str = "uttptests"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def tokens(self) -> Path:
        return self.folder / "var" / "keys" / "tokens"

    def speaker(self, name: str, role: str) -> Patient:
        return Patient(f"{self.url}/{name}", (self.tokens / role).read_text().strip())

    def environment(self) -> dict[str, str]:
        own = {"COMPOSE_PROJECT_NAME": self.project, "GATEWAY": f"127.0.0.1:{self.port}", "PUBLIC_URL": self.url}
        own["RATE_LIMITS"] = "all=1000000/minute"  # robots play many people from one address
        own |= {
            "RECONCILE_SECONDS": "5",
            "RECONCILE_AGE": "10",
        }  # how long the books take to agree is not what is tested
        return {**os.environ, **own, "VAR_DIR": str(self.folder / "var"), "BASE_URL": self.url}

    def uttp(self, *words: str) -> str:
        """A module of the project's copy, as an operator types it."""
        done = self.tried(*words)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def tried(self, *words: str) -> subprocess.CompletedProcess:
        """The same, whatever comes of it."""
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, cwd=self.folder, env=self.environment(), capture_output=True, text=True)

    def compose(self, *words: str, given: bytes | None = None) -> bytes:
        """What an operator types to Compose in the project's folder."""
        command = [*found(), *words]
        done = subprocess.run(command, cwd=self.folder, env=self.environment(), input=given, capture_output=True)
        assert done.returncode == 0, f"{words}: {done.stderr.decode()}"
        return done.stdout

    def docker(self, *words: str) -> str:
        done = subprocess.run(["docker", *words], capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def inside(self, name: str, *words: str) -> str:
        return self.docker("exec", self.id(name), *words)

    def id(self, name: str) -> str:
        return next(one["Id"] for one in self.all() if one["Config"]["Labels"]["com.docker.compose.service"] == name)

    def all(self) -> list[dict[str, Any]]:
        ids = self.docker("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={self.project}")
        return json.loads(self.docker("inspect", *ids.split()))

    def named(self) -> dict[str, dict[str, Any]]:
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in self.all()}

    def kill(self, name: str) -> None:
        """As a power cut would, and on again; whatever waits to be started again is dead already."""
        subprocess.run(["docker", "kill", self.id(name)], capture_output=True)
        self.docker("start", self.id(name))


@contextmanager
def started(folder: Path) -> Iterator[Containers]:
    """Up at the beginning, whatever a run that was cut off left behind; at the end gone with its data."""
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    office = Containers(folder)
    office.uttp("deploy.docker.containers", "down", "--data")
    try:
        office.uttp("deploy.docker.containers", "up")
        yield office
    finally:
        office.uttp("deploy.docker.containers", "down", "--data")
