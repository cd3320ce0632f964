"""Why a file is not taken; raised in the child, told by the parent as a problem with the same code."""

from typing import Any

DAMAGED = "rusak atau terpotong / damaged or truncated"
NO_KIND = "jenis / type"


class Refusal(Exception):
    """`code` and `facts` are those of the problem that the sender reads."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def damaged(reason: str = DAMAGED) -> Refusal:
    """The file is no whole file of its kind."""
    return Refusal("unreadable-file", reason=reason)


def too_costly() -> Refusal:
    """The file is small, and opening it is not."""
    return Refusal("file-too-costly")
