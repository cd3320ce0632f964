"""Separation of duties (NIST SP 800-53, AC-5): who enters a power, who confirms it and who gains by it differ."""

import re
from typing import Any

from shared.auth.actor import Actor
from shared.errors import Forbidden
from shared.look_alikes import folded

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
    """Whether the caller is that person: the same account, or the same name in whatever order and spelling, without
    what he is called, his degrees and his father. Two words of a name are enough; what is doubtful counts as the same,
    because that only asks for another person."""
    if normal(by.sub) == normal(subject):
        return True
    mine, theirs = parts(by.name), parts(name)
    fewer = min(mine, theirs, key=len)
    glued = normal(by.name.partition(",")[0]) == normal(name.partition(",")[0])
    return bool(fewer) and (glued or mine == theirs or (len(fewer) > 1 and mine & theirs == fewer))


def parts(name: str) -> set[str]:
    """The words of a name itself."""
    words = re.findall(r"[^\W_]+", folded(name.partition(",")[0]))
    father = next((at for at, word in enumerate(words) if at and word in OF_FATHER), len(words))
    return {*words[:father]} - NO_NAMES


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
