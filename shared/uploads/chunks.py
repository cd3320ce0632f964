"""Where a JPEG or PNG ends, found by its segments alone: what follows is no part of the picture."""

import re

from shared.uploads.refusals import damaged, too_costly

MOST_SEGMENTS, MOST_SCANS, MOST_CHUNKS = 1_000, 64, 20_000
# Between segments and inside compressed data; FF00 and the restart markers are data.
MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
END, SCAN, START, ALONE = 0xD9, 0xDA, 0xD8, 0x01
BESIDE = {*range(0xE1, 0xF0), 0xFE} - {0xEE}  # application segments and comments; Adobe's tells how colours are coded
PNG_HEAD = 8


def jpeg_end(content: bytes) -> tuple[int, int]:
    """The offset after the picture's own end marker, and in how many scans it is told."""
    at, scans = 2, 0
    for _ in range(MOST_SEGMENTS):
        found = MARKER.search(content, at)
        if found is None or found[1][0] == START:
            raise damaged()
        kind, at = found[1][0], found.end()
        if kind == END and scans:
            return at, scans
        scans += kind == SCAN
        if scans > MOST_SCANS:
            break
        at += 0 if kind in (ALONE, END) else max(2, int.from_bytes(content[at : at + 2], "big"))
    raise too_costly()


def jpeg_bare(content: bytes) -> bytes:
    """The same picture, coded bit by bit as it was, without what a camera writes beside it and behind it."""
    kept, at, end = [content[:2]], 2, jpeg_end(content)[0]
    while (found := MARKER.search(content, at)) and found[1][0] not in (SCAN, END):
        begin, at = found.start(), found.end() + max(2, int.from_bytes(content[found.end() : found.end() + 2], "big"))
        kept += [] if found[1][0] in BESIDE else [content[begin:at]]
    return b"".join([*kept, content[found.start() if found else at : end]])


def png_end(content: bytes) -> tuple[int, int]:
    """The offset after the first IEND; a PNG is told once."""
    at = PNG_HEAD
    for _ in range(MOST_CHUNKS):
        head = content[at : at + 8]
        at += 12 + int.from_bytes(head[:4], "big")
        if len(head) < PNG_HEAD or at > len(content):
            raise damaged()
        if head[4:] == b"IEND":
            return at, 1
    raise too_costly()
