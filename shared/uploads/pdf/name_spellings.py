"""Finds names of a PDF in its raw bytes in every spelling: a letter may also stand as `#` and two digits."""

import re

DELIMITER = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|\Z)"


def spelt(*names: str) -> bytes:
    """The pattern of these names, each with its slash; a longer name that begins with one of them is another name."""
    return b"/(?:" + b"|".join(_letters(name.removeprefix("/")) for name in sorted(names)) + b")" + DELIMITER


def _letters(name: str) -> bytes:
    return b"".join(b"(?:%s|#(?i:%02x))" % (re.escape(letter.encode()), ord(letter)) for letter in name)
