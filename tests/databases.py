"""Gives every test a fresh database of the kind that TEST_DATABASE names: SQLite files, or a private PostgreSQL."""

import atexit
import hashlib
import os
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import psycopg

from shared import file_modes
from shared.database.connect import sqlite_file
from shared.database.store import Store
from shared.ids import uuid7
from tests.live.servers import has_pg, postgres

POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
# Old ones are dropped, but not at once: a test may leave a folder and come back to it.
KEPT = 8
_made: deque[str] = deque()
_migrated: dict[str, bytes] = {}  # by service: the SQLite file that all its migrations leave, made once a process


def fresh(name: str, var: Path) -> dict[str, str]:
    """The settings that point service `name` of this folder to a database of its own; the same folder, the same one."""
    if not POSTGRESQL:
        return {}
    own = f"{name}_{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"
    url = cluster()
    if own not in _made:
        with psycopg.connect(url("postgres"), autocommit=True) as admin:
            while len(_made) >= KEPT:
                admin.execute(f"DROP DATABASE {_made.popleft()} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {own}")
        _made.append(own)
    return {"database_url": url(own)}


def lay(name: str, url: str) -> bool:
    """Whether `url` wants a SQLite file that is not there; puts a copy of the kept one there, if there is one."""
    file = sqlite_file(url)
    if file is None or file.exists():
        return False
    if name in _migrated:
        file_modes.folder(file.parent)
        file_modes.file(file).write_bytes(_migrated[name])
    return True


def keep(name: str, store: Store, folder: Path) -> None:
    """Keep the file of a service that migrated a new one and holds no row yet."""
    if name not in _migrated:
        copy = folder / f"{uuid7()}.db"
        store.execute("VACUUM INTO ?", str(copy))
        _migrated[name] = copy.read_bytes()
        copy.unlink()


@cache
def cluster() -> Callable[[str], str]:
    """The URL of a database by name, in a PostgreSQL that lives as long as this process and need not survive it."""
    if not has_pg():
        raise RuntimeError("TEST_DATABASE=postgresql, and no PostgreSQL is installed")
    stack = ExitStack()
    atexit.register(stack.close)
    made = stack.enter_context(postgres())
    address = made("postgres").removesuffix("postgres")
    with psycopg.connect(f"{address}postgres", autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")
    return lambda name: address + name
