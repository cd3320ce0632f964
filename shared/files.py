"""Files in a folder that no other account reads: kept under their digest, written before the row that names them."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from shared import file_modes
from shared.errors import NotFound
from shared.ids import uuid7

NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Kept:
    """A file in the folder: its digest is its name."""

    sha256: str
    media: str
    size: int


def keep(folder: Path, content: bytes, media: str) -> Kept:
    """Write the bytes durably under their SHA-256; the same bytes twice are one file, kept since the second time."""
    digest = hashlib.sha256(content).hexdigest()
    place = folder / digest[:2] / digest
    file_modes.folder(place.parent)
    if not _renewed(place):
        draft = file_modes.file(place.with_suffix(f".{uuid7()}"))
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with _held(place.parent, fcntl.LOCK_SH):
            draft.replace(place)
    return Kept(digest, media, len(content))


def fetch(folder: Path, sha256: str) -> bytes:
    """The bytes; NotFound if they are not there."""
    if (content := find(folder, sha256)) is None:
        raise NotFound("not-found")
    return content


def find(folder: Path, sha256: str) -> bytes | None:
    """The bytes, if they are there."""
    try:
        return (folder / sha256[:2] / sha256).read_bytes()
    except OSError:
        return None


def older(folder: Path, since: float, until: float) -> Iterator[str]:
    """Digests of the files that were kept for the last time between these two moments of the file system's clock."""
    for place in folder.glob("[0-9a-f][0-9a-f]/*"):
        with suppress(FileNotFoundError):
            if NAME.fullmatch(place.name) and since <= place.stat().st_mtime < until:
                yield place.name


def discard(folder: Path, sha256: str, until: float) -> bool:
    """Take the bytes away, unless somebody keeps them now or has kept them at `until` or later."""
    place = folder / sha256[:2] / sha256
    with suppress(OSError), _held(place.parent, fcntl.LOCK_EX | fcntl.LOCK_NB):  # in use, or gone: another turn looks
        if place.stat().st_mtime < until:
            place.unlink()
            return True
    return False


def remove(folder: Path, sha256: str) -> None:
    """Take the bytes away; that they were there stands elsewhere."""
    with suppress(FileNotFoundError):
        (folder / sha256[:2] / sha256).unlink()


def _renewed(place: Path) -> bool:
    """Whether the bytes are there; from now on they count as kept now, so that nobody takes them for left over."""
    with _held(place.parent, fcntl.LOCK_SH), suppress(FileNotFoundError):
        os.utime(place)
        return True
    return False


@contextmanager
def _held(shelf: Path, how: int) -> Iterator[None]:
    """Files that begin alike: many may put in at once, and nobody while one is looked at and taken out."""
    door = os.open(shelf, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(door, how)
        yield
    finally:
        os.close(door)
