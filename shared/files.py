"""Files from outside: judged by content, kept under their digest, written before the row that names them."""

import hashlib
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from shared.errors import Invalid, NotFound
from shared.ids import uuid7

SIGNATURES = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
ENDINGS = {
    "application/pdf": re.compile(rb"%%EOF\s*\Z"),
    "image/jpeg": re.compile(rb"\xff\xd9\s*\Z"),
    "image/png": re.compile(rb"IEND\xaeB`\x82\s*\Z"),
}
# What a letter never needs and an attacker does: script, launching, embedded files, passwords. A script action always
# names JavaScript; the short /JS beside it is not sought, because any large picture holds these three bytes by chance.
ACTIVE = ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "Encrypt")
MOST_INFLATED = 16 * 1024 * 1024


def _named(*names: str) -> re.Pattern[bytes]:
    """PDF names with any of their letters written as #hex."""
    spelt = ("".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelt)})(?![A-Za-z0-9])".encode())


FORBIDDEN, PACKED = _named(*ACTIVE), _named("ObjStm")


@dataclass(frozen=True)
class Kept:
    """A file in the folder: its digest is its name."""

    sha256: str
    media: str
    size: int


def judge(content: bytes) -> str:
    """The media type by content; raises Invalid `unreadable-file` for anything but a whole, plain PDF, JPEG or PNG."""
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    media = next((name for name, start in SIGNATURES.items() if content.startswith(start)), "")
    faults = {
        "jenis / type": not media,
        "tidak utuh / truncated": bool(media) and not ENDINGS[media].search(content[-1024:]),
        "isi aktif / active content": media == "application/pdf" and _is_active(content),
    }
    if fault := next((name for name, found in faults.items() if found), ""):
        raise Invalid("unreadable-file", errors=[{"pointer": "/file", "code": "unreadable"}], reason=fault)
    return media


def _is_active(content: bytes) -> bool:
    """Looks at plain objects and into packed ones; what cannot be unpacked is not trusted."""
    parts = [content, *(_inflated(content, found.end()) for found in PACKED.finditer(content))]
    return any(part is None or FORBIDDEN.search(part) for part in parts)


def _inflated(content: bytes, start: int) -> bytes | None:
    """The objects packed in the stream that begins after `start`; None if they cannot be read or are a bomb."""
    opening = re.compile(rb"stream\r?\n").search(content, start, start + 2000)
    if opening is None:
        return None
    machine = zlib.decompressobj()
    try:
        plain = machine.decompress(content[opening.end() :], MOST_INFLATED)
    except zlib.error:
        return None
    return plain if machine.eof else None


def keep(folder: Path, content: bytes, media: str) -> Kept:
    """Write the bytes durably under their SHA-256; the same bytes twice are one file."""
    digest = hashlib.sha256(content).hexdigest()
    place = folder / digest[:2] / digest
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{uuid7()}")
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
