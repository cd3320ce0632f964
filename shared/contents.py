"""What a file or an address of the settings really holds: keys, tokens, passwords, who can read it."""

import ipaddress
import json
import os
import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm

from shared.keys import KID, TRIAL_PREFIX

MOUNTED = Path("/run/secrets")  # in a container: one user, and Docker decides owner and mode
OPEN_TO_OTHERS, WRITABLE_BY_OTHERS = 0o077, 0o022
PRIVATE_PARTS = {"d", "p", "q", "dp", "dq", "qi", "k"}
SHORTEST = 12
KNOWN = {"guest", "postgres", "password", "secret", "changeme", "admin", "root", "test", "example", "rahasia"}
HERE = ("localhost", "ip6-localhost")


def exposed(file: Path) -> bool:
    """Whether others than the account of this process can read the file, or own it; a missing one is not exposed."""
    try:
        facts = file.resolve().stat()
    except OSError:
        return False
    if file.resolve().is_relative_to(MOUNTED):
        return False
    return bool(stat.S_IMODE(facts.st_mode) & OPEN_TO_OTHERS) or facts.st_uid not in (os.getuid(), 0)


def writable(file: Path) -> bool:
    """Whether other accounts than its owner can write the file."""
    return file.exists() and bool(stat.S_IMODE(file.stat().st_mode) & WRITABLE_BY_OTHERS)


def keys(file: Path) -> list[dict[str, Any]]:
    """The keys of a key set; none when it is no key set."""
    try:
        found = json.loads(file.read_text())["keys"]
        return [key for key in found if isinstance(key, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def public_part(pem: Path) -> tuple[str, str] | None:
    """The numbers of the public key that belongs to a private one of the development issuer."""
    try:
        key = ECAlgorithm.to_jwk(load_pem_private_key(pem.read_bytes(), None).public_key(), as_dict=True)
        return key["x"], key["y"]
    except (OSError, ValueError, TypeError, jwt.PyJWTError):
        return None


def is_development(key: dict[str, Any], issuer: tuple[str, str] | None) -> bool:
    """A key of the development issuer, by its name or, under another name, by its numbers."""
    return key.get("kid") == KID or (key.get("x"), key.get("y")) == issuer


def is_private(key: dict[str, Any]) -> bool:
    """A key set is published: private parts and shared secrets must not stand in it."""
    return key.get("kty") == "oct" or not PRIVATE_PARTS.isdisjoint(key)


def token(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a bearer token, unverified; empty when it is none."""
    try:
        text = file.read_text().strip()
        return jwt.get_unverified_header(text), jwt.decode(text, options={"verify_signature": False})
    except (OSError, ValueError, jwt.PyJWTError):
        return {}, {}


def is_local(host: str) -> bool:
    """This machine itself, which nobody else reaches under that name."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in ("", *HERE) or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def secure(url: str) -> bool:
    """https with a host that others can reach."""
    parts = urlsplit(url)
    return parts.scheme == "https" and not is_local(parts.hostname or "")


def weak_login(url: str) -> bool:
    """An address whose password is missing, short, a usual one, the name itself, or made for development."""
    parts = urlsplit(url)
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    known = password.lower() in KNOWN | {name.lower()} or password.startswith(TRIAL_PREFIX)
    return bool(parts.scheme) and (known or len(password) < SHORTEST)
