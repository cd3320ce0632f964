"""What a record lacks before anybody may approve it: tests, loads, standards fit for them, the state of the air."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from shared.errors import Conflict

Gap = dict[str, Any]


def gaps(result: Mapping[str, Any], standards: Collection[Any]) -> list[Gap]:
    """Everything missing, as rows with pointers into the record."""
    nameless = [] if standards else [{"pointer": "/standards", "code": "standard-missing"}]
    return [*_found(result), *nameless]


def check(found: Sequence[Gap]) -> None:
    """Refuse (`examination-incomplete`) naming the tests, standards and marks that are missing."""
    if found:
        names = sorted({gap.get("standard") or gap.get("test") or gap["pointer"].split("/")[1] for gap in found})
        raise Conflict("examination-incomplete", errors=list(found), missing=", ".join(names))


def _found(result: Mapping[str, Any]) -> Iterator[Gap]:
    for index, unit in enumerate(result["units"]):
        for test in unit["tests"]:
            pointer = f"/readings/{index}/tests/{test['test']}"
            for gap in test["gaps"]:
                where = {"pointer": pointer, "for_unit": unit["unit"], "test": test["test"]}
                yield {**where, "code": gap["code"], **gap["facts"]}
