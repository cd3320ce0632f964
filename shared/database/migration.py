"""Brings a service's database to the newest shape, one process at a time, and says when models and tables differ."""

import contextlib
import fcntl
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from peewee import Model
from playhouse import migrations
from playhouse.schema_diff import diff_models

from shared import file_modes
from shared.database.store import Store

TABLE = "schema_migration"


def up(store: Store, folder: Path) -> list[str]:
    """Apply what is missing; returns the names applied."""
    # What is kept of a secret may become another form of it: a migration finds the vault with the database.
    store.database.obj.vault = store.vault
    with _alone(store):
        return migrations.Runner(store.database.obj, str(folder), TABLE).up()


def behind(store: Store, folder: Path) -> str:
    """The first migration that the database lacks; empty when it is up to date."""
    rows = migrations.Runner(store.database.obj, str(folder), TABLE).status()
    return next((row.name for row in rows if row.applied is None), "")


def drift(store: Store, models: Sequence[type[Model]]) -> str:
    """What peewee's own comparison says; empty when tables and models agree."""
    found = diff_models(store.database.obj, list(models))
    return str(found) if found else ""


def generate(store: Store, folder: Path, models: Sequence[type[Model]], name: str) -> str:
    """Write the next migration from the difference; returns its file, empty when there is none."""
    folder.mkdir(exist_ok=True)
    runner = migrations.Runner(store.database.obj, str(folder), TABLE)
    found = diff_models(store.database.obj, list(models))
    if not found:
        return ""
    body = migrations.template(found)
    body = body if runner.status() else body.replace("\n\ndef down", f"{_over_some_rows(store, models)}\n\ndef down", 1)
    return str(runner.create(name, body=frozen(body, name)))


def _over_some_rows(store: Store, models: Sequence[type[Model]]) -> str:
    """Lines that make the indexes over some rows only, which the comparison leaves out of tables that are all new."""
    indexes = [index for model in models for index in model._meta.indexes if getattr(index, "_where", None)]
    statements = (store.database.obj.get_sql_context().sql(index).query()[0] for index in indexes)
    return "".join(f"    db.execute_sql({statement!r})\n" for statement in statements)


def frozen(body: str, name: str) -> str:
    """A generated body made independent of our field types, which are text to the database."""
    lines = [line for line in body.splitlines() if not line.startswith(("# ", "from shared"))]
    text = re.sub(r"\b(Json|Moment|Secret)Field\(", "TextField(", "\n".join(lines))
    text = re.sub(r"(, )?default=(dict|list)", "", text).replace("TextField(, ", "TextField(")
    title = f"{name.replace('_', ' ').capitalize()}: a frozen copy of the tables, generated from the models."
    return f'"""{title}"""\n\n{text.strip()}\n'


@contextlib.contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Two processes that start at once must not migrate at once."""
    if not store.is_sqlite:
        store.execute("SELECT pg_advisory_lock(7405)")
        try:
            yield
        finally:
            store.execute("SELECT pg_advisory_unlock(7405)")
        return
    with file_modes.file(Path(f"{store.database.database}.migrate")).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
