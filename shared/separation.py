"""Separation of duties (NIST SP 800-53, AC-5): who enters a power, who confirms it and who gains by it differ."""

import unicodedata
from typing import Any

from shared.actor import Actor
from shared.errors import Forbidden


def normal(text: str) -> str:
    """Accounts, names and staff numbers as they are compared: case, blanks, dots, hyphens and accents do not count."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or text


def is_person(by: Actor, subject: str, name: str = "") -> bool:
    """Whether the caller is that person: the same account, or the same name without the degrees behind it."""
    if normal(by.sub) == normal(subject):
        return True
    mine, theirs = (normal(one.partition(",")[0]) for one in (by.name, name))
    return bool(mine) and mine == theirs


def check_not_oneself(by: Actor, subject: str, name: str = "") -> None:
    """Refuse whoever enters, widens or confirms a power of his own."""
    if is_person(by, subject, name):
        raise Forbidden("self-grant")


def check_confirmer(by: Actor, row: Any) -> None:
    """`row` names the person (`subject`, `name`) and who entered it (`recorded_by`): a third one confirms."""
    check_not_oneself(by, row.subject, row.name)
    if is_person(by, row.recorded_by):
        raise Forbidden("second-person-needed")


def entered_by_another(row: Any) -> bool:
    """Whether somebody else entered the row; one that a person entered for himself gives him nothing."""
    return normal(row.recorded_by) != normal(row.subject)


def confirmed(row: Any) -> bool:
    """Whether a third person confirmed the row."""
    entered = {normal(row.subject), normal(row.recorded_by)}
    return bool(row.confirmed_by) and normal(row.confirmed_by) not in entered
