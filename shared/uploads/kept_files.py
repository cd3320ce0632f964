"""Keeps accepted files under their digest, and hands out only what the scanner has nothing against."""

from enum import StrEnum
from pathlib import Path

from shared import clock, files
from shared.context import ServiceContext
from shared.errors import Conflict
from shared.files import Kept
from shared.uploads.acceptance import Accepted


class Scan(StrEnum):
    """What is known of a file; without a scanner nothing is, and it is handed out."""

    SCANNING = "scanning"
    CLEAN = "clean"
    INFECTED = "infected"


def folder(context: ServiceContext) -> Path:
    """Where the files of this service lie."""
    return context.settings.var / "files" / context.store.service


def keep(context: ServiceContext, file: Accepted) -> Kept:
    """The bytes first, then what the scanner said of them; the caller's row comes last."""
    kept = files.keep(folder(context), file.content, file.media)
    if file.scan:
        with context.store.transaction():
            _note(context, kept.sha256, Scan(file.scan))
    return kept


def fetch(context: ServiceContext, sha256: str) -> bytes:
    """The bytes, to be handed out; Conflict while the scanner has not answered, and after it found something."""
    row = context.FileScan.get_or_none(context.FileScan.sha256 == sha256)
    if row and row.state == Scan.SCANNING:
        raise Conflict("file-being-scanned", allowed=[])
    if row and row.state == Scan.INFECTED:
        raise Conflict("file-removed", virus=row.virus, allowed=[])
    return files.fetch(folder(context), sha256)


def find(context: ServiceContext, sha256: str) -> bytes | None:
    """The bytes, if they are there and may be used."""
    row = context.FileScan.get_or_none(context.FileScan.sha256 == sha256)
    return None if row and row.state != Scan.CLEAN else files.find(folder(context), sha256)


def _note(context: ServiceContext, sha256: str, state: Scan) -> None:
    """The same bytes may come again: what was cleared stays cleared though the scanner is away today."""
    row = context.FileScan.get_or_none(context.FileScan.sha256 == sha256)
    answered = clock.now() if state is Scan.CLEAN else None
    facts = {"state": state, "virus": "", "answered_at": answered}
    if row is None:
        context.FileScan.create(sha256=sha256, **facts)
    elif row.state != Scan.CLEAN or state is Scan.CLEAN:
        context.FileScan.update(facts).where(context.FileScan.sha256 == sha256).execute()
