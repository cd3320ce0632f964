"""How the numbers of papers and letters, their ids and codes are compared: whatever the spelling, one thing has one
key, and a text names every thing whose key is in it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from services.complaints.domain.officer_codes import LEADING_ZEROS
from services.complaints.domain.spellings import plain

MOST_WORDS, LEAST_DIGITS, CODE_LETTERS = 12, 4, 24
LONGEST, MOST_RUNS = 5, 500  # letters of an abbreviation such as UPTD; what one text may cost
TYPED = str.maketrans("OIL", "011")
SAME = str.maketrans("oil", "011")
EDGE = re.compile(r"^[a-z]+(?=[0-9])|(?<=[0-9])[a-z]+$")


def keys_of(written: str) -> set[str]:
    """The keys of a whole number or id: with its groups of digits as they are, and without their leading zeros."""
    return _keys(plain(written).split())


def key_of_code(code: str) -> str:
    """A code opens its paper, so that only its digest is told."""
    letters = "".join(letter for letter in code.upper().translate(TYPED) if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def keys_in(text: str, longest: int = LONGEST) -> set[str]:
    """The keys of everything in a text that may be a number, an id or a code: words in a row with some digits, none of
    them only letters and `longest` than an abbreviation. Words that are glued to a number, as in `SKHP500/1`, are taken
    off it. Of a text that is full of numbers the first ones count."""
    keys: set[str] = set()
    for run in islice(filter(_may_be_one, _runs(plain(text).split(), longest)), MOST_RUNS):
        keys |= _keys(run) | set().union(*map(_keys, _unglued(run)))
        keys |= {key_of_code("".join(run))} if len("".join(run)) == CODE_LETTERS else set()
    return keys


def topics(about: Mapping[str, str], *texts: str) -> set[str]:
    """The keys of everything that a complaint may be about, in which field or text soever."""
    fields = [value for value in about.values() if value]
    named = [keys_of(value) | keys_in(value, len(value)) for value in fields]
    return {key for keys in (*named, *map(keys_in, texts)) for key in keys}


def _runs(words: list[str], longest: int) -> Iterator[list[str]]:
    for start in range(len(words)):
        for end in range(start, min(start + MOST_WORDS, len(words))):
            if words[end].isalpha() and len(words[end]) > longest:
                break
            yield words[start : end + 1]


def _unglued(run: list[str]) -> Iterator[list[str]]:
    """The run without what is glued to its first word, to its last, and to both: `SKHP500 ... 2026nya`."""
    first, last = EDGE.sub("", run[0]), EDGE.sub("", run[-1])
    yield [first, *run[1:]]
    yield [*run[:-1], last]
    if len(run) > 1:
        yield [first, *run[1:-1], last]


def _may_be_one(run: list[str]) -> bool:
    letters = "".join(run)
    return len(letters) == CODE_LETTERS or sum(letter.isdigit() for letter in letters) >= LEAST_DIGITS


def _keys(words: list[str]) -> set[str]:
    alike = [word.translate(SAME) for word in words]
    return {"".join(alike), "".join(LEADING_ZEROS.sub("", word) for word in alike)} - {""}
