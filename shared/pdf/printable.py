"""Keeps text printable: what the shipped fonts cannot show becomes a box, what would show as nothing is dropped."""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
BOX = "\N{WHITE SQUARE}"
BREAKS = re.compile(r"\r\n|[\t-\r\x85\u2028\u2029]")  # on a paper only the template breaks lines
UNSEEN = ("Cc", "Cf")  # controls, and format marks such as the right-to-left override that can forge what a reader sees


def printable(value: object) -> object:
    """`value` with every text in it made printable, in lists and dicts too; other things stay as they are."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {printable(key): printable(inner) for key, inner in value.items()}  # a key may be the name of a unit
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def _text(text: str) -> str:
    if text.isascii() and text.isprintable():  # most texts, and pictures of many million letters
        return text
    known = _known()
    letters = (c for c in BREAKS.sub(" ", unicodedata.normalize("NFC", text)) if unicodedata.category(c) not in UNSEEN)
    return "".join(c if ord(c) in known else BOX for c in letters)


@cache
def _known() -> frozenset[int]:
    """Code points that every shipped font has."""
    return frozenset.intersection(*(_covered(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))))


def _covered(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font, from its `cmap` table of format 4 (the only one our fonts carry)."""
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(struct.unpack_from(">H", font, 4)[0]))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    records = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * i) for i in range(_short(font, cmap + 2)))
    start = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    count = _short(font, start + 6) // 2
    ends, starts, deltas, ranges = (start + 14 + part for part in (0, 2 + 2 * count, 2 + 4 * count, 2 + 6 * count))
    found = set()
    for i in range(0, 2 * count, 2):
        first, delta, offset = _short(font, starts + i), _short(font, deltas + i), _short(font, ranges + i)
        for code in range(first, _short(font, ends + i) + 1):
            glyph = _short(font, ranges + i + offset + 2 * (code - first)) if offset else code + delta
            if glyph % 0x10000:
                found.add(code)
    return frozenset(found - {0xFFFF})


def _short(font: bytes, at: int) -> int:
    return struct.unpack_from(">H", font, at)[0]
