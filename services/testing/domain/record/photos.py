"""Which pictures a record takes, and which of them a paper can bear."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

PNG = "image/png"


class Shows(StrEnum):
    """What a photo of an examination shows."""

    PLATE = "plate"
    SEAL = "seal"
    MARK = "mark"
    DAMAGE = "damage"
    INSTALLATION = "installation"
    OTHER = "other"


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
