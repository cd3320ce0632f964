"""What a file or an address of the settings really holds: keys, tokens, passwords."""

import ipaddress
import json
import socket
import unicodedata
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm

from shared import clock
from shared.auth.development_issuer import ALGORITHMS, KID, TRIAL_PREFIX
from shared.auth.pseudonyms import LEAST, OWN_PREFIX

PRIVATE_PARTS = {"d", "p", "q", "dp", "dq", "qi", "k"}
LEAST_MODULUS, LEAST_EXPONENT = 2048, 65537  # NIST SP 800-131A, FIPS 186-5
CURVES = {"EC": {"P-256", "P-384", "P-521"}, "OKP": {"Ed25519", "Ed448"}}
SHORTEST = 12
KNOWN = {"guest", "postgres", "password", "secret", "changeme", "admin", "root", "test", "example", "rahasia"}
HERE = ("localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback")
INSISTING = ("verify-full",)  # values of sslmode by which the certificate is checked, and whom it names
FEWEST = 8  # different letters of a key; 32 random hexadecimal ones have hardly ever fewer than eleven


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


def is_weak(key: dict[str, Any]) -> bool:
    """A key with which others than the issuer could sign: a short RSA modulus, a small exponent, an unknown curve."""
    if key.get("kty") != "RSA":
        return key.get("crv") not in CURVES.get(key.get("kty"), {key.get("crv")})
    return _number(key, "n").bit_length() < LEAST_MODULUS or _number(key, "e") < LEAST_EXPONENT


def _number(key: dict[str, Any], part: str) -> int:
    try:
        return int.from_bytes(urlsafe_b64decode(key[part] + "=="))
    except (KeyError, TypeError, ValueError):
        return 0


def signed_with(file: Path, found: list[dict[str, Any]]) -> bool:
    """Whether the token in the file was signed with the key of this set that it names."""
    try:
        text = file.read_text().strip()
        known = {key.key_id: key for key in jwt.PyJWKSet.from_dict({"keys": found}).keys}
        key = known[jwt.get_unverified_header(text)["kid"]]
        jwt.api_jws.decode(text, key, algorithms=ALGORITHMS)
    except (OSError, ValueError, KeyError, jwt.PyJWTError):
        return False
    return True


def token(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a bearer token, unverified; empty when it is none."""
    try:
        text = file.read_text().strip()
        return jwt.get_unverified_header(text), jwt.decode(text, options={"verify_signature": False})
    except (OSError, ValueError, jwt.PyJWTError):
        return {}, {}


def is_over(claims: dict[str, Any]) -> bool:
    """Whether a token has ended, or says nothing of its end."""
    ends = claims.get("exp")
    return not isinstance(ends, int | float) or ends <= clock.now().timestamp()


def is_local(host: str) -> bool:
    """This machine itself, which nobody else reaches under that name."""
    name = _plain(host)
    if address := _address(name):
        return address.is_loopback or address.is_unspecified
    return name in ("", *HERE) or name.endswith((".localhost", ".localhost.localdomain"))


def secure(url: str) -> bool:
    """https with a host that others can reach."""
    scheme, host = _reached(url)
    return scheme == "https" and not is_local(host)


def is_private_address(url: str) -> bool:
    """Whether the host is an address that nobody outside this network reaches."""
    address = _address(_plain(_reached(url)[1]))
    return bool(address) and not address.is_global and not is_local(_reached(url)[1])


def clear(url: str, *safe: str) -> bool:
    """Whether what is said there crosses a network in clear: neither https (or a scheme named safe), nor this machine,
    nor a container."""
    scheme, host = _reached(url)
    container = "." not in host and not _address(_plain(host))
    return scheme not in ("https", *safe) and not container and not is_local(host)


def clear_database(url: str) -> bool:
    """The same of a database server, whose client takes no encryption unless it is told to insist."""
    insists = parse_qs(urlsplit(url).query).get("sslmode", [""])[-1] in INSISTING
    return bool(_reached(url)[1]) and clear(url) and not insists


def is_bare(url: str) -> bool:
    """Scheme, host and port, and at most a path that does not end in a slash: what addresses are made from."""
    parts = urlsplit(url)
    return not (parts.query or parts.fragment or "@" in parts.netloc or parts.path.endswith("/") or "//" in parts.path)


def _reached(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or ""
    except ValueError:  # an address that is none, such as half an IPv6 one
        return "", "not.an.address"


def _plain(host: str) -> str:
    """A host as resolvers read it: full-width letters, other full stops and the dot at the end do not count."""
    return unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").lower().removesuffix(".")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a name spells, also as C libraries read numbers (127.1, 0x7f.1, 2130706433); nobody is asked."""
    try:
        address = ipaddress.ip_address(name)
        return getattr(address, "ipv4_mapped", None) or address
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return None


def weak_secrets(file: Path) -> bool:
    """Whether a file of keys, one to a line, holds none, or a short, repeating or doubled one, or one made on trial."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines() if line.strip()]
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return not lines or len(set(lines)) < len(lines) or any(map(_weak_secret, lines))


def _weak_secret(line: str) -> bool:
    key = line.removeprefix(OWN_PREFIX)
    repeats = key in (key + key)[1:-1]
    return len(key) < LEAST or len(set(key)) < FEWEST or repeats or not line.startswith(OWN_PREFIX)


def weak_data_key(file: Path) -> bool:
    """Whether the key that seals the data of a service was written by hand: zeros, or a few bytes again and again."""
    try:
        key = urlsafe_b64decode(file.read_bytes().strip())
    except (OSError, ValueError):
        return False  # it opens nothing, and the service says so itself
    return len(set(key)) < FEWEST or key in (key + key)[1:-1]


def weak_login(url: str) -> bool:
    """An address whose password is missing, short, a usual one, the name itself, or made for development."""
    parts = urlsplit(url)
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return bool(parts.scheme) and weak_password(password, name)


def weak_password(password: str, name: str = "") -> bool:
    known = password.lower() in KNOWN | {name.lower()} or password.startswith(TRIAL_PREFIX)
    return known or len(password) < SHORTEST
