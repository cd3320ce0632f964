"""Whom a reporter may mean: an officer's code or name in whatever spelling. What is doubtful counts as named, because
that only keeps the case from this officer until somebody else has decided."""

import re
from collections.abc import Iterable
from functools import cache

from services.complaints.domain import name_sounds
from services.complaints.domain.number_words import NUMBERS, with_roman
from services.complaints.domain.officer_codes import normal_code
from shared.look_alikes import folded, readings

SAME_DIGIT = {"0": "0oq", "1": "1il", "2": "2z", "3": "3e", "4": "4a", "5": "5s", "6": "6bg", "8": "8b", "9": "9gq"}
SAME_LETTER = {"i": "[il]", "l": "[il]", "m": "(?:m|rn)"}
CALLED = "pak|bapak|bpk|bp|bu|ibu|mas|mbak|mba|bang|sdr|sdri|petugas|penera|pegawai|verifikator|kode|nomor|no"
BETWEEN = r"(?: *(?:ke|nomor|no|punggung|dada|urut|induk|id|yang))*"
BEFORE = {"", "si", *CALLED.split("|")}
LONGEST_BEFORE = max(map(len, BEFORE))
ENDINGS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z0-9] ){2,}[a-z0-9](?![a-z0-9])")


def plain(written: str) -> str:
    """Lower-case ASCII letters and digits as far as there are any; single blanks in the place of everything else."""
    return _words_of(folded(written))


class Told:
    """What a reporter said: `field`, in which he says who it was, and everything else that he wrote; read once.

    The words are taken apart once for all people, and each code and name is looked for once: whoever asks again, as the
    transaction does that keeps the complaint, reads the answer.
    """

    def __init__(self, field: str, text: str = "") -> None:
        self.fields, self.texts = _read(field), _read(text)
        words = {word for each in self.fields | self.texts for word in _words(each)}
        self.words = {key for word in words for bare in _bare(word) for key in name_sounds.keys(bare)}
        self.glued = " ".join(key for each in self.fields for key in name_sounds.inside(each.replace(" ", "")))
        long = {word for word in words if len(word) >= name_sounds.LEAST_JOINED}
        self.long = " ".join(key for word in sorted(long) for key in name_sounds.inside(word))
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
        loose = (*_patterns(known), *_greedy(known))
        return _any_in(loose, self.fields) or _any_in(_patterns(known), self.texts)

    def has_name(self, name: str) -> bool:
        """Any part of it as a word, or parts of it together; in the field also glued to other words, or with blanks
        between its letters."""
        known = name_sounds.of(name)
        glued = any(part in self.glued for part in known.parts)
        return glued or any(each in self.long for each in known.joined) or not known.words.isdisjoint(self.words)

    def _has(self, kind: str, what: str) -> bool:
        if (kind, what) not in self.found:
            self.found[kind, what] = self.has_code(what) if kind == "code" else self.has_name(what)
        return self.found[kind, what]


def _read(written: str) -> set[str]:
    return {one for reading in readings(written) for one in with_roman(_words_of(reading))}


def _words_of(reading: str) -> str:
    return " ".join(NUMBERS.get(word, word) for word in re.split(r"[^a-z0-9]+", reading) if word)


def _words(each: str) -> set[str]:
    """The words, and those whose letters stand one by one."""
    return {*each.split(), *(found.replace(" ", "") for found in SPACED.findall(each))}


def _any_in(patterns: Iterable[re.Pattern[str]], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) for pattern in patterns for text in texts)


def _bare(word: str) -> set[str]:
    """The word, and what is left of it without a word for a person before it, a number and a syllable behind it."""
    begun = {word[length:] for length in range(min(len(word), LONGEST_BEFORE) + 1) if word[:length] in BEFORE}
    begun |= {each.strip("0123456789") for each in begun}
    return {each.removesuffix(end) for each in begun for end in ENDINGS} - {""}


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    """How a code stands in a text: with digits, wherever it stands; with letters in their place, only by itself; its
    number before its letters; its number alone behind a word for an officer."""
    letters, digits = _split(code)
    if not code:
        return ()
    if not digits:
        return (re.compile(rf"(?<![a-z]){' *'.join(map(_letter, letters))}(?![a-z])"),)
    spaced, alike = r" *".join(digits), " *".join(_alike(digit) for digit in digits)
    begin, bare = _begin(letters), "".join(map(_letter, letters))
    return (
        re.compile(rf"(?<![a-z]){begin}{BETWEEN}(?: *0)* *{spaced}(?![0-9])"),
        re.compile(rf"{bare}[0o]*{''.join(digits)}(?![0-9])"),
        re.compile(rf"(?<![a-z]){begin}(?: *[0o])* *{alike}(?![a-z0-9])"),
        re.compile(rf"(?<![a-z0-9])0*{''.join(digits)}{bare}(?![a-z0-9])"),
        re.compile(rf"(?<![a-z])(?:{CALLED}){BETWEEN} *(?:0 *)*{spaced}(?![0-9])"),
    )


@cache
def _greedy(code: str) -> tuple[re.Pattern[str], ...]:
    letters, digits = _split(code)
    if not digits:
        return (re.compile(" *".join(map(_letter, letters))),) if letters else ()
    begin, alike = _begin(letters), " *".join(_alike(digit) for digit in digits)
    backward = "" if not letters else rf"| *{' *'.join(map(_letter, letters))}"
    return (
        re.compile(rf"{begin}(?: *[0o])* *{alike}(?![0-9])"),
        re.compile(rf"(?<![a-z0-9])(?:[0o] *)*{alike}(?:(?![a-z0-9]){backward})"),
        re.compile(rf"(?<![a-z0-9])(?:0 *)*{' *'.join(digits)}(?![0-9])"),
    )


def _begin(letters: list[str]) -> str:
    return " *".join(f"{_letter(letter)}[ae]?" for letter in letters)


def _split(code: str) -> tuple[list[str], list[str]]:
    """Its letters and its digits; of a code in which they alternate, what begins and what is left."""
    known = plain(code).replace(" ", "")
    found = re.match(r"[^0-9]*", known)
    begin = found.group() if found else ""
    return list(begin), list(known[len(begin) :])


def _letter(letter: str) -> str:
    return SAME_LETTER.get(letter, letter)


def _alike(digit: str) -> str:
    return f"[{SAME_DIGIT[digit]}]" if digit in SAME_DIGIT else re.escape(digit)
