"""`make up` and `make down`: the office in containers, waited for until every part of it is healthy."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.docker import images, sbom, secret_files
from deploy.local import composition
from deploy.local.preflight import Hindered
from shared.config import Settings, environment

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600.0
LOOK = 1.0
OFTEN = 6  # restarts; a service that waits for another one needs a few
TAIL = "40"
NO_COMPOSE = (
    "Docker Compose tidak ditemukan: apt install docker.io docker-compose, atau pasang Docker. / "
    "Docker Compose was not found."
)
NO_ENGINE = (
    "Docker tidak menjawab; jalankan layanannya (systemctl start docker). / The Docker engine does not answer:\n  {0}"
)
NOT_BUILT = (
    "Image tidak dapat dibuat; lihat di atas. Tanpa registri image: deploy/docker/standins/build (root, Debian 12). "
    "/ The images could not be built; see above. Without an image registry: deploy/docker/standins/build."
)
NOT_STARTED = "Wadah tidak dapat dijalankan; lihat di atas. / The containers could not be started; see above.\n{0}"
ORPHANED = (
    "Data wadah terdahulu masih ada di volume, tetapi kata sandinya ({0}) sudah tidak ada. Kembalikan folder itu dari "
    "cadangan, atau lupakan datanya: python -m deploy.docker.containers down --data / "
    "Volumes of earlier containers hold data whose passwords ({0}) are gone. Bring that folder back from a backup, or "
    "forget the data with the command above. Volumes: {1}"
)
FALLEN = "{0} berhenti dengan kode {1} / stopped with exit code {1}:\n{2}"
LATE = "Belum sehat setelah {0:.0f} detik / not healthy after {0:.0f} s: {1}"
WAITING = "  menunggu / waiting: {0}"
WELCOME = """
  Kantor siap / the office is open: {url}/
  Token contoh    var/keys/tokens/<peran> (demo tokens, one per role)
  Coba / try      make demo      Log   {compose} logs -f intake
  make down menghentikan; data tetap di volume. / make down stops it; the data stay in the volumes.
"""
app = typer.Typer(no_args_is_help=True, help="The office in containers.")


@app.command()
def up(
    build: Annotated[bool, typer.Option(help="build the images first")] = True,
    accept_images: Annotated[bool, typer.Option(help="take base images that changed since they were recorded")] = False,
) -> None:
    """Make secrets and images, start everything, and come back when all is healthy."""
    try:
        compose, settings = found(), Settings.of_tool("compose")
        check_not_orphaned(settings.var / "secrets")
        secret_files.make(settings)
        secret_files.check(settings)
        images.pin(production=settings.production, accept=accept_images)
        _bills(settings.var / "sbom")
        if build and run(compose, "build", "--quiet" if "docker" in compose else "-q"):
            raise Hindered(NOT_BUILT)
        if run(compose, "up", "--detach", "--remove-orphans"):
            raise Hindered(NOT_STARTED.format("\n".join(last_words(one) for one in containers(compose) if fallen(one))))
        wait(compose)
    except Hindered as sentence:
        typer.echo(str(sentence), err=True)
        raise typer.Exit(2) from sentence
    typer.echo(WELCOME.format(url=address(), compose=" ".join(compose)))


def _bills(folder: Path) -> None:
    """The bill of materials of each image, as the image itself carries it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("front", *composition.NAMES):
        (folder / f"uttp-{name}.cdx.json").write_text(sbom.written(f"uttp-{name}"))


@app.command()
def down(data: Annotated[bool, typer.Option(help="forget the data as well")] = False) -> None:
    """Stop the containers; the data stay unless `--data` is given."""
    try:
        raise typer.Exit(run(found(), "down", "--remove-orphans", *(["--volumes"] if data else [])))
    except Hindered as sentence:
        typer.echo(str(sentence), err=True)
        raise typer.Exit(2) from sentence


def found() -> list[str]:
    """The words that call Compose here; raises Hindered when there is none, or no engine behind it."""
    engine = subprocess.run(["docker", "info"], capture_output=True, text=True) if shutil.which("docker") else None
    plugin = engine and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode
    if not plugin and not shutil.which("docker-compose"):
        raise Hindered(NO_COMPOSE)
    if engine is None or engine.returncode:
        raise Hindered(NO_ENGINE.format(engine.stderr.strip().splitlines()[-1] if engine else "docker"))
    return ["docker", "compose"] if plugin else ["docker-compose"]


def run(compose: list[str], *words: str) -> int:
    """Call Compose in the project's folder; what it says goes to the terminal."""
    return subprocess.run([*compose, *words], cwd=ROOT, env=surroundings()).returncode


def check_not_orphaned(secrets: Path) -> None:
    """New passwords open no old database: raises Hindered instead of making one beside data that are there."""
    known = {name: (secrets / f"{name}_password").exists() for name in composition.NAMES}
    shut = [one for one in volumes() for name, opens in known.items() if one.endswith(f"_{name}-db") and not opens]
    if shut:
        raise Hindered(ORPHANED.format(secrets, ", ".join(shut)))


def volumes() -> list[str]:
    """The volumes of this project by name."""
    project = re.sub(r"[^-_a-z0-9]", "", environment().get("COMPOSE_PROJECT_NAME", ROOT.name).lower())
    mine = f"label=com.docker.compose.project={project}"
    return subprocess.run(["docker", "volume", "ls", "-q", "-f", mine], capture_output=True, text=True).stdout.split()


def surroundings() -> dict[str, str]:
    """A Docker without its build plugin, as Debian packages it, builds with what is inside the engine."""
    buildx = not subprocess.run(["docker", "buildx", "version"], capture_output=True).returncode
    return environment() if buildx else {"DOCKER_BUILDKIT": "0", "COMPOSE_DOCKER_CLI_BUILD": "1", **environment()}


def address() -> str:
    return f"http://{environment().get('GATEWAY', '127.0.0.1:8000')}"


def wait(compose: list[str]) -> None:
    """Until every container is healthy, or has done its one task; progress is said as it changes."""
    until, said = time.monotonic() + PATIENCE, ""
    while left := [one for one in containers(compose) if not settled(one)]:
        names = ", ".join(sorted(service(one) for one in left))
        for one in left:
            if fallen(one):
                raise Hindered(FALLEN.format(service(one), one["State"]["ExitCode"], last_words(one)))
        if time.monotonic() > until:
            raise Hindered(LATE.format(PATIENCE, names) + "\n" + "\n".join(map(last_words, left)))
        if names != said:
            typer.echo(WAITING.format(names))
        said = names
        time.sleep(LOOK)


def containers(compose: list[str]) -> list[Mapping[str, Any]]:
    """What the engine knows of each container of this project, also of those that have ended."""
    asked = subprocess.run([*compose, "ps", "--all", "--quiet"], cwd=ROOT, env=surroundings(), capture_output=True)
    ids = asked.stdout.decode().split()
    seen = subprocess.run(["docker", "inspect", *ids], capture_output=True) if ids else None
    return json.loads(seen.stdout) if seen else []


def service(container: Mapping[str, Any]) -> str:
    return container["Config"]["Labels"]["com.docker.compose.service"]


def settled(container: Mapping[str, Any]) -> bool:
    """Healthy; or, without a health check, running; or a one-shot that ended well."""
    state = container["State"]
    if container["HostConfig"]["RestartPolicy"]["Name"] == "no":
        return state["Status"] == "exited" and state["ExitCode"] == 0
    return state["Status"] == "running" and state.get("Health", {}).get("Status", "healthy") == "healthy"


def fallen(container: Mapping[str, Any]) -> bool:
    """Ended badly, or again and again: waiting longer would not help."""
    state = container["State"]
    return state["Status"] == "exited" and state["ExitCode"] != 0 or container["RestartCount"] >= OFTEN


def last_words(container: Mapping[str, Any]) -> str:
    told = subprocess.run(["docker", "logs", "--tail", TAIL, container["Id"]], capture_output=True, text=True)
    return f"-- {service(container)}\n{told.stdout}{told.stderr}"


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    app()
