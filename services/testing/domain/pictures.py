"""How large a picture says it is, read from its first bytes alone, and which pictures a paper can bear."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

Size = tuple[int, int]
PNG, JPEG = "image/png", "image/jpeg"
# Frames that every reader of JPEG and PDF knows: baseline, extended, progressive.
FRAMES, SCAN, FILLING, LONE = {0xC0, 0xC1, 0xC2}, 0xDA, 0xFF, {0x01, *range(0xD0, 0xD9)}
OTHER_FRAMES = {*range(0xC3, 0xD0)} - {0xC4, 0xC8, 0xCC}
MOST_SEGMENTS = 500


class Shows(StrEnum):
    """What a photo of an examination shows."""

    PLATE = "plate"
    SEAL = "seal"
    MARK = "mark"
    DAMAGE = "damage"
    INSTALLATION = "installation"
    OTHER = "other"


def size_of(content: bytes, media: str) -> Size | None:
    """Width and height as the file declares them, without unpacking a byte of it; None if it does not say so once."""
    size = {PNG: _png, JPEG: _jpeg}.get(media, lambda _: None)(content)
    return size if size and min(size) > 0 else None


def too_large(picture: Mapping[str, Any], limits: Mapping[str, int]) -> bool:
    """Whether it exceeds what is taken, as a file or unpacked; the limits themselves are allowed."""
    sides = (picture["width"] or 0, picture["height"] or 0)
    measured = {"most_bytes": picture["size"], "most_side": max(sides), "most_pixels": sides[0] * sides[1]}
    return any(value > limits[name] for name, value in measured.items())


def to_print(pictures: Iterable[Mapping[str, Any]], most_bytes: int, most_pixels: int) -> set[str]:
    """The digests of those that a paper shows, in their order while there is room; a PNG is unpacked for it."""
    shown = set()
    for one in (one for one in pictures if one["width"]):
        pixels = one["width"] * one["height"] if one["media"] == PNG else 0
        if one["size"] <= most_bytes and pixels <= most_pixels:
            shown.add(one["sha256"])
            most_bytes, most_pixels = most_bytes - one["size"], most_pixels - pixels
    return shown


def _png(content: bytes) -> Size | None:
    header = content[8:16] == b"\x00\x00\x00\rIHDR"
    return (_number(content[16:20]), _number(content[20:24])) if header else None


def _jpeg(content: bytes) -> Size | None:
    """Two frames, or one of a rare kind, are read differently by different readers: no size."""
    sizes, at = [], 2
    for _ in range(MOST_SEGMENTS):
        marker = content[at + 1 : at + 2]
        if content[at : at + 1] != b"\xff" or not marker or marker[0] in OTHER_FRAMES:
            return None
        if marker[0] == SCAN:
            return sizes[0] if len(sizes) == 1 else None
        if marker[0] in FRAMES:
            sizes.append((_number(content[at + 7 : at + 9]), _number(content[at + 5 : at + 7])))
        at += _step(content, at, marker[0])
    return None


def _step(content: bytes, at: int, marker: int) -> int:
    """How far the next segment is; a byte of filling is one step, a marker alone two."""
    if marker == FILLING:
        return 1
    return 2 if marker in LONE else 2 + max(2, _number(content[at + 2 : at + 4]))


def _number(big_endian: bytes) -> int:
    return int.from_bytes(big_endian, "big")
