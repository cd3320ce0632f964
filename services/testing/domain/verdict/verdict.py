"""Readings in, verdict out: judges every test of every unit, and says what is missing before it says anything else."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from services.testing.domain import type_approval
from services.testing.domain.limits import mpe, procedure
from services.testing.domain.limits.tables import Source, Tables, Verification, verification, weakest
from services.testing.domain.record import conditions, contents
from services.testing.domain.record.conditions import ALONE, Conditions
from services.testing.domain.record.standards import Kit
from services.testing.domain.verdict import (
    beams,
    decision_rule,
    discrimination,
    explanation,
    measures,
    repeatability,
    scales,
    substitution,
    tare,
)
from services.testing.domain.verdict.evaluation_context import Bench, Found, Instrument, Readings
from services.testing.domain.verdict.faults import Faults, fault, mapping, rows
from services.testing.domain.verdict.result import Gap, Judged, Mark, Result, UnitVerdict, Verdict, overall

JUDGES: Mapping[str, Callable[[Bench, Readings], Found]] = {
    "zero": scales.zero,
    "correctness": scales.correctness,
    "eccentricity": scales.eccentricity,
    "repeatability": repeatability.repeatability,
    "discrimination": discrimination.discrimination,
    "tare": tare.tare,
    "movement": beams.movement,
    "sensitivity": beams.sensitivity,
    "substitution": substitution.substitution,
    "runs": measures.runs,
    "comparison": measures.comparison,
    "measure": measures.measure,
    "intervals": measures.intervals,
}


def evaluate(
    tables: Tables, instrument: Mapping[str, Any], of: str, readings: Any, under: Conditions = ALONE
) -> Result:
    """The verdict per unit and for the whole, with every number that led to it; `of` is the verification.

    `instrument`: kind, parameters, units [{unit, parameters?}]. `readings`: [{unit, tests: {code: record}, stopped?}],
    a record being {passed, findings} for a checklist, {readings: [...]} for a measurement, or {not_applicable: cause};
    `stopped` says why the verifier went no further after a failure. `under` are the conditions of the test.
    Refuses with all faults of the record at once; a record that is merely unfinished is judged `incomplete`.
    """
    act, kind, faults = verification(of), tables.kind(instrument.get("kind")), Faults()
    strict, kit = conditions.limits_of(tables, act, under), Kit(tables, under.standards)
    plates = contents.plates(instrument)
    given = contents.given(readings, plates, faults)
    steps = tables.procedures[kind.procedure]
    around, units = _around(tables, act, under, steps.environment, faults), []
    for name, plate in plates.items():
        bench = Bench(Instrument(kit, kind, strict, {**kind.defaults, **plate}), {}, faults, "")
        units.append(_unit(bench, given.get(name) or contents.Record(name), around))
    faults.refuse("readings-invalid")
    rules = conditions.in_use(tables, act, under, any(record.stopped for record in given.values()))
    sources = {"mpe_table": _as_sure(mpe.source(tables, kind.code, strict), units), "procedure": steps.source}
    whole = {"verdict": overall(unit.verdict for unit in units), "units": tuple(units), "rules": rules}
    result = Result(kind.code, act, **whole, **sources, tables_digest=tables.digest)
    return replace(result, explanation=explanation.lines(result))


def _around(
    tables: Tables, act: Verification, under: Conditions, bounds: Mapping[str, Any], faults: Faults
) -> tuple[Judged, ...]:
    """What is judged once for all units: at its first verification the approved type, and always the air."""
    with faults.at(""):
        type_approval.check_day(under.approval, tables.day)
    of_type = type_approval.conformity(under.approval) if act is Verification.INITIAL else ()
    return (*of_type, *conditions.air(bounds, under.environment, faults))


def _as_sure(source: Source, units: Iterable[UnitVerdict]) -> Source:
    """The table, no surer than the least sure of its rows that was used."""
    used = (point.confidence for unit in units for judged in unit.tests for point in judged.points)
    return replace(source, confidence=weakest(source.confidence, *used))


def _unit(bench: Bench, record: contents.Record, around: tuple[Judged, ...]) -> UnitVerdict:
    one = bench.instrument
    steps = procedure.tests_of(one.tables, one.kind, one.plate)
    contents.check_tests(record, {step["code"] for step in steps}, bench.faults)
    judged = []
    for step in steps:
        judged.append(_judge(bench.turn_to(step, f"{record.pointer}/{step['code']}"), record.tests.get(step["code"])))
        bench = _learned(bench, step["method"], judged[-1], record.tests.get(step["code"]))
    judged = [*around, *_with_its_spread(bench, steps, judged, record)]
    if record.stopped:
        judged = contents.stopped(bench.instrument.tables, record, judged, bench.faults)
    return UnitVerdict(record.unit, _verdict(judged), tuple(judged))


def _with_its_spread(
    bench: Bench, steps: Iterable[Mapping[str, Any]], judged: list[Judged], record: contents.Record
) -> Iterator[Judged]:
    """Substitution once more, now that the repeats of the scale are known; its faults are noted already."""
    for step, one in zip(steps, judged, strict=True):
        again = bench.repeats and step["method"] == "substitution"
        yield _judge(replace(bench.turn_to(step, ""), faults=Faults()), record.tests.get(one.test)) if again else one


def _learned(bench: Bench, method: str, judged: Judged, record: Any) -> Bench:
    """What other tests need from this one: the error at zero, standards and material, how it repeats."""
    if method == "zero":
        return replace(bench, zero_error=_zero_error(judged))
    if method == "repeatability":
        spreads = {point.load: point.error for point in judged.points if point.indication is None and point.load}
        return replace(bench, repeats=spreads)
    if method == "substitution":
        return replace(bench, materials=judged.materials, standards=substitution.present(bench, record))
    return bench


def _judge(bench: Bench, record: Any) -> Judged:
    step = bench.step
    lacking = Gap(step.get("if_missing", "test-missing"))
    judged = Judged(step["code"], step["required"], Mark.MISSING, gaps=(lacking,))
    if record is None:
        return judged if step["required"] else replace(judged, verdict=Mark.NOT_APPLICABLE, gaps=())
    with bench.faults.at(bench.pointer):
        return _recorded(bench, mapping(record, ""), judged)
    return judged


def _recorded(bench: Bench, record: Mapping[str, Any], judged: Judged) -> Judged:
    if record.get("not_applicable"):
        return _excused(bench, record, judged)
    if bench.step["method"] == "checklist":
        return _checked(record, judged)
    readings = rows(record.get("readings") or [], "/readings")
    if not readings:
        return judged
    method = bench.step["method"]
    found = decision_rule.guarded(bench.instrument.tables, method, JUDGES[method](bench, readings))
    doubts = {keeps: tuple(one for one in bench.doubts.values() if one.keeps_back is keeps) for keeps in (True, False)}
    found = replace(found, gaps=(*found.gaps, *doubts[True]), remarks=(*found.remarks, *doubts[False]))
    return replace(judged, verdict=_mark(found), **vars(found))


def _excused(bench: Bench, record: Mapping[str, Any], judged: Judged) -> Judged:
    """A test marked "/" with its cause; one that every instrument must pass may not be, nor one that was done."""
    if record.get("readings") or record.get("passed") is not None:
        raise fault("done-and-not-done", "/not_applicable", test=bench.step["code"])
    if bench.step["required"] and not bench.step.get("excusable"):
        raise fault("test-required", "/not_applicable", test=bench.step["code"])
    return replace(judged, verdict=Mark.NOT_APPLICABLE, gaps=(), findings=(str(record["not_applicable"])[:500],))


def _checked(record: Mapping[str, Any], judged: Judged) -> Judged:
    if record.get("passed") is None:
        return judged
    if not isinstance(record["passed"], bool):
        raise fault("not-a-boolean", "/passed")
    findings = tuple(str(one)[:500] for one in rows(record.get("findings") or [], "/findings"))
    if not record["passed"] and not findings:  # a rejection gives its reasons (UU 25/2009; ISO/IEC 17020, 7.4)
        return replace(judged, gaps=(Gap("findings-missing"),))
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
