"""Has files scanned: at once when they come, and by the clock those that came while the scanner was away."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared import clock, files
from shared.context import ServiceContext
from shared.errors import Invalid
from shared.jobs import Job
from shared.uploads import clamd
from shared.uploads.acceptance import Accepted
from shared.uploads.kept_files import Scan, folder

EVERY = timedelta(seconds=5)
AT_ONCE = 20
log = logging.getLogger("shared.uploads")


def scanned(address: str, file: Accepted) -> Accepted:
    """The file with the scanner's word on what is going to be kept; infected ones are refused, others wait."""
    if not address:
        return file
    try:
        answer = clamd.scan(address, file.content)
    except clamd.Away as error:
        log.warning("scanner: %s; a file has to wait", error)
        return replace(file, scan=Scan.SCANNING)
    if answer.virus:
        pointer = [{"pointer": "/file", "code": "infected"}]
        raise Invalid("file-infected", errors=pointer, virus=answer.virus)
    return replace(file, scan=Scan.CLEAN)


def scan_waiting(context: ServiceContext) -> int:
    """Ask for the files that wait; returns how many got an answer. One that finds the scanner away ends the turn."""
    table, answered = context.FileScan, 0
    if not (address := context.settings.scanner):
        return 0
    waiting = table.select().where(table.state == Scan.SCANNING).order_by(table.attempts, table.asked_at)
    for row in list(waiting.limit(AT_ONCE)):
        try:
            answered += _scan(context, row, address)
        except clamd.Away as error:
            _tried(context, row, str(error))
            if isinstance(error.__cause__, OSError):
                break
    return answered


def _scan(context: ServiceContext, row: Any, address: str) -> bool:
    content = files.find(folder(context), row.sha256)
    if content is None:
        _tried(context, row, "the file is not there")
        return False
    virus = clamd.scan(address, content).virus
    facts = {"state": Scan.INFECTED if virus else Scan.CLEAN, "virus": virus[:200], "answered_at": clock.now()}
    with context.store.transaction():
        context.FileScan.update(last_error="", **facts).where(context.FileScan.sha256 == row.sha256).execute()
    if virus:  # that it was there stays in the table; its bytes do not
        log.warning("scanner: %s found in %s, removed", virus, row.sha256)
        files.remove(folder(context), row.sha256)
    return True


def _tried(context: ServiceContext, row: Any, error: str) -> None:
    with context.store.transaction():
        tried = {"attempts": row.attempts + 1, "last_error": error}
        context.FileScan.update(tried).where(context.FileScan.sha256 == row.sha256).execute()


def job(context: ServiceContext) -> Job:
    def act(_: datetime) -> object:
        return scan_waiting(context)

    return Job("scan_files", EVERY, act)
