"""How a name may be written by who only heard it: old and new spelling, like letters, its words together."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from shared.look_alikes import folded

TITLES = {"drs", "dra", "haji", "hajah", "the", "dan", "bin", "binti"}
AS_LETTERS = str.maketrans("0123456789", "oizeasgtbg")
LEAST, LEAST_WITH_INITIAL, LEAST_JOINED = 3, 5, 7
# In this order, for the whole word.
SAME = (
    *(("oe", "u"), ("rn", "m"), ("ee", "i"), ("iy", "i"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s")),
    *(("sh", "s"), ("ch", "h"), ("kh", "h"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dz", "z"), ("aw", "au")),
    *(("ow", "au"), ("ou", "au"), ("q", "k"), ("x", "ks"), ("f", "p"), ("v", "p"), ("y", "i"), ("l", "i"), ("o", "u")),
)
ENDS = ((r"(?<=..)ie$", "i"), (r"(?<=..)h$", ""), (r"d$", "t"))


@dataclass(frozen=True)
class Known:
    """A name: its parts as they sound inside something longer, two of them together, and all words that mean it."""

    parts: tuple[str, ...]
    joined: tuple[str, ...]
    words: frozenset[str]


@cache
def of(name: str) -> Known:
    """A name without degrees and titles."""
    words = re.split(r"[^a-z0-9]+", folded(name.partition(",")[0]))
    parts = [word for word in dict.fromkeys(words) if len(word) >= LEAST and word not in TITLES]
    joined = ["".join(pair) for pair in permutations(parts, 2)]
    initials = {word[0] for word in words if word}
    long = [part for part in parts if len(part) >= LEAST_WITH_INITIAL]
    short = [one for part in long for letter in initials for one in (letter + part, part + letter)]
    return Known(
        tuple(key for part in parts if len(part) > LEAST for key in inside(part)),
        tuple(key for pair in joined if len(pair) >= LEAST_JOINED for key in inside(pair)),
        frozenset(key for word in (*parts, *joined, *short) for key in keys(word)),
    )


def inside(word: str) -> set[str]:
    """How something sounds wherever it stands; `z` is heard as `j` and as `s`."""
    heard = word if word.isdigit() else word.translate(AS_LETTERS)
    heard = re.sub(r"(.)\1+", lambda found: "ee" if found[1] == "e" else found[1], heard)
    for written, sound in SAME:
        heard = heard.replace(written, sound)
    return {heard.replace("z", "j"), heard.replace("z", "s")}


def keys(word: str) -> set[str]:
    """How a whole word sounds: with what is not heard at its end, and in a longer one `e` as `a`."""
    found: set[str] = set()
    for heard in inside(word):
        for written, sound in ENDS:
            heard = re.sub(written, sound, heard)
        found |= {heard, heard.replace("e", "a")} if len(heard) > LEAST + 1 else {heard}
    return found
