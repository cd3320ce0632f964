"""Files in a folder that no other account reads: kept under their digest, written before the row that names them."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shared import file_modes
from shared.errors import NotFound
from shared.ids import uuid7


@dataclass(frozen=True)
class Kept:
    """A file in the folder: its digest is its name."""

    sha256: str
    media: str
    size: int


def keep(folder: Path, content: bytes, media: str) -> Kept:
    """Write the bytes durably under their SHA-256; the same bytes twice are one file."""
    digest = hashlib.sha256(content).hexdigest()
    place = folder / digest[:2] / digest
    if not place.exists():
        file_modes.folder(place.parent)
        draft = file_modes.file(place.with_suffix(f".{uuid7()}"))
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
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


def remove(folder: Path, sha256: str) -> None:
    """Take the bytes away; that they were there stands elsewhere."""
    with suppress(FileNotFoundError):
        (folder / sha256[:2] / sha256).unlink()
