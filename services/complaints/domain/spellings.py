"""Whom a reporter may mean: an officer's code or name in whatever spelling. What is doubtful counts as named, because
that only keeps the case from this officer until somebody else has decided."""

import re
from collections.abc import Iterable
from functools import cache

from services.complaints.domain.officer_codes import normal_code
from shared.look_alikes import folded

SAME_DIGIT = {"0": "0oq", "1": "1il", "2": "2z", "3": "3e", "4": "4a", "5": "5s", "6": "6bg", "8": "8b", "9": "9gq"}
SPOKEN = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
NUMBERS = {**{word: str(number) for number, word in enumerate(SPOKEN)}, "kosong": "0"}
CALLED = "pak|bapak|bpk|bp|bu|ibu|mas|mbak|mba|bang|sdr|sdri|petugas|penera|pegawai|verifikator|kode|nomor|no"
BEFORE = {"", *CALLED.split("|")}
LONGEST_BEFORE = max(map(len, BEFORE))
TITLES = {"drs", "dra", "haji", "hajah", "the", "dan", "bin", "binti"}
ENDINGS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
AS_LETTERS = str.maketrans("01345", "oieas")
LEAST = 3  # letters of a name


def plain(written: str) -> str:
    """Lower-case ASCII letters and digits as far as there are any; single blanks in the place of everything else."""
    words = re.split(r"[^a-z0-9]+", folded(written))
    return " ".join(NUMBERS.get(word, word) for word in words if word)


class Told:
    """What a reporter said: `field`, in which he says who it was, and everything else that he wrote; read once.

    The words are taken apart once for all people, and each code and name is looked for once: whoever asks again, as the
    transaction does that keeps the complaint, reads the answer.
    """

    def __init__(self, field: str, text: str = "") -> None:
        self.field, self.text = plain(field), plain(text)
        self.glued = _sounds(self.field.replace(" ", ""))
        self.words = {bare for word in set(f"{self.field} {self.text}".split()) for bare in _bare(_sounds(word))}
        self.found: dict[tuple[str, str], bool] = {}

    def may_mean(self, codes: Iterable[str], names: Iterable[str]) -> bool:
        """Whether it may be somebody with these codes and names."""
        asked = [*(("code", code) for code in codes), *(("name", name) for name in names)]
        found = [self._has(kind, what) for kind, what in asked]
        return any(found)

    def has_code(self, code: str) -> bool:
        """In the field also letters for digits, glued words, the number alone; in free text a word that only ends in
        the letter of a code, or a number alone, is no code."""
        known = normal_code(code)
        if any(pattern.search(self.field) for pattern in (*_patterns(known), *_greedy(known))):
            return True
        return any(pattern.search(self.text) for pattern in _patterns(known))

    def has_name(self, name: str) -> bool:
        """Any part of it as a word; in the field also glued to other words, or with blanks between its letters."""
        return any((len(part) > LEAST and part in self.glued) or part in self.words for part in _parts(name))

    def _has(self, kind: str, what: str) -> bool:
        if (kind, what) not in self.found:
            self.found[kind, what] = self.has_code(what) if kind == "code" else self.has_name(what)
        return self.found[kind, what]


def _bare(word: str) -> set[str]:
    """The word, and what is left of it without a word for a person before it and a syllable behind it."""
    begun = {word[length:] for length in range(min(len(word), LONGEST_BEFORE) + 1) if word[:length] in BEFORE}
    return {each.removesuffix(end) for each in begun for end in ENDINGS} - {""}


@cache
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name without degrees and titles, as they sound."""
    words = plain(name.partition(",")[0]).split()
    return tuple(_sounds(word) for word in words if len(word) >= LEAST and word not in TITLES)


def _sounds(word: str) -> str:
    """Old and new spelling, doubled letters, digits for letters: all one."""
    word = word.translate(AS_LETTERS)
    for old, new in (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("ch", "h")):
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    """How a code stands in a text: with digits, wherever it stands; with letters in their place, only by itself; its
    number alone behind a word for an officer."""
    letters, digits = _split(code)
    if not code:
        return ()
    if not digits:
        return (re.compile(rf"(?<![a-z]){' *'.join(letters)}(?![a-z])"),)
    spaced, alike = r" *".join(digits), " *".join(_alike(digit) for digit in digits)
    begin = " *".join(f"{letter}[ae]?" for letter in letters)
    return (
        re.compile(rf"(?<![a-z]){begin}(?: *0)* *{spaced}(?![0-9])"),
        re.compile(rf"{''.join(letters)}[0o]*{''.join(digits)}(?![0-9])"),
        re.compile(rf"(?<![a-z]){begin}(?: *[0o])* *{alike}(?![a-z0-9])"),
        re.compile(rf"(?<![a-z])(?:{CALLED}) *(?:0 *)*{spaced}(?![0-9])"),
    )


@cache
def _greedy(code: str) -> tuple[re.Pattern[str], ...]:
    letters, digits = _split(code)
    if not digits:
        return (re.compile(" *".join(letters)),) if letters else ()
    begin, alike = " *".join(f"{letter}[ae]?" for letter in letters), " *".join(_alike(digit) for digit in digits)
    return (
        re.compile(rf"{begin}(?: *[0o])* *{alike}(?![0-9])"),
        re.compile(rf"(?<![a-z0-9])(?:0 *)*{' *'.join(digits)}(?![0-9])"),
    )


def _split(code: str) -> tuple[list[str], list[str]]:
    """Its letters and its digits; of a code in which they alternate, what begins and what is left."""
    folded = plain(code).replace(" ", "")
    found = re.match(r"[^0-9]*", folded)
    begin = found.group() if found else ""
    return list(begin), list(folded[len(begin) :])


def _alike(digit: str) -> str:
    return f"[{SAME_DIGIT[digit]}]" if digit in SAME_DIGIT else re.escape(digit)
