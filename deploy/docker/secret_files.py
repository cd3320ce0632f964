"""Makes the secret files that docker-compose mounts, once: passwords, addresses with passwords in them, token keys."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.local import composition, people
from deploy.local.preflight import Hindered, check_revocations
from deploy.subscriptions import broker_logins
from deploy.subscriptions.broker import Broker
from shared.auth import pseudonyms
from shared.auth.development_issuer import TRIAL_PREFIX, write_once
from shared.auth.revocation import Revoked
from shared.config import Settings
from shared.config import path as place
from shared.office.profile import Profile
from shared.production import unsafe_settings

BROKER = "amqp://{0}:{1}@broker:5672/%2F"
# Files that the operator brings in production; Compose needs them to exist.
OWN = ("signer", "signer_secret")
# Of no matter on the host: in the containers Docker's mount says who reads a secret.
MOUNTED = ("open-feed-token", "open-office-key", "signer-open")
PRODUCTION = (
    "UTTP_MODE=production: {0} belum berisi rahasia kantor sendiri; yang dibuat untuk uji coba tidak dipakai. / "
    "does not hold the office's own secrets yet; those made for a trial are not used."
)
NO_PROXY = (
    "{0} tidak menyebut proksi TLS di depan gateway (set_real_ip_from <alamat>; real_ip_header X-Forwarded-For;): "
    "semua pemanggil akan berbagi satu batas. / names no TLS proxy before the gateway: all callers would share one "
    "limit."
)
DATABASE = "postgresql://{0}:{1}@{0}-db:5432/{0}"


def make(settings: Settings) -> None:
    """Compose hands files to the containers with the owner and mode they have here, so the folder keeps others out."""
    var = settings.var
    if not settings.production:  # production begins its list by a command, and `check` demands it
        check_revocations(var, var / "access" / "revoked.json")
    (var / "access").mkdir(parents=True, exist_ok=True)  # who is shut out: written here, read in the containers
    (var / "access").chmod(0o755)
    (var / "trusted").mkdir(exist_ok=True)  # nginx reads there which proxy stands before it
    folder = var / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _passwords(folder, settings)
    for name in OWN:
        _once(folder / name, "")
    _once(folder / "office_key", pseudonyms.new_key() if settings.production else pseudonyms.trial_key())
    if not settings.production:
        Revoked(var / "access" / "revoked.json").prepare()
        people.write_tokens(var / "keys")
        for source, name in (("jwks.json", "jwks"), ("feed.token", "feed_token")):
            (folder / name).write_bytes((var / "keys" / source).read_bytes())
            (folder / name).chmod(0o644)


def check(settings: Settings) -> None:
    """In production, raise Hindered with all that the containers would refuse; each of them looks again by itself."""
    if not settings.production:
        return
    folder = settings.var / "secrets"
    shown = {"jwks_file": folder / "jwks", "revoked_file": settings.var / "access" / "revoked.json"}
    shown |= {"feed_token_file": folder / "feed_token", "var_dir": folder / "no-volume"}
    shown |= {"office_key_file": folder / "office_key", "proxy_hops": "1"}  # as docker-compose.yml has it
    shown |= {"signer_file": folder / "signer", "signer_secret": _text(folder / "signer_secret")}
    found = {}
    for name in composition.NAMES:
        own = {"database_url": _text(folder / f"{name}_database"), "bus_url": _text(folder / f"{name}_bus")}
        of = Settings.from_env(name, **{key: str(value) for key, value in {**shown, **own}.items()})
        for key, sentence in unsafe_settings.faults(of, composition.service(name).unsafe).items():
            found[key] = found.get(key) or sentence
    if not _names_a_proxy(proxy := settings.var / "trusted" / "proxy.conf"):
        found["no-trusted-proxy"] = NO_PROXY.format(proxy)
    if wrong := [sentence for key, sentence in found.items() if key not in MOUNTED]:
        raise Hindered("\n".join([PRODUCTION.format(folder), *wrong]))


def _names_a_proxy(file: Path) -> bool:
    """Whether nginx learns the address of the caller from somebody; a line that begins with # says nothing."""
    said = {line.split()[0] for line in _text(file).splitlines() if line.split()}
    return {"set_real_ip_from", "real_ip_header"} <= said


def _passwords(folder: Path, settings: Settings) -> None:
    """Random ones, once; those of a trial begin with a word that production refuses."""
    label = "" if settings.production else TRIAL_PREFIX
    for name in composition.NAMES:
        password = _once(folder / f"{name}_password", label + secrets.token_urlsafe(24))
        _once(folder / f"{name}_database", DATABASE.format(name, password))
    passwords = {
        name: _once(folder / f"{name}_broker", label + secrets.token_urlsafe(24)) for name in composition.NAMES
    }
    for name, password in passwords.items():
        _once(folder / f"{name}_bus", BROKER.format(name, password))
    system = Profile(place(settings.profile_dir)).document("agency")["system"]
    broker = Broker([], "/", (f"{system}.events", f"{system}.internal"))
    _forget_older(folder / "broker_definitions", passwords)
    _once(folder / "broker_definitions", json.dumps(broker_logins.definitions(broker, passwords)))


def _forget_older(definitions: Path, passwords: Mapping[str, str]) -> None:
    """Definitions from before a service was added know no login of it; the passwords of the others stay."""
    if definitions.exists() and {one["name"] for one in json.loads(definitions.read_text())["users"]} != {*passwords}:
        definitions.unlink()


def _text(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""


def _once(file: Path, text: str) -> str:
    kept = write_once(file, text.encode()).decode()
    file.chmod(0o644)
    return kept


if __name__ == "__main__":
    make(Settings.of_tool("compose"))
