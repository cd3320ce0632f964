"""Whether stored readings still give the stored verdict: the places where a second evaluation says something else."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.testing.domain.verdict.result import Result

# What may rightly differ: words are worded anew, and later results may carry fields that earlier ones did not have.
WORDING = {"explanation"}


def differences(stored: Mapping[str, Any], again: Result) -> list[dict[str, Any]]:
    """Rows of pointer, stored and again; an empty list means that the verdict is reproduced in every number."""
    known = {name: value for name, value in stored.items() if name not in WORDING}
    return [*_compared(known, again.as_json(), "")]


def _compared(stored: Any, again: Any, pointer: str) -> Iterator[dict[str, Any]]:
    if isinstance(stored, Mapping) and isinstance(again, Mapping):
        for name, value in stored.items():
            yield from _compared(value, again.get(name), f"{pointer}/{name}")
    elif isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        for index, pair in enumerate(zip(stored, again, strict=True)):
            yield from _compared(*pair, f"{pointer}/{index}")
    elif stored != again:
        yield {"pointer": pointer, "stored": stored, "again": again}
