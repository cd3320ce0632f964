"""A service's database: opened late, written to only inside `transaction()`."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from peewee import CharField, DatabaseProxy, IntegerField, SqliteDatabase

from shared import clock
from shared.database.connect import open_database
from shared.database.encryption import Vault
from shared.database.fields import MomentField
from shared.database.insert_cache import Table
from shared.errors import NotFound, Stale
from shared.ids import uuid7
from shared.process import fault_injection


class Store:
    """One service's database, its vault, and the only door to writing."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.database = DatabaseProxy()
        self.vault = Vault()
        self.before_commit: list[Callable[[], None]] = []
        self.after_commit: list[Callable[[], None]] = []
        self.after_rollback: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._local = threading.local()
        self._flock: Any = None

    def open(self, url: str, keys: Path) -> None:
        """Point the proxy at the database of `url`; makes the folder, not the tables."""
        self.close()
        self.vault.open(keys / f"{self.service}.data.key")
        database = open_database(url)
        self.is_sqlite = isinstance(database, SqliteDatabase)
        if self.is_sqlite:
            self._flock = os.open(f"{database.database}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        self.database.initialize(database)

    def leave(self) -> None:
        """Close the connection of this thread, which is about to end."""
        if self.database.obj is not None and not self.database.is_closed():
            self.database.close()

    def close(self) -> None:
        self.leave()
        if self._flock:
            os.close(self._flock)
            self._flock = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything or nothing. Re-entrant: the outermost block commits; any exception spoils the whole.

        On SQLite writers queue on a process-wide lock and a file lock, because SQLite's own waiting is unfair.
        """
        if self.in_transaction:
            try:
                yield
            except BaseException:
                self._local.spoilt = True
                raise
            return
        with self._writing(), self._outermost(), self._connected().atomic():
            yield
            if self._local.spoilt:
                raise RuntimeError("a refusal inside this transaction was swallowed")
            for hook in self.before_commit:
                hook()
            fault_injection.point("before_commit")
        fault_injection.point("after_commit")
        for hook in self.after_commit:
            hook()

    @property
    def in_transaction(self) -> bool:
        return getattr(self._local, "open", False)

    @property
    def scratch(self) -> dict[str, Any]:
        """Per-thread room for what must wait for the commit."""
        if not hasattr(self._local, "scratch"):
            self._local.scratch = {}
        return self._local.scratch

    def execute(self, sql: str, *params: Any) -> Any:
        """Run hot plumbing SQL written with `?`; returns the cursor."""
        self._connected()
        return self.database.execute_sql(sql if self.is_sqlite else sql.replace("%", "%%").replace("?", "%s"), params)

    def in_turn(self, name: str) -> None:
        """Wait until no other transaction is in this turn, and hold it to the end of this one; what is counted inside
        is so written before the next one counts. Writers of SQLite wait for each other anyway."""
        if not self.in_transaction:
            raise RuntimeError(f"turn of {name} taken outside a transaction")
        if not self.is_sqlite:
            self.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name)

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        self._local.open, self._local.spoilt = True, False
        try:
            yield
        except BaseException:
            for hook in self.after_rollback:
                hook()
            raise
        finally:
            self._local.open = False

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        with self._lock:
            fcntl.flock(self._flock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._flock, fcntl.LOCK_UN)

    def _connected(self) -> Any:
        """The database with a living connection in this thread."""
        database = self.database.obj
        if not self.is_sqlite:
            database.hang_up()
        if database.is_closed():
            database.connect(reuse_if_open=True)
        return database


class Row(Table):
    """A table with the columns that every thing has: id, version for If-Match, and its birth."""

    id = CharField(36, primary_key=True, default=uuid7)
    version = IntegerField(default=1)
    created_at = MomentField(default=clock.now)

    class Meta:
        legacy_table_names = False

    @classmethod
    def find(cls, id: str, match: int | None = None) -> Self:
        """The row; NotFound if there is none, Stale if the caller read another version than `match`.

        A row that is about to be changed is locked where the database can: who comes second then sees all of the
        first one's change, and not half of it.
        """
        row = cls._read(id, match is not None)
        if match is not None and match != row.version:
            raise Stale("stale", version=row.version)
        return row

    @classmethod
    def locked(cls, id: str) -> Self:
        """The row, whatever its version, and nobody else changes it before the transaction ends; or NotFound."""
        return cls._read(id, True)

    @classmethod
    def _read(cls, id: str, lock: bool) -> Self:
        found = cls.select().where(cls.id == id)
        row = (found.for_update() if lock and cls._meta.database.for_update else found).first()
        if row is None:
            raise NotFound("not-found")
        return row

    def change(self, **values: Any) -> None:
        """Write the new values if nobody else wrote since this row was read; Stale otherwise."""
        cls, read = type(self), self.version
        for name, value in values.items():
            setattr(self, name, value)
        self.version = read + 1
        written = {getattr(cls, name): value for name, value in values.items()}
        if (
            not cls.update({**written, cls.version: self.version})
            .where(cls.id == self.id, cls.version == read)
            .execute()
        ):
            raise Stale("stale", version=read)
