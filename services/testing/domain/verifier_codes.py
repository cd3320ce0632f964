"""How the code of a verifier is compared: whatever the spelling, the same person has the same code."""

import re
import unicodedata
from collections.abc import Collection

LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def normal_code(written: str) -> str:
    """`P9`, `p 9`, `P.-09` and full-width letters are one code."""
    plain = unicodedata.normalize("NFKD", written).casefold()
    return LEADING_ZEROS.sub("", "".join(letter for letter in plain if letter.isalnum()))


def is_among(code: str, others: Collection[str]) -> bool:
    """Whether the code is one of these, however each is spelled."""
    return normal_code(code) in {normal_code(each) for each in others}
