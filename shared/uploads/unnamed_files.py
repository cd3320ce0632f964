"""Takes away files that no row names any more: replaced ones, and those whose request was refused after they were kept.

Whatever is not certain stays. Files and database know each other by a token that both hold and that each turn renews:
where it differs, or the log has begun a new epoch, the database is another one or an older copy, whose rows may lack
what lies there. What was kept until then stays for good, and only what comes later is looked at again.
"""

import json
import logging
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shared import file_modes, files
from shared.context import ServiceParts
from shared.database.fields import FileField, FilesField
from shared.ids import uuid7
from shared.jobs import Job
from shared.uploads.kept_files import Scan

KEPT_UNNAMED = timedelta(days=1)  # no request lasts so long between keeping its file and writing its row
EVERY = timedelta(hours=6)
TOKEN, PREFIX = "token.json", "files "
log = logging.getLogger("shared.uploads")


def remove_unnamed(service: ServiceParts) -> int:
    """Remove what nobody has kept for a day and no row names; returns how many. The clock is the file system's."""
    since, until = _known_since(service), time.time() - KEPT_UNNAMED.total_seconds()
    found = set(files.older(service.files, since, until))  # before the rows are read: what comes later is younger
    unnamed = found - set(named(service.tables)) - set(_being_scanned(service)) if found else set()
    removed = [digest for digest in sorted(unnamed) if files.discard(service.files, digest, until)]
    if removed:
        log.info("%d files that no row names were removed", len(removed))
    _renew(service, since)
    return len(removed)


def named(tables: Iterable[Any]) -> Iterator[str]:
    """The digests that rows hold in the columns that say which files are kept."""
    for table in tables:
        for field in table._meta.sorted_fields:
            if isinstance(field, FileField | FilesField):
                for (value,) in table.select(field).where(field.is_null(False)).tuples().iterator():
                    yield from field.named(value)


def _being_scanned(service: ServiceParts) -> Iterator[str]:
    """Files that wait for the scanner: what it says is written beside them."""
    table = service.context.FileScan
    yield from (row.sha256 for row in table.select().where(table.state == Scan.SCANNING))


def _known_since(service: ServiceParts) -> float:
    """Since when files and database have belonged together; now, where that is not certain."""
    try:
        told = json.loads((service.files / TOKEN).read_text())
        marker, epoch, since = PREFIX + told["token"], told["epoch"], float(told["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return time.time()
    table = service.context.Marker
    paired = table.select().where(table.name == marker).exists() and epoch == service.log.head()[1]
    return since if paired else time.time()


def _renew(service: ServiceParts, since: float) -> None:
    """A new token for both. Should the process die in between, they differ, and what is there stays."""
    token, table = uuid7(), service.context.Marker
    with service.store.transaction():
        table.delete().where(table.name.startswith(PREFIX)).execute()
        table.create(name=PREFIX + token)
        epoch = service.log.head()[1]
    file_modes.folder(service.files)
    _write(service.files / TOKEN, json.dumps({"token": token, "epoch": epoch, "since": since}))


def part(service: ServiceParts) -> None:
    """The database is about to become an older copy of itself: what lies beside it may be named by rows it lacks."""
    (service.files / TOKEN).unlink(missing_ok=True)


def _write(place: Path, text: str) -> None:
    draft = file_modes.file(place.with_suffix(".part"))
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)


def job(service: ServiceParts) -> Job:
    def act(_: datetime) -> object:
        return remove_unnamed(service)

    return Job("remove_unnamed_files", EVERY, act)
