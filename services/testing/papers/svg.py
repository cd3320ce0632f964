"""Draws a picture that needs nothing but itself: shapes and words as SVG, read aloud by its title and description."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

from services.testing.domain.quantity import text

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SPACE = "http://www.w3.org/2000/svg"
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML has no letters for
# How wide a letter is, in parts of the size of the type; a picture does not know the font it will be shown in.
NARROW, WIDE = set("iljtfrI.,:;|!'()[]/-–·1 "), set("mwMW@%—…")
INK, GREY, PALE, PAPER = "#1a1a1a", "#767676", "#d9d9d9", "#ffffff"
DARK, LIGHT = "#174a7c", "#f0b35a"  # far apart in brightness, so that they differ on a grey print too


class Drawing:
    """One picture, filled from the top; `down` says how far it reaches."""

    def __init__(self, width: int, title: str, told: str) -> None:
        self.width, self.down = width, Decimal(0)
        self.root = Tree.Element("svg", {"xmlns": SPACE, "role": "img", "aria-labelledby": "title told", "lang": "id"})
        for tag, id, words in (("title", "title", title), ("desc", "told", told)):
            Tree.SubElement(self.root, tag, {"id": id}).text = printable(words)
        self.paper = self.shape("rect", x=0, y=0, width=width, height=0, fill=PAPER)

    def shape(self, tag: str, **attributes: Any) -> Tree.Element:
        """Any shape; `stroke_width` is written as `stroke-width`, numbers to a tenth."""
        named = {name.replace("_", "-"): at(value) for name, value in attributes.items() if value is not None}
        return Tree.SubElement(self.root, tag, named)

    def line(self, x1: Any, y1: Any, x2: Any, y2: Any, **look: Any) -> None:
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": INK, "stroke_width": 1, **look})

    def words(self, x: Any, y: Any, words: str, size: int = 10, **look: Any) -> None:
        """Words on one line; `text_anchor` says where x is."""
        known = {"font_family": FONT, "font_size": size, "fill": INK, **look}
        self.shape("text", x=x, y=y, **known).text = printable(words)

    def paragraph(self, x: int, words: str, size: int = 9, **look: Any) -> None:
        """Words over as many lines as they need, below everything so far."""
        for line in wrapped(words, self.width - 2 * x, size):
            self.down += size + 3
            self.words(x, self.down, line, size, **look)

    def content(self) -> bytes:
        """The file."""
        height = self.down + 8
        self.paper.set("height", at(height))
        size = {"viewBox": f"0 0 {self.width} {at(height)}", "width": at(self.width * 2), "height": at(height * 2)}
        self.root.attrib.update(size)
        return Tree.tostring(self.root, encoding="utf-8", xml_declaration=True)


def at(value: Any) -> str:
    """A place in the picture, to a tenth of its unit; words stay as they are."""
    return value if isinstance(value, str) else text(Decimal(value).quantize(Decimal("0.1")))


def printable(words: str) -> str:
    return UNPRINTABLE.sub("\ufffd", words)


def length(words: str, size: int) -> Decimal:
    """About how wide words are; rather too much than too little."""
    return Decimal(sum(map(_breadth, words))) * size / 10


def _breadth(letter: str) -> int:
    if letter in NARROW:
        return 3
    if letter in WIDE or not letter.isascii():
        return 9
    return 7 if letter.isupper() or letter in "<>=+&" else 6


def fitted(words: str, width: Any, size: int) -> str:
    """As much of the words as there is room for."""
    if length(words, size) <= width:
        return words
    kept = words
    while kept and length(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(words: str, width: Any, size: int) -> list[str]:
    """Lines no longer than the width, broken between words where there are any."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if length(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fitted(line, width, size) for line in lines]
