"""How the numbers of papers and letters, their ids and codes are compared: whatever the spelling, one thing has one
key, and a text names every thing whose key is in it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

from services.complaints.domain.officer_codes import LEADING_ZEROS
from services.complaints.domain.spellings import plain
from shared.look_alikes import ALPHABET, check_letter

MOST_WORDS, LEAST_DIGITS, CODE_LETTERS = 12, 4, 24
LONGEST, MOST_RUNS = 5, 2000  # letters of an abbreviation such as UPTD; what one text may cost
MOST_KEYS, KEPT_OF_FULL = 800, 50  # of a case, of which one number makes up to two hundred
TYPED = str.maketrans("OIL", "011")
SAME = str.maketrans("oil", "011")
FULL = "\n"  # no key of anything: the text holds more numbers than are looked at
BEFORE, BEHIND = re.compile(r"^[a-z]+(?=[0-9])"), re.compile(r"(?<=[0-9])[a-z]+$")


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
    off it. A text that holds more than are looked at has the key `FULL` beside them."""
    keys: set[str] = set()
    for count, run in enumerate(filter(_may_be_one, _runs(plain(text).split(), longest))):
        if count >= MOST_RUNS or len(keys) >= MOST_KEYS:
            return keys | {FULL}
        keys |= _numbers(run) | _codes("".join(run))
    return keys


def topics(about: Mapping[str, str], *texts: str) -> set[str]:
    """The keys of everything that a complaint may be about, in which field or text soever, also of a number that begins
    in one and goes on in another. They are at most `MOST_KEYS`; of more only a few are kept, and `FULL`."""
    fields = [value for value in about.values() if value]
    keys = [key for value in fields for key in sorted(keys_of(value) | keys_in(value, len(value)))]
    for text in (*texts, *_seams(fields, texts)):
        keys += sorted(keys_in(text))
    found = list(dict.fromkeys(keys))
    return set(found) if len(found) <= MOST_KEYS and FULL not in found else {*found[:KEPT_OF_FULL], FULL}


def names_of_paper(number: str) -> set[str]:
    """The keys by which a paper is named: its number, also without what stands before its first stroke."""
    return keys_of(number) | _of_part(number.partition("/")[2])


def names_of_letter(number: str) -> set[str]:
    """The keys by which a letter is named: its number, also without its check letter."""
    begin, _, last = number.rpartition("-")
    return keys_of(number) | (_of_part(begin) if len(last) == 1 else set())


def names_of_serial(serial: str) -> set[str]:
    """The keys of a serial number, unless it is so short that it could be a year or an amount."""
    letters = plain(serial).replace(" ", "")
    return keys_of(serial) if len(letters) > LEAST_DIGITS and _may_be_one([letters]) else set()


def _of_part(part: str) -> set[str]:
    words = plain(part).split()
    return _keys(words) if len(words) > 1 and _may_be_one(words) else set()


def _numbers(run: list[str]) -> set[str]:
    if sum(map(str.isdigit, "".join(run))) < LEAST_DIGITS:
        return set()
    return _keys(run) | set().union(*map(_keys, _unglued(run)))


def _codes(letters: str) -> set[str]:
    """The key of a code, if its last letter checks the others: eight words of three letters are none."""
    typed = letters.upper().translate(TYPED)
    fits = len(typed) == CODE_LETTERS and set(typed) <= set(ALPHABET) and check_letter(typed[:-1]) == typed[-1]
    return {key_of_code(letters)} if fits else set()


def _seams(fields: Sequence[str], texts: Sequence[str]) -> Iterator[str]:
    """The end of one text before the beginning of the next, of each field before the last text, and of this before each
    field."""
    last = texts[-1:]
    for one, other in (*pairwise(texts), *product(fields, last), *product(last, fields)):
        yield " ".join([*plain(one).split()[-MOST_WORDS:], *plain(other).split()[:MOST_WORDS]])


def _runs(words: list[str], longest: int) -> Iterator[list[str]]:
    for start in range(len(words)):
        for end in range(start, min(start + MOST_WORDS, len(words))):
            if words[end].isalpha() and len(words[end]) > longest:
                break
            yield words[start : end + 1]


def _unglued(run: list[str]) -> Iterator[list[str]]:
    """The run without what is glued to its first word, to its last, and to both: `SKHP500 ... 2026nya`."""
    begun = [BEFORE.sub("", run[0]), *run[1:]]
    yield begun
    yield [*run[:-1], BEHIND.sub("", run[-1])]
    yield [*begun[:-1], BEHIND.sub("", begun[-1])]


def _may_be_one(run: list[str]) -> bool:
    letters = "".join(run)
    return len(letters) == CODE_LETTERS or sum(letter.isdigit() for letter in letters) >= LEAST_DIGITS


def _keys(words: list[str]) -> set[str]:
    alike = [word.translate(SAME) for word in words]
    return {"".join(alike), "".join(LEADING_ZEROS.sub("", word) for word in alike)} - {""}
