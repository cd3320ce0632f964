"""What production refuses: a table of unsafe settings, judged by what they hold, all named at once with exit code 2."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shared import rate_classes
from shared.auth import revocation
from shared.auth.development_issuer import KID
from shared.config import ROOT, Settings, Unfit, path
from shared.database.connect import sqlite_file
from shared.office.profile import Profile
from shared.production import setting_contents
from shared.production.unsafe_environment import ENVIRONMENT
from shared.production.unsafe_files import FILES

WORDS = ROOT / "shared" / "data" / "unsafe_settings.toml"
MOST_HOPS = 3
READER = {"service"}  # the only role of who reads feeds for a service
SENTENCE = "{setting}: {sentence[id]} {remedy[id]} / {sentence[en]} {remedy[en]}"
WORKER_BOOT_ERROR = 3  # with this code gunicorn stops instead of trying again for ever


Check = Callable[[Settings], bool]


@dataclass(frozen=True)
class Rows:
    """A table of checks and the file with the words for each: which setting, what is wrong, what helps."""

    checks: Mapping[str, Check]
    words: Path

    def faults(self, settings: Settings) -> dict[str, str]:
        """Name and sentence of every check that finds something, whatever the mode."""
        return {name: _sentence(self.words, name) for name, found in self.checks.items() if found(settings)}


@cache
def _sentence(words: Path, name: str) -> str:
    return SENTENCE.format(**tomllib.loads(words.read_text())[name])


def faults(settings: Settings, more: Sequence[Rows] = ()) -> dict[str, str]:
    """What is unsafe, by name of the check; `more` are the rows of a service."""
    found = [rows.faults(settings) for rows in (COMMON, *more)]
    return {name: sentence for one in found for name, sentence in one.items()}


def refuse(settings: Settings, more: Sequence[Rows] = ()) -> None:
    """In production, exit 2 naming every unsafe setting."""
    if settings.production and (found := faults(settings, more)):
        raise Unfit([f"{settings.service}: {sentence}" for sentence in found.values()])


@contextmanager
def booting() -> Iterator[None]:
    """Around what a gunicorn worker loads: a worker that refuses stops the server."""
    try:
        yield
    except Unfit as refusal:
        raise SystemExit(WORKER_BOOT_ERROR) from refusal


def _keys(settings: Settings) -> Path:
    return settings.var / "keys"


def _own_key_set(settings: Settings) -> list[dict]:
    return [] if settings.jwks_url else setting_contents.keys(path(settings.jwks_file))


def _development_keys(settings: Settings) -> bool:
    issuer = setting_contents.public_part(_keys(settings) / "issuer.pem")
    return any(setting_contents.is_development(key, issuer) for key in _own_key_set(settings))


def _token_file(settings: Settings) -> Path:
    return path(settings.feed_token_file)


def _feed_token(settings: Settings) -> bool:
    header, claims = setting_contents.token(_token_file(settings))
    return header.get("kid") == KID or (bool(claims) and claims.get("iss") != settings.issuer)


def _reads_feeds(settings: Settings) -> bool:
    return settings.service != "front"


def _weak_database(settings: Settings) -> bool:
    url = settings.database_url
    socket = not urlsplit(url).hostname and not urlsplit(url).password  # the server knows the account of the system
    return sqlite_file(url) is None and not socket and setting_contents.weak_login(url)


def _demo_people(settings: Settings) -> bool:
    return (_keys(settings) / "issuer.pem").exists() or any((_keys(settings) / "tokens").glob("*"))


def _revoked(settings: Settings) -> bool:
    return _reads_feeds(settings) and not revocation.is_list(path(settings.revoked_file))


def _limits_off(settings: Settings) -> bool:
    """Whatever the setting says, the limits that come of it are looked at."""
    try:
        return bool(rate_classes.lifted(settings.rate_limits))
    except ValueError:
        return True


def _feed_claims(settings: Settings) -> dict[str, Any]:
    return setting_contents.token(_token_file(settings))[1]


def _misdirected(settings: Settings) -> bool:
    """Whether a peer would refuse the token, because it is meant for another system."""
    claims = _feed_claims(settings)
    named = claims.get("aud")
    system = Profile(path(settings.profile_dir)).document("agency")["system"]
    meant = set(map(str, named if isinstance(named, list) else [named]))
    return bool(claims) and any(meant.isdisjoint({system, peer}) for peer in settings.peers or [system])


def _unsigned(settings: Settings) -> bool:
    """Whether the key set lacks the key that signed the token; one at an address is not asked here."""
    known = _own_key_set(settings)
    return (
        bool(known) and bool(_feed_claims(settings)) and not setting_contents.signed_with(_token_file(settings), known)
    )


def _powerful(settings: Settings) -> bool:
    return bool(claims := _feed_claims(settings)) and not set(claims.get("roles") or ()) <= READER


TABLE: dict[str, Check] = {
    **FILES,
    **ENVIRONMENT,
    "issuer-not-https": lambda on: not setting_contents.secure(on.issuer) or on.issuer == f"{on.public_url}/dev",
    "no-issuer-keys": lambda on: not on.jwks_url and (not setting_contents.keys(path(on.jwks_file))),
    "development-keys": _development_keys,
    "private-keys": lambda on: any(map(setting_contents.is_private, _own_key_set(on))),
    "weak-keys": lambda on: any(map(setting_contents.is_weak, _own_key_set(on))),
    "keys-not-https": lambda on: bool(on.jwks_url) and (not setting_contents.secure(on.jwks_url)),
    "address-not-https": lambda on: not setting_contents.secure(on.public_url),
    "no-hops": lambda on: int(on.proxy_hops) < 1,
    "too-many-hops": lambda on: int(on.proxy_hops) > MOST_HOPS,
    "crash-point": lambda on: bool(on.crash_at),
    "address-not-public": lambda on: setting_contents.is_private_address(on.public_url),
    "address-not-bare": lambda on: not setting_contents.is_bare(on.public_url),
    "no-feed-token": lambda on: _reads_feeds(on) and setting_contents.is_over(_feed_claims(on)),
    "powerful-feed-token": lambda on: _reads_feeds(on) and _powerful(on),
    "foreign-feed-token": lambda on: _reads_feeds(on) and _feed_token(on),
    "misdirected-feed-token": lambda on: _reads_feeds(on) and _misdirected(on),
    "unsigned-feed-token": lambda on: _reads_feeds(on) and _unsigned(on),
    "weak-database-password": _weak_database,
    "weak-broker-login": lambda on: bool(on.bus_url) and _reads_feeds(on) and setting_contents.weak_login(on.bus_url),
    "broker-in-clear": lambda on: bool(on.bus_url) and setting_contents.clear(on.bus_url, "amqps"),
    "database-in-clear": lambda on: (
        sqlite_file(on.database_url) is None and setting_contents.clear_database(on.database_url)
    ),
    "weak-data-key": lambda on: any(map(setting_contents.weak_data_key, _keys(on).glob("*.data.key"))),
    "weak-office-key": lambda on: setting_contents.weak_secrets(path(on.office_key_file)),
    "peers-in-clear": lambda on: any(map(setting_contents.clear, on.peers.values())),
    "scanner-in-clear": lambda on: bool(on.scanner) and setting_contents.clear(on.scanner),
    "limits-off": _limits_off,
    "any-origin": lambda on: "*" in on.cors_origins,
    "origin-in-clear": lambda on: "http://" in on.cors_origins,
    "demo-people": _demo_people,
    "no-revocation-list": _revoked,
}
COMMON = Rows(TABLE, WORDS)
