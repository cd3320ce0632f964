"""Where a JPEG or PNG ends, found by its segments alone: what follows is no part of the picture."""

import re

from shared.uploads.refusals import damaged, too_costly

MOST_SEGMENTS, MOST_SCANS, MOST_CHUNKS = 1_000, 64, 20_000
# Between segments and inside compressed data; FF00 and the restart markers are data.
MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
END, SCAN, START, ALONE = 0xD9, 0xDA, 0xD8, 0x01
JFIF, ADOBE = 0xE0, 0xEE
BESIDE = {*range(0xE0, 0xF0), 0xFE}  # application segments and comments
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


def data_ends(content: bytes) -> list[int]:
    """Where the compressed data of each scan end."""
    ends, at, data = [], 2, False
    for _ in range(MOST_SEGMENTS):
        found = MARKER.search(content, at)
        if found is None:
            break
        ends += [found.start()] if data else []
        kind, at = found[1][0], found.end()
        if kind == END:
            break
        at += 0 if kind == ALONE else max(2, int.from_bytes(content[at : at + 2], "big"))
        data = kind == SCAN
    return ends


def jpeg_bare(content: bytes) -> bytes:
    """The same picture, coded bit by bit as it was, without what a camera writes beside it, between and behind."""
    if not content.startswith(b"\xff\xd8"):
        raise damaged()
    kept, at, end, data = [content[:2]], 2, jpeg_end(content)[0], False
    while at < end and (found := MARKER.search(content, at)):
        kind, begin = found[1][0], found.start()
        kept += [content[at:begin]] if data else []  # what lies between other segments is no part of the picture
        alone = kind in (ALONE, END)
        at = found.end() + (0 if alone else max(2, int.from_bytes(content[found.end() : found.end() + 2], "big")))
        kept.append(_plain(kind, content[begin:at]))
        data = kind == SCAN
    return b"".join(kept)


def _plain(kind: int, segment: bytes) -> bytes:
    """Of application segments what tells how colours are coded: JFIF without its small picture, and Adobe's."""
    if kind == JFIF:
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0" if segment[4:9] == b"JFIF\0" else b""
    if kind == ADOBE:
        return b"\xff\xee\x00\x0e" + segment[4:16] if segment[4:9] == b"Adobe" else b""
    return b"" if kind in BESIDE else segment


def png_end(content: bytes) -> tuple[int, int]:
    """The offset after the first IEND; a PNG is told once."""
    at, profiles = PNG_HEAD, 0
    for _ in range(MOST_CHUNKS):
        head = content[at : at + 8]
        at += 12 + int.from_bytes(head[:4], "big")
        profiles += head[4:] == b"iCCP"
        if profiles > 1:  # a picture has one, and each is unpacked
            raise too_costly()
        if len(head) < PNG_HEAD or at > len(content):
            raise damaged()
        if head[4:] == b"IEND":
            return at, 1
    raise too_costly()
