"""Readings in, verdict out: judges every test of every unit, and says what is missing before it says anything else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from services.testing.domain import explain, judge_measures, judge_scales, mpe, procedure
from services.testing.domain.bench import Bench, Found, Instrument
from services.testing.domain.faults import Faults, fault, mapping, rows
from services.testing.domain.result import Gap, Judged, Mark, Result, UnitVerdict, Verdict
from services.testing.domain.tables import Tables, verification

JUDGES: Mapping[str, Callable[[Bench, list[Any]], Found]] = {
    "zero": judge_scales.zero,
    "correctness": judge_scales.correctness,
    "eccentricity": judge_scales.eccentricity,
    "repeatability": judge_scales.repeatability,
    "discrimination": judge_scales.discrimination,
    "tare": judge_scales.tare,
    "substitution": judge_scales.substitution,
    "runs": judge_measures.runs,
    "comparison": judge_measures.comparison,
    "measure": judge_measures.measure,
}


def evaluate(tables: Tables, instrument: Mapping[str, Any], of: str, readings: Any) -> Result:
    """The verdict per unit and for the whole, with every number that led to it; `of` is the verification.

    `instrument`: kind, parameters, units [{unit, parameters?}]. `readings`: [{unit, tests: {code: record}}], a record
    being {passed, findings} for a checklist, {readings: [...]} for a measurement, or {not_applicable: cause}.
    Refuses with all faults of the record at once; a record that is merely unfinished is judged `incomplete`.
    """
    act, kind = verification(of), tables.kind(instrument.get("kind"))
    plates = _plates(instrument)
    faults = Faults()
    records = _records(readings, plates, faults)
    units = []
    for name, plate in plates.items():
        pointer, record = records.get(name, ("", {}))
        bench = Bench(Instrument(tables, kind, act, {**kind.defaults, **plate}), {}, faults, pointer)
        procedure.required(tables, {"kind": kind.code, "parameters": plate}, act)
        units.append(_unit(name, bench, record, tables.procedures[kind.procedure].tests))
    faults.refuse("readings-invalid")
    table, steps = mpe.source(tables, kind.code, act), tables.procedures[kind.procedure].source
    result = Result(kind.code, act, _overall(units), tuple(units), table, steps, tables.digest)
    return replace(result, explanation=explain.lines(result))


def _plates(instrument: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The parameters of each unit: the instrument's, and where they differ its own."""
    common = mapping(instrument.get("parameters", {}), "/parameters")
    units = rows(instrument.get("units") or [{"unit": "1"}], "/units")
    plates = {}
    for index, unit in enumerate(units):
        own = mapping(mapping(unit, f"/units/{index}").get("parameters") or {}, f"/units/{index}/parameters")
        plates[str(unit.get("unit", index + 1))] = {**common, **own}
    return plates


def _records(readings: Any, plates: Mapping[str, Any], faults: Faults) -> dict[str, tuple[str, Mapping[str, Any]]]:
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for index, row in enumerate(rows(readings, "/readings")):
        with faults.at(f"/readings/{index}"):
            unit = str(mapping(row, "").get("unit"))
            if unit not in plates or unit in found:
                raise fault("unit-not-expected", "/unit", unit=unit[:40], known=", ".join(plates))
            found[unit] = f"/readings/{index}/tests", mapping(row.get("tests") or {}, "/tests")
    return found


def _unit(name: str, bench: Bench, record: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> UnitVerdict:
    steps = list(steps)
    known = {step["code"] for step in steps}
    for code in record:
        with bench.faults.at(bench.pointer):
            if code not in known:
                raise fault("test-unknown", f"/{str(code)[:40]}", known=", ".join(sorted(known)))
    judged = []
    for step in steps:
        turned = bench.turn_to(step, f"{bench.pointer}/{step['code']}")
        judged.append(_judge(turned, record.get(step["code"])))
        if step["method"] == "zero":
            bench = replace(bench, zero_error=_zero_error(judged[-1]))
    return UnitVerdict(name, _verdict(judged), tuple(judged))


def _judge(bench: Bench, record: Any) -> Judged:
    step = bench.step
    judged = Judged(step["code"], step["required"], Mark.MISSING, gaps=(Gap("test-missing"),))
    if record is None:
        return judged if step["required"] else replace(judged, verdict=Mark.NOT_APPLICABLE, gaps=())
    with bench.faults.at(bench.pointer):
        return _recorded(bench, mapping(record, ""), judged)
    return judged


def _recorded(bench: Bench, record: Mapping[str, Any], judged: Judged) -> Judged:
    if record.get("not_applicable"):
        return _excused(bench, str(record["not_applicable"]), judged)
    if bench.step["method"] == "checklist":
        return _checked(record, judged)
    readings = rows(record.get("readings") or [], "/readings")
    if not readings:
        return judged
    found = JUDGES[bench.step["method"]](bench, readings)
    return replace(judged, verdict=_mark(found), points=found.points, gaps=found.gaps)


def _excused(bench: Bench, cause: str, judged: Judged) -> Judged:
    """A test marked "/" with its cause; a required one may not be."""
    if bench.step["required"]:
        raise fault("test-required", "/not_applicable", test=bench.step["code"])
    return replace(judged, verdict=Mark.NOT_APPLICABLE, gaps=(), findings=(cause[:500],))


def _checked(record: Mapping[str, Any], judged: Judged) -> Judged:
    if record.get("passed") is None:
        return judged
    if not isinstance(record["passed"], bool):
        raise fault("not-a-boolean", "/passed")
    findings = tuple(str(one)[:500] for one in rows(record.get("findings") or [], "/findings"))
    mark = Mark.PASSED if record["passed"] else Mark.FAILED
    return replace(judged, verdict=mark, gaps=(), findings=findings)


def _mark(found: Found) -> Mark:
    if found.gaps:
        return Mark.MISSING
    return Mark.FAILED if any(point.verdict is Mark.FAILED for point in found.points) else Mark.PASSED


def _zero_error(judged: Judged) -> Decimal:
    """What the scale shows too much at zero, if that was read with extra loads."""
    return next((point.error for point in judged.points if point.delta_load is not None), Decimal(0))


def _verdict(judged: Iterable[Judged]) -> Verdict:
    marks = {one.verdict for one in judged}
    if Mark.MISSING in marks:
        return Verdict.INCOMPLETE
    return Verdict.REJECTED if Mark.FAILED in marks else Verdict.VALID


def _overall(units: Iterable[UnitVerdict]) -> Verdict:
    """Valid as soon as one unit is: the certificate lists its units with their verdicts."""
    verdicts = {unit.verdict for unit in units}
    order = (Verdict.INCOMPLETE, Verdict.VALID, Verdict.REJECTED)
    return next(verdict for verdict in order if verdict in verdicts)
