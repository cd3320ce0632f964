"""Writes the parts of docker-compose.yml and of the gateway's template that name each service, from the one list."""

import re
from collections.abc import Iterator
from pathlib import Path

from deploy.services import NAMES
from shared.config import ROOT

COMPOSE, GATEWAY = "docker-compose.yml", "deploy/gateway/nginx.conf.template"
TEMPLATE = Path(__file__).with_name("service.yml.template")
# Settings and secrets that one service alone has.
OWN_SETTINGS = {
    "certificates": (
        "SIGNER: ${SIGNER:-local}",
        "SIGNER_FILE: /run/secrets/signer",
        "SIGNER_SECRET_FILE: /run/secrets/signer_secret",
    )
}
OWN_SECRETS = {"certificates": ("signer", "signer_secret")}
OFFICE_KEY = ("OFFICE_KEY_FILE: /run/secrets/office_key",)
# What stands before each written part; a part ends at the next line that is not indented, or with its one line.
BLOCKS = "  # Each service: written by `make contracts` from deploy/docker/service.yml.template.\n\n"
VOLUMES = "volumes:\n  broker: {}\n"
SECRETS = "  signer_secret: {file: ./var/secrets/signer_secret}\n"
LOST = "{0}: {1!r} no longer stands there, so nothing can be written after it"


def documents() -> Iterator[tuple[str, str]]:
    """(path from the root, text) of both files as they should be."""
    yield COMPOSE, composed((ROOT / COMPOSE).read_text(), NAMES)
    yield GATEWAY, routed((ROOT / GATEWAY).read_text(), NAMES)


def composed(text: str, names: tuple[str, ...]) -> str:
    """The Compose file with these services and no others."""
    peers = ",".join(f"{name}=http://{name}:8000" for name in names)
    text = re.sub(r"(?<=^  PEERS: ).*$", peers, text, count=1, flags=re.MULTILINE)
    text = _after(BLOCKS, text, "\n".join(map(_block, names)) + "\n")
    text = _after(VOLUMES, text, "".join(f"  {name}-db: {{}}\n  {name}-files: {{}}\n" for name in names) + "\n")
    kinds = [f"{name}_{kind}" for name in names for kind in ("password", "database", "bus")]
    return _after(SECRETS, text, "".join(f"  {one}: {{file: ./var/secrets/{one}}}\n" for one in kinds))


def routed(text: str, names: tuple[str, ...]) -> str:
    """The gateway's template, which leads to these services and labels them in its log."""
    return re.sub(r"\(\?<(known|service)>[a-z_|]+\)", rf"(?<\1>{'|'.join(names)})", text)


def _after(mark: str, text: str, part: str) -> str:
    """The text with `part` between `mark` and the next line that is not indented."""
    before, found, rest = text.partition(mark)
    if not found:
        raise ValueError(LOST.format(COMPOSE, mark.strip()))
    following = re.search(r"^\S", rest, re.MULTILINE)
    return before + mark + part + (rest[following.start() :] if following else "")


def _block(name: str) -> str:
    """Database, migration, web and bus of one service."""
    secrets = ("office_key", f"{name}_database", f"{name}_bus", *OWN_SECRETS.get(name, ()))
    own = _lines(OWN_SETTINGS.get(name, ()))
    filled = {"name": name, "office": _lines(OFFICE_KEY), "own": own, "secrets": ", ".join(secrets)}
    _, _, text = TEMPLATE.read_text().partition("\n")
    return re.sub("@([a-z]+)@", lambda place: filled[place[1]], text)


def _lines(settings: tuple[str, ...]) -> str:
    return "".join(f"      {setting}\n" for setting in settings)
