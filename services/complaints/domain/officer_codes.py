"""How the code of an officer is compared: whatever the spelling, the same person has the same code."""

import re
import unicodedata
from collections.abc import Iterable

MOST_WORDS, MOST_LETTERS = 3, 40
WORD = re.compile(r"[^\W_]+")
LOOKS_LIKE_A_CODE = re.compile(r"[a-z][0-9]{1,4}")
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def normal_code(written: str) -> str:
    """`P9`, `p 9`, `P.-09` and full-width letters are one code: NFKC, case folded, letters and digits only, no leading
    zeros; empty when nothing is left."""
    plain = unicodedata.normalize("NFKC", written).casefold()
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", plain) if letter.isalnum())
    return LEADING_ZEROS.sub("", letters)[:MOST_LETTERS]


def codes_in(written: str) -> set[str]:
    """Every code that a text may name, as in `Pak Ahmad (P 9)`: the whole of it, and up to three words in a row."""
    words = WORD.findall(unicodedata.normalize("NFKC", written))
    runs = {
        normal_code("".join(words[start : start + length]))
        for start in range(len(words))
        for length in range(1, MOST_WORDS + 1)
    }
    return {normal_code(written), *runs} - {""}


def told_codes(written: str, known: Iterable[str]) -> set[str]:
    """The codes in a text that others may be told: those that are known, in their own spelling, and what looks like a
    code. The text itself was written by a reporter and may hold names; none of its words goes out."""
    spelled = {normal_code(each) for each in known if each}
    return {each for each in codes_in(written) if each not in spelled and LOOKS_LIKE_A_CODE.fullmatch(each)}
