"""What a record lacks before anybody may approve it: tests, standards, calibrations."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from shared.errors import Conflict

Gap = dict[str, Any]


def gaps(result: Mapping[str, Any], standards: Sequence[Mapping[str, Any]], tested_on: date) -> list[Gap]:
    """Everything missing, as rows with pointers into the record."""
    return [*_missing_tests(result), *_missing_standards(standards, tested_on)]


def check(found: Sequence[Gap]) -> None:
    """Refuse (`examination-incomplete`) naming the tests and standards that are missing."""
    if found:
        names = sorted({gap.get("test") or gap.get("standard") or "standards" for gap in found})
        raise Conflict("examination-incomplete", errors=list(found), missing=", ".join(names))


def _missing_tests(result: Mapping[str, Any]) -> Iterator[Gap]:
    for index, unit in enumerate(result["units"]):
        for test in unit["missing"]:
            pointer = f"/readings/{index}/tests/{test}"
            yield {"pointer": pointer, "code": "test-missing", "unit": unit["unit"], "test": test}


def _missing_standards(standards: Sequence[Mapping[str, Any]], tested_on: date) -> Iterator[Gap]:
    if not standards:
        yield {"pointer": "/standards", "code": "standard-missing"}
    for index, standard in enumerate(standards):
        if str(standard["valid_until"]) < str(tested_on):
            facts = {"standard": standard["code"], "valid_until": str(standard["valid_until"])}
            yield {"pointer": f"/standards/{index}", "code": "standard-out-of-calibration", **facts}
