"""The rows of the table of unsafe settings that look at the environment: names that are no settings of ours and still
steer the interpreter, the web server, the loader or a library; all of a family but those named here as harmless."""

import re
import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from shared.config import Settings, environment
from shared.database.connect import sqlite_file
from shared.production.unsafe_files import others_change

LEADING = ("PGHOST", "PGHOSTADDR", "PGSERVICE")  # libpq follows them whatever the address of the database says
OFF = ("", "0", "false", "no", "off")
DEBUGGING = ("FLASK_DEBUG", "PYTHONDEVMODE", "PYTHONASYNCIODEBUG")
TRUSTED = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # whom OpenSSL believes: the agency's own authority may stand there
CONTAINERS = ("/.dockerenv", "/run/.containerenv")
# Families: a pattern of names, and the members of it that change nothing that anybody could gain by.
QUIET = "PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONFAULTHANDLER PYTHONIOENCODING PYTHONUTF8 PYTHONSAFEPATH"
OWN_ROWS = {*LEADING, *DEBUGGING}
INTERPRETER = r"PYTHON[A-Z]+", {*QUIET.split(), "PYTHONNOUSERSITE", "PYTHONOPTIMIZE"}
SERVER = r"GUNICORN_CMD_ARGS", set[str]()
LOADER = r"LD_[A-Z_]+|DYLD_[A-Z_]+|GCONV_PATH", {"LD_BIND_NOW"}
DATABASE = r"PG[A-Z]+", {"PGAPPNAME", "PGCLIENTENCODING", "PGDATA", "PGTZ", "PGDATESTYLE"}
ENCRYPTION = r"SSLKEYLOGFILE|OPENSSL_[A-Z_]+", set[str]()
CALLS = r"(?i)(https?|all|ftp)_proxy", set[str]()
Family = tuple[str, set[str]]


def members(family: Family) -> Iterator[str]:
    """Names of the family that are set here, though no other row looks at them."""
    pattern, harmless = family
    return (
        name
        for name, value in environment().items()
        if value and re.fullmatch(pattern, name) and name not in harmless | OWN_ROWS
    )


def _steered(family: Family) -> Callable[[Settings], bool]:
    return lambda _: any(members(family))


def _debugging(_: Settings) -> bool:
    return any(environment().get(name, "").lower() not in OFF for name in DEBUGGING)


def _led_elsewhere(settings: Settings) -> bool:
    return sqlite_file(settings.database_url) is None and any(map(environment().get, LEADING))


def _told_otherwise(settings: Settings) -> bool:
    return sqlite_file(settings.database_url) is None and any(members(DATABASE))


def _believes(settings: Settings) -> bool:
    places = [Path(place) for name in TRUSTED for place in environment().get(name, "").split(":") if place]
    return any(others_change(settings, place) for place in places)


def _to_everybody(settings: Settings) -> bool:
    """Whoever reaches the port past the proxy says himself where he comes from. Every address of a container is reached
    by the proxy alone; a name is looked up by nobody here."""
    contained = any(Path(mark).exists() for mark in CONTAINERS)
    addresses = _addresses(settings.listen)
    return any(one.is_global or (one.is_unspecified and not contained) for one in addresses)


def _addresses(listen: str) -> list[IPv4Address | IPv6Address]:
    host = listen.rpartition(":")[0].strip("[]")
    try:
        found = socket.getaddrinfo(host or "0.0.0.0", None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return []
    return [ip_address(one[4][0]) for one in found]


ENVIRONMENT: dict[str, Callable[[Settings], bool]] = {
    "debugging": _debugging,
    "interpreter-steered": _steered(INTERPRETER),
    "server-steered": _steered(SERVER),
    "loader-steered": _steered(LOADER),
    "encryption-steered": _steered(ENCRYPTION),
    "calls-led-elsewhere": _steered(CALLS),
    "trust-writable": _believes,
    "database-elsewhere": _led_elsewhere,
    "database-steered": _told_otherwise,
    "reached-past-the-proxy": _to_everybody,
}
