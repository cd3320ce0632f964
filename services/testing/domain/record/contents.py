"""What was sent in: which units there are, what was recorded of each, and where a verifier stopped."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.testing.domain import type_approval
from services.testing.domain.limits.tables import Tables
from services.testing.domain.verdict.faults import Faults, fault, mapping, rows
from services.testing.domain.verdict.result import Judged, Mark

# What only says that a test is not finished: after a failure nobody has to finish it.
UNFINISHED = {
    *("test-missing", "load-missing", "loads-missing", "positions-missing", "nominal-missing"),
    *("repeats-missing", "repeats-too-light", "runs-missing", "runs-too-small", "place-missing"),
    *("tare-zero-missing", "net-loads-missing", "standards-unstated", "load-beyond-standards"),
}
AROUND = ("environment", type_approval.TEST)  # judged for the whole instrument, whatever was stopped


@dataclass(frozen=True)
class Record:
    """The tests of one unit as recorded, and why the verifier went no further, if he did not."""

    unit: str
    pointer: str = ""
    tests: Mapping[str, Any] = field(default_factory=dict)
    stopped: str = ""


def plates(instrument: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The parameters of each unit: the instrument's, and where they differ its own."""
    common = mapping(instrument.get("parameters", {}), "/parameters")
    units = rows(instrument.get("units") or [{"unit": "1"}], "/units")
    found = {}
    for index, unit in enumerate(units):
        own = mapping(mapping(unit, f"/units/{index}").get("parameters") or {}, f"/units/{index}/parameters")
        found[str(unit.get("unit", index + 1))] = {**common, **own}
    return found


def given(readings: Any, known: Collection[str], faults: Faults) -> dict[str, Record]:
    """The record of each unit; a unit that is not known, or comes twice, is a fault."""
    found: dict[str, Record] = {}
    for index, row in enumerate(rows(readings, "/readings")):
        with faults.at(f"/readings/{index}"):
            unit = str(mapping(row, "").get("unit"))
            if unit not in known or unit in found:
                raise fault("unit-not-expected", "/unit", unit=unit[:40], known=", ".join(known))
            tests = mapping(row.get("tests") or {}, "/tests")
            found[unit] = Record(unit, f"/readings/{index}/tests", tests, str(row.get("stopped") or "")[:500])
    return found


def check_tests(record: Record, known: Collection[str], faults: Faults) -> None:
    """Note tests that the procedure does not have."""
    for code in record.tests:
        with faults.at(record.pointer):
            if code not in known:
                raise fault("test-unknown", f"/{str(code)[:40]}", known=", ".join(sorted(known)))


def stopped(tables: Tables, record: Record, judged: Iterable[Judged], faults: Faults) -> list[Judged]:
    """After a failure what was not begun, or not finished, no longer counts as missing, where the rule allows it."""
    judged = [_failed_early(one) for one in judged]
    rule = tables.rules.get("early_stop")
    with faults.at(record.pointer.removesuffix("/tests")):
        if rule is None or rule.setting != "true":
            raise fault("early-stop-not-allowed", "/stopped")
        if not any(one.verdict is Mark.FAILED or _has_failed(one) for one in judged):
            raise fault("nothing-failed", "/stopped")
    return [_let_go(one, record) if one.verdict is Mark.MISSING else one for one in judged]


def _failed_early(judged: Judged) -> Judged:
    """A begun test with a failed reading has failed, unless doubts about standards or uncertainty keep it back."""
    if not _has_failed(judged):
        return judged
    kept = tuple(gap for gap in judged.gaps if gap.code not in UNFINISHED)
    said = tuple(gap for gap in judged.gaps if gap.code in UNFINISHED)
    mark = Mark.MISSING if kept else Mark.FAILED
    return replace(judged, verdict=mark, gaps=kept, remarks=(*judged.remarks, *said))


def _has_failed(judged: Judged) -> bool:
    unexplained = any(gap.code == "findings-missing" for gap in judged.gaps)
    return unexplained or any(point.verdict is Mark.FAILED for point in judged.points)


def _let_go(judged: Judged, record: Record) -> Judged:
    """What was not begun, and what was begun and has not failed so far; what was read in it stays on the record."""
    kept = judged.test in AROUND or _has_failed(judged)
    marked = replace(judged, verdict=Mark.NOT_APPLICABLE, gaps=(), findings=(*judged.findings, record.stopped))
    return judged if kept else marked
