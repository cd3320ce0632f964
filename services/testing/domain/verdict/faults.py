"""Collects what is wrong with a record, so that a person hears all of it at once; the one place that catches."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from shared.errors import Invalid


def fault(code: str, pointer: str, **facts: Any) -> Invalid:
    """One fault at one place; the facts stand in the row as well, for lists of faults."""
    return Invalid(code, errors=[{"pointer": pointer, "code": code, **facts}], **facts)


@contextmanager
def seen_from(pointer: str) -> Iterator[None]:
    """What is refused inside the block keeps its code, and stands where `pointer` says."""
    try:
        yield
    except Invalid as refusal:
        refusal.errors = [{**row, "pointer": pointer + row["pointer"]} for row in refusal.errors]
        raise


class Faults:
    """Catches what is refused and goes on: contract 4 wants all faults of a request in one answer."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    @contextmanager
    def at(self, pointer: str) -> Iterator[None]:
        """Note what is refused inside the block, as seen from `pointer`, and go on after it."""
        try:
            yield
        except Invalid as refusal:
            self.rows += [{**row, "pointer": pointer + row["pointer"]} for row in refusal.errors]

    def refuse(self, code: str) -> None:
        """Raise one Invalid for everything noted, if anything was."""
        if self.rows:
            raise Invalid(code, errors=self.rows, count=len(self.rows))


def mapping(value: Any, pointer: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise fault("not-an-object", pointer)
    return value


def rows(value: Any, pointer: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise fault("not-a-list", pointer)
    return list(value)
