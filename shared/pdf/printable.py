"""Keeps text printable: what the shipped fonts cannot show becomes a box, what would show as nothing is dropped."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

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
    return frozenset.intersection(*(_covered(path) for path in sorted(FONTS.glob("*.ttf"))))


def _covered(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap() or ())
