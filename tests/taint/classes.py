"""Reads docs/personal-data.toml: what each text is, and where it may be seen."""

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from shared.config import ROOT

TABLE = ROOT / "docs" / "personal-data.toml"
WANTED = ("purpose", "basis", "retention")


@cache
def classes() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TABLE.read_text())


@cache
def class_of(name: str) -> str:
    """The class of a field: the one that names it in full goes before one that names it by a pattern; or nothing."""
    fits = [(("*" in pattern), kind) for kind, facts in classes().items() for pattern in facts["fields"]
            if fnmatchcase(name, pattern)]  # fmt: skip
    return min(fits)[1] if fits else ""


def personal(names: Iterable[str]) -> dict[str, str]:
    """Of these fields the personal ones, with their class."""
    return {name: kind for name in names if (kind := class_of(name)) and "purpose" in classes()[kind]}


def allows(name: str, where: str, what: str) -> bool:
    """Whether the class of the field names `what` among its `where`."""
    return what in classes()[class_of(name)].get(where, ())
