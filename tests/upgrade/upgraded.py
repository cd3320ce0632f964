"""An office as the first release left it, laid into fresh databases, and its people when it is open again."""

import base64
import json
import lzma
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

from shared import file_modes
from shared.auth.development_issuer import Issuer
from shared.config import Settings
from shared.service import Service
from tests.support import ISSUER, NAMES, UNCOUNTED, Caller

HERE = Path(__file__).resolve().parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"
ALWAYS = {"exp": datetime(2100, 1, 1, tzinfo=UTC)}  # tokens are held against the true clock, which stands elsewhere
Rows = dict[str, list[dict[str, Any]]]


@cache
def facts(kind: str) -> dict[str, Any]:
    """What `make.py` wrote beside the databases: keys, small files, answers, and what people held in their hands."""
    return json.loads(lzma.decompress((HERE / kind / "office.json.xz").read_bytes()))


@cache
def dump(kind: str, name: str) -> str:
    return lzma.decompress((HERE / kind / f"{name}.sql.xz").read_bytes()).decode()


def address(kind: str, name: str, var: Path, cluster: Callable[[str], str]) -> str:
    """Where the database of service `name` is; every service of a folder has its own."""
    if kind == SQLITE:
        return f"sqlite:///{var}/{name}.db"
    return f"{cluster('postgres').removesuffix('postgres')}{name}_{abs(hash(str(var)))}"


def lay(kind: str, name: str, url: str) -> None:
    """Fill a new database with what the old release left in it."""
    if kind == SQLITE:
        file = file_modes.file(Path(url.removeprefix("sqlite:///")))
        with sqlite3.connect(file) as database:
            database.executescript(dump(kind, name))
        database.close()
        return
    server, _, own = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {own}".encode())
    with psycopg.connect(url) as database:
        database.execute(dump(kind, name).encode())


def lay_files(kind: str, var: Path) -> None:
    """Keys and small files, where the old release had them."""
    known = facts(kind)
    for at, content in {**known["keys"], **known["files"]}.items():
        file = var / at
        file_modes.folder(file.parent)
        file_modes.file(file).write_bytes(base64.b64decode(content))


class Office:
    """The four services of one folder, opened by this release."""

    def __init__(self, kind: str, var: Path, urls: dict[str, str]) -> None:
        self.kind, self.var, self.urls, self.facts = kind, var, urls, facts(kind)
        self.issuer = Issuer(var / "keys", ISSUER, "uttp")
        self.services: dict[str, Service] = {}
        self.known: dict[tuple[str, str], Caller] = {}
        self.before: dict[str, Rows] = {}  # by service, as the old release left them

    def open(self, *names: str) -> list[Service]:
        """Open these services, or all; nothing is migrated."""
        for name in names or NAMES:
            service = import_module(f"services.{name}.main").service
            own = {"var_dir": str(self.var), "database_url": self.urls[name], "rate_limits": UNCOUNTED}
            self.services[name] = service.open(Settings.from_env(name, **own))
        return list(self.services.values())

    def close(self) -> None:
        self.known.clear()
        for service in self.services.values():
            service.store.close()

    def speak(self, service: str, role: str) -> Caller:
        if (service, role) not in self.known:
            who = [role and f"dev-{role}", *([role.split("-")[0]] if role else [])]
            self.known[service, role] = Caller(self.services[service], self.issuer, *who, name=role, **ALWAYS)
        return self.known[service, role]

    def rows(self, name: str) -> Rows:
        """Every row of every table, as the database keeps it."""
        return {table: self._read(name, table) for table in self.services[name].store.database.get_tables()}

    def _read(self, name: str, table: str) -> list[dict[str, Any]]:
        cursor = self.services[name].store.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
        return sorted(rows, key=str)


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell
