"""Takes out of a JPEG 2000 picture what is no picture: boxes of metadata, comments in the code (ISO/IEC 15444-1)."""

from collections.abc import Iterator

from shared.uploads.refusals import damaged, too_costly

MOST_BOXES, MOST_MARKERS, MOST_PARTS = 200, 1_000, 20_000
SIGNATURE, CODE = bytes.fromhex("0000000c6a5020200d0a870a"), b"\xff\x4f\xff\x51"
KEPT, HEAD, HEAD_KEPT = (b"jP  ", b"ftyp"), b"jp2h", (b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef")
MARKERS, PART, DATA, END, COMMENT = range(0xFF30, 0xFFFF), 0xFF90, 0xFF93, 0xFFD9, 0xFF64
LEAST = 2  # bytes of a segment: its length


def jpx_bare(content: bytes) -> bytes:
    """The same picture without what tells of its maker; comments are blanked, so that every length still holds."""
    if content.startswith(CODE):
        return _blanked(content)
    if not content.startswith(SIGNATURE):
        raise damaged()
    return b"".join(_kept(*box) for box in _boxes(content))


def _kept(kind: bytes, whole: bytes, inside: bytes) -> bytes:
    if kind == HEAD:
        held = b"".join(each for name, each, _ in _boxes(inside) if name in HEAD_KEPT)
        return (len(held) + 8).to_bytes(4, "big") + HEAD + held
    if kind == b"jp2c":
        return whole[: len(whole) - len(inside)] + _blanked(inside).ljust(len(inside), b"\0")
    return whole if kind in KEPT else b""


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """(kind, whole, inside) of each box; one of length 0 reaches to the end."""
    at = 0
    for _ in range(MOST_BOXES):
        if at >= len(content):
            return
        size, kind, start = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, start = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        size = size or len(content) - at
        if size < start or at + size > len(content):
            raise damaged()
        yield kind, content[at : at + size], content[at + start : at + size]
        at += size
    raise too_costly()


def _blanked(code: bytes) -> bytes:
    """The code up to its end marker, its comments filled with blanks, in its head and in the head of each part."""
    made, at = bytearray(code), 2
    for _ in range(MOST_PARTS):
        at = _blank_head(made, at)
        marker = int.from_bytes(made[at : at + 2], "big")
        if marker == END:
            return bytes(made[: at + 2])
        size = int.from_bytes(made[at + 6 : at + 10], "big")
        if marker != PART or not size:
            raise damaged()
        _blank_head(made, at + 12)
        at += size
    raise too_costly()


def _blank_head(made: bytearray, at: int) -> int:
    """Walk over marker segments until a part, its data or the end begins; returns where."""
    for _ in range(MOST_MARKERS):
        marker = int.from_bytes(made[at : at + 2], "big")
        if marker in (PART, DATA, END):
            return at
        size = int.from_bytes(made[at + 2 : at + 4], "big")
        if marker not in MARKERS or size < LEAST or at + 2 + size > len(made):
            raise damaged()
        if marker == COMMENT:
            made[at + 6 : at + 2 + size] = b" " * max(0, size - 4)
        at += 2 + size
    raise too_costly()
