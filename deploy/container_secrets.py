"""Makes the secret files that docker-compose mounts, once: passwords, addresses with passwords in them, token keys."""

import secrets
from pathlib import Path

from deploy import composition, people
from shared.config import Settings
from shared.keys import write_once

BROKER = "amqp://uttp:{0}@broker:5672/%2F"
DATABASE = "postgresql://{0}:{1}@{0}-db:5432/{0}"


def make(var: Path) -> None:
    """Compose hands files to the containers with the owner and mode they have here, so the folder keeps others out."""
    people.write_tokens(var / "keys")
    (var / "access").mkdir(parents=True, exist_ok=True)  # who is shut out: written here, read in the containers
    folder = var / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    password = _once(folder / "broker_password", secrets.token_urlsafe(24))
    _once(folder / "bus_url", BROKER.format(password))
    for name in composition.NAMES:
        password = _once(folder / f"{name}_password", secrets.token_urlsafe(24))
        _once(folder / f"{name}_database", DATABASE.format(name, password))
    for source, name in (("jwks.json", "jwks"), ("feed.token", "feed_token")):
        (folder / name).write_bytes((var / "keys" / source).read_bytes())
        (folder / name).chmod(0o644)


def _once(file: Path, text: str) -> str:
    kept = write_once(file, text.encode()).decode()
    file.chmod(0o644)
    return kept


if __name__ == "__main__":
    make(Settings.from_env("compose").var)
