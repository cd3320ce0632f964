"""Has files scanned: at once when they come, and by the clock those that came while the scanner was away."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared import clock, files
from shared.errors import Invalid
from shared.jobs import Job
from shared.service import Room
from shared.uploads import clamd
from shared.uploads.kept import Scan, folder
from shared.uploads.offered import Accepted

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


def scan_waiting(room: Room) -> int:
    """Ask for the files that wait; returns how many got an answer. One that finds the scanner away ends the turn."""
    table, answered = room.FileScan, 0
    if not (address := room.settings.scanner):
        return 0
    waiting = table.select().where(table.state == Scan.SCANNING).order_by(table.attempts, table.asked_at)
    for row in list(waiting.limit(AT_ONCE)):
        try:
            answered += _scan(room, row, address)
        except clamd.Away as error:
            _tried(room, row, str(error))
            if isinstance(error.__cause__, OSError):
                break
    return answered


def _scan(room: Room, row: Any, address: str) -> bool:
    content = files.find(folder(room), row.sha256)
    if content is None:
        _tried(room, row, "the file is not there")
        return False
    virus = clamd.scan(address, content).virus
    facts = {"state": Scan.INFECTED if virus else Scan.CLEAN, "virus": virus[:200], "answered_at": clock.now()}
    with room.store.transaction():
        room.FileScan.update(last_error="", **facts).where(room.FileScan.sha256 == row.sha256).execute()
    if virus:  # that it was there stays in the table; its bytes do not
        log.warning("scanner: %s found in %s, removed", virus, row.sha256)
        files.remove(folder(room), row.sha256)
    return True


def _tried(room: Room, row: Any, error: str) -> None:
    with room.store.transaction():
        tried = {"attempts": row.attempts + 1, "last_error": error}
        room.FileScan.update(tried).where(room.FileScan.sha256 == row.sha256).execute()


def job(room: Room) -> Job:
    def act(_: datetime) -> object:
        return scan_waiting(room)

    return Job("scan_files", EVERY, act)
