"""Makes the secret files that docker-compose mounts, once: passwords, addresses with passwords in them, token keys."""

import json
import secrets
from pathlib import Path

from deploy import composition, logins, people
from deploy.broker import Broker
from shared.config import Settings
from shared.config import path as place
from shared.keys import write_once
from shared.profile import Profile

BROKER = "amqp://{0}:{1}@broker:5672/%2F"
DATABASE = "postgresql://{0}:{1}@{0}-db:5432/{0}"


def make(settings: Settings) -> None:
    """Compose hands files to the containers with the owner and mode they have here, so the folder keeps others out."""
    var = settings.var
    people.write_tokens(var / "keys")
    (var / "access").mkdir(parents=True, exist_ok=True)  # who is shut out: written here, read in the containers
    (var / "access").chmod(0o755)
    folder = var / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in composition.NAMES:
        password = _once(folder / f"{name}_password", secrets.token_urlsafe(24))
        _once(folder / f"{name}_database", DATABASE.format(name, password))
    passwords = {name: _once(folder / f"{name}_broker", secrets.token_urlsafe(24)) for name in composition.NAMES}
    for name, password in passwords.items():
        _once(folder / f"{name}_bus", BROKER.format(name, password))
    system = Profile(place(settings.profile_dir)).document("agency")["system"]
    broker = Broker([], "/", (f"{system}.events", f"{system}.internal"))
    _once(folder / "broker_definitions", json.dumps(logins.definitions(broker, passwords)))
    for source, name in (("jwks.json", "jwks"), ("feed.token", "feed_token")):
        (folder / name).write_bytes((var / "keys" / source).read_bytes())
        (folder / name).chmod(0o644)


def _once(file: Path, text: str) -> str:
    kept = write_once(file, text.encode()).decode()
    file.chmod(0o644)
    return kept


if __name__ == "__main__":
    make(Settings.from_env("compose"))
