"""Separation of duties (NIST SP 800-53, AC-5): who enters a power, who confirms it and who gains by it differ."""

import re
from typing import Any

from shared.auth.actor import Actor
from shared.errors import Forbidden
from shared.look_alikes import folded, sounds

# What stands before a name and is none of it, and what names the father behind it.
CALLED = "ibu bu bapak pak bpk sdr sdri saudara saudari tuan nyonya ny tn nona mas mbak kak bang"
TITLES = "h hj haji hajah drs dra dr drh ir prof kh ust raden rr"
NO_NAMES = {*CALLED.split(), *TITLES.split()}
OF_FATHER = {"bin", "binti", "bt"}


def normal(text: str) -> str:
    """Accounts, names and staff numbers as they are compared: case, blanks, dots, hyphens and accents do not count."""
    plain = folded(text)
    return "".join(letter for letter in plain if letter.isalnum()) or text


def is_person(by: Actor, subject: str, name: str = "") -> bool:
    """Whether the caller is that person: the same account, or the same name in whatever order and spelling, initials
    too, without what he is called, his degrees and his father. Two words of a name are enough; what is doubtful counts
    as the same, because that only asks for another person."""
    if normal(by.sub) == normal(subject):
        return True
    return same_name(by.name, name)


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: all words of the shorter one are in the other, an initial for its word."""
    fewer, more = sorted((parts(one), parts(other)), key=len)
    if not fewer:
        return False
    if "".join(map(sounds, fewer)) == "".join(map(sounds, more)):
        return True
    return (len(fewer) > 1 or len(more) == 1) and _all_found(fewer, more)


def _all_found(fewer: list[str], more: list[str]) -> bool:
    """Each word by another one; at least one of them whole."""
    left = {word: sounds(word) for word in more}
    whole = 0
    for word in sorted(fewer, key=len, reverse=True):
        same = next((one for one, sound in left.items() if sound == sounds(word)), None)
        found = same or next((one for one in left if _is_initial(word, one) or _is_initial(one, word)), None)
        if found is None:
            return False
        whole += same is not None
        del left[found]
    return whole > 0


def _is_initial(letter: str, word: str) -> bool:
    return len(letter) == 1 and (word[0] == letter or sounds(word)[0] == sounds(letter))


def parts(name: str) -> list[str]:
    """The words of a name itself, each once."""
    words = re.findall(r"[^\W_]+", folded(name.partition(",")[0]))
    father = next((at for at, word in enumerate(words) if at and word in OF_FATHER), len(words))
    return [word for word in dict.fromkeys(words[:father]) if word not in NO_NAMES]


def check_not_oneself(by: Actor, subject: str, name: str = "") -> None:
    """Refuse whoever enters, widens or confirms a power of his own."""
    if is_person(by, subject, name):
        raise Forbidden("self-grant")


def entered_by_another(row: Any) -> bool:
    """Whether somebody else entered the row; one that a person entered for himself gives him nothing."""
    return normal(row.recorded_by) != normal(row.subject)


def confirmed(row: Any) -> bool:
    """Whether a third person confirmed the row."""
    entered = {normal(row.subject), normal(row.recorded_by)}
    return bool(row.confirmed_by) and normal(row.confirmed_by) not in entered
