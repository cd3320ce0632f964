"""Whole copies of a service's database, made while others write, and the way back."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from shared import file_modes
from shared.config import environment
from shared.database.store import Store


class Failed(Exception):
    """The copy was not made, or not put back; the text is what the tool said."""


def save(store: Store, url: str, file: Path) -> Path:
    """Write the database into `file`: SQLite's own backup, or pg_dump's custom format. An old file goes last."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    file_modes.file(draft)
    if store.is_sqlite:
        _copy(Path(store.database.database), draft)
    else:
        _run(["pg_dump", "--format=custom", f"--file={draft}"], url)
    return draft.replace(file)


def put_back(store: Store, url: str, file: Path) -> None:
    """Replace the database by what `file` holds; nobody else may have it open."""
    if not file.exists():
        raise Failed(f"{file} is not there")
    if not store.is_sqlite:
        _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(file)], url)
        return
    place = Path(store.database.database)
    store.close()
    draft = place.with_name(f"{place.name}.part")
    draft.unlink(missing_ok=True)
    _copy(file, file_modes.file(draft))
    for rest in ("-wal", "-shm"):  # pages of the old file must not be played into the new one
        place.with_name(place.name + rest).unlink(missing_ok=True)
    draft.replace(place)


def _copy(source: Path, target: Path) -> None:
    """By SQLite itself: a file copied under a writer may hold no tables at all."""
    with closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        judged = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if judged != "ok":
        raise Failed(f"{source}: {judged}")
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _run(command: list[str], url: str) -> None:
    """With the password in the environment, where other users of the machine do not see it."""
    parts = urlsplit(url)
    place = f"{parts.username}@{parts.hostname}:{parts.port or 5432}"
    bare = urlunsplit(parts._replace(netloc=place))
    env = {**environment(), **({"PGPASSWORD": unquote(parts.password)} if parts.password else {})}
    try:
        done = subprocess.run([*command, f"--dbname={bare}"], env=env, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}; run it where the database is, see docs/operations.md") from error
    if done.returncode:
        raise Failed(done.stderr.strip()[-2000:])
