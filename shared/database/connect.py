"""Opens databases by their addresses: SQLite files, and PostgreSQL, which is dialled anew after it restarted."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from peewee import PostgresqlDatabase, SqliteDatabase

from shared import file_modes
from shared.config import path

PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 5000}


class Postgresql(PostgresqlDatabase):
    """A PostgreSQL that restarted is dialled anew by whoever asks next, reader or writer."""

    def cursor(self, named_cursor: Any = None) -> Any:
        if not self.in_transaction():
            self.hang_up()
        return super().cursor(named_cursor)

    def hang_up(self) -> None:
        """Leave a connection that the other end has ended."""
        if not self.is_closed() and self.connection().closed:
            self.close()


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; none when a server is meant."""
    parts = urlsplit(url)
    return path(parts.path.removeprefix("/")) if parts.scheme == "sqlite" else None


def open_database(url: str) -> SqliteDatabase | PostgresqlDatabase:
    """`sqlite:///relative/or//absolute.db` or `postgresql://user:secret@host:port/name?sslmode=verify-full`."""
    parts = urlsplit(url)
    if file := sqlite_file(url):
        file_modes.folder(file.parent)
        file_modes.file(file)  # and SQLite makes the files beside it with the same mode
        return SqliteDatabase(str(file), pragmas=PRAGMAS, lock_type="IMMEDIATE", timeout=5)
    return Postgresql(
        parts.path.lstrip("/"),
        host=parts.hostname,
        port=parts.port or 5432,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        **dict(parse_qsl(parts.query)),
    )
