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

from tests.live.servers import has_pg, postgres

POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
# Old ones are dropped, but not at once: a test may leave a folder and come back to it.
KEPT = 8
_made: deque[str] = deque()


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
