"""Base images by digest: what a tag meant when it was first fetched is kept in images.lock, and another is refused."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.local.preflight import Hindered

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "deploy/docker/images.lock"
NAMES = {
    ROOT / "deploy/docker/Dockerfile": r"^ARG PYTHON=(\S+)$",
    ROOT / "docker-compose.yml": r"^ +image: ([a-z]+:\S+)$",
}
ABSENT = (
    "Image {0} tidak ada dan tidak dapat diambil. Tanpa registri: deploy/docker/standins/build (root, Debian 12). / "
    "The image {0} is not here and cannot be fetched; without an image registry: deploy/docker/standins/build."
)
CHANGED = (
    "Image {0} bukan lagi yang tercatat di deploy/docker/images.lock ({1}, sekarang {2}). Bila memang dikehendaki: "
    "python -m deploy.docker.containers up --accept-images / The image {0} is not on record; accept it as above."
)
UNKNOWN = (
    "Image {0} tidak punya digest dari registri, jadi tidak dipakai untuk production. / "
    "The image {0} has no digest of a registry and is not used in production."
)


def names() -> list[str]:
    """Every image that is not built from our own sources."""
    found = {name for file, line in NAMES.items() for name in re.findall(line, file.read_text(), re.MULTILINE)}
    return sorted(found)


def check(seen: Mapping[str, str], known: Mapping[str, str], *, production: bool, accept: bool) -> dict[str, str]:
    """What is on record from now on. `seen`: digest by image, empty for one that was built on this machine."""
    faults = [UNKNOWN.format(name) for name, digest in seen.items() if production and not digest]
    changed = {name for name, digest in seen.items() if known.get(name, digest) != digest}
    if not accept:
        faults += [CHANGED.format(name, known[name], seen[name] or "-") for name in sorted(changed)]
    if faults:
        raise Hindered("\n".join(faults))
    return {**known, **{name: digest for name, digest in seen.items() if digest}}


def pin(*, production: bool, accept: bool) -> None:
    """Fetch what is not here, compare with the record, write down what is new."""
    known = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    kept = check({name: _digest(name) for name in names()}, known, production=production, accept=accept)
    if kept != known:
        LOCK.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def _digest(name: str) -> str:
    """The digest under which the registry knows the local image of this name."""
    look = ["docker", "image", "inspect", "--format", "{{json .RepoDigests}}", name]
    told = subprocess.run(look, capture_output=True, text=True)
    if told.returncode:
        subprocess.run(["docker", "pull", "--quiet", name], capture_output=True)
        told = subprocess.run(look, capture_output=True, text=True)
    if told.returncode:
        raise Hindered(ABSENT.format(name))
    return next((one.partition("@")[2] for one in json.loads(told.stdout) or []), "")
