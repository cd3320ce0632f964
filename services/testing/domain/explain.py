"""Why the verdict is what it is: one sentence per number, in both languages, from the numbers that were judged."""

import re
from collections.abc import Iterator
from decimal import Decimal

from services.testing.domain import words
from services.testing.domain.quantity import text
from services.testing.domain.result import Gap, Judged, Line, Point, Result, UnitVerdict, Verdict

Pair = tuple[str, str]
POINT = re.compile(r"(?<=\d)\.(?=\d)")


def lines(result: Result) -> tuple[Line, ...]:
    """The table used, every point of every test, what is missing, the units, the whole."""
    found = [_table(result)]
    if result.needs_confirmation:
        found.append(words.CONFIRM)
    for unit in result.units:
        found += [_with_commas(pair) for pair in _unit(unit)]
    return tuple(Line(*pair) for pair in [*found, _overall(result)])


def _table(result: Result) -> Pair:
    source = result.mpe_table
    acts, sure = words.ACTS[result.verification], words.CONFIDENCE[source.confidence]
    facts = {"norm": source.norm, "edition": source.edition, "table": source.table}
    return _both(words.TABLE, act=acts, confidence=sure, **facts)


def _overall(result: Result) -> Pair:
    named = {
        name: ", ".join(result.with_verdict(verdict)) or "–"
        for name, verdict in (("valid", Verdict.VALID), ("rejected", Verdict.REJECTED))
    }
    return _both(words.OVERALL, verdict=words.VERDICTS[result.verdict], **named)


def _unit(unit: UnitVerdict) -> Iterator[Pair]:
    for judged in unit.tests:
        yield _joined(": ", *(pair for pair in (_heading(unit.unit, judged), _reasons(judged)) if pair), end=".")
        yield from (_point(point) for point in judged.points)
    yield _both(words.UNIT, unit=unit.unit, verdict=words.VERDICTS[unit.verdict])


def _heading(unit: str, judged: Judged) -> Pair:
    test = words.TESTS.get(judged.test, (judged.test, judged.test))
    return _both(words.TEST, unit=unit, test=test, mark=words.MARKS[judged.verdict])


def _reasons(judged: Judged) -> Pair | None:
    """What is missing, and what people wrote; their words stay as they are in both languages."""
    reasons = [*(_gap(gap) for gap in judged.gaps), *((said, said) for said in judged.findings)]
    return _joined("; ", *reasons) if reasons else None


def _gap(gap: Gap) -> Pair:
    facts = {name: words.LABELS.get(value, (value, value)) for name, value in gap.facts.items()}
    return _both(words.GAPS[gap.code], **facts)


def _point(point: Point) -> Pair:
    name = words.TESTS.get(point.test, (point.test, point.test))
    head = _joined(" ", name, *([_label(point)] if point.label else []))
    parts = [*_found(point), _limit(point)]
    said = _joined("; ", *(_both(pair, **_facts(point)) for pair in parts))
    return _joined(": ", head, said, words.MARKS[point.verdict], end=".")


def _label(point: Point) -> Pair:
    if point.test == "eccentricity":
        return _both(words.POSITION, point.label)
    pairs = (words.LABELS.get(part, (part, part)) for part in point.label.split(" "))
    return _joined(" ", *pairs)


def _found(point: Point) -> list[Pair]:
    """The reading and its error, as the kind of test writes it."""
    if point.indication is None:
        return [words.SPREAD]
    if point.test == "discrimination":
        return [words.NUDGED]
    if point.test == "accuracy":
        return [words.REFERENCED, words.ERROR_PERCENT]
    said = [words.COMPARED if point.test == "comparison" else words.READ]
    said.append(words.ERROR if point.delta_load is None else words.WITH_EXTRA)
    return [*said, words.CORRECTED] if point.corrected != point.error else said


def _limit(point: Point) -> Pair:
    if point.low == -point.high:
        return words.SYMMETRIC
    return words.AT_MOST if point.indication is None or point.test == "discrimination" else words.ONE_SIDED


def _facts(point: Point) -> dict[str, str]:
    numbers = ("load", "indication", "delta_load", "low", "high")
    signed = {"error": point.error, "corrected": point.corrected, "zero": point.error - point.corrected}
    written = {name: text(getattr(point, name)) for name in numbers if getattr(point, name) is not None}
    written |= {name: _signed(value) for name, value in signed.items()}
    if point.delta_load is not None:
        written["half"] = text(point.error - point.indication + point.load + point.delta_load)
    if point.load:
        # The only rounded number, and only shown: the verdict compares exact quantities.
        written["percent"] = _signed(Decimal(format(point.error / point.load * 100, ".3f")))
    return {**written, "unit": point.unit, "rule": point.rule}


def _signed(value: Decimal) -> str:
    return f"+{text(value)}" if value > 0 else text(value).replace("-", "−")


def _both(pair: Pair, *args: str, **facts: str | Pair) -> Pair:
    """Fill both sentences; a fact that is a pair gives each language its own word."""
    return tuple(
        sentence.format(*args, **{name: fact[at] if isinstance(fact, tuple) else fact for name, fact in facts.items()})
        for at, sentence in enumerate(pair)
    )


def _joined(glue: str, *pairs: Pair, end: str = "") -> Pair:
    return tuple(glue.join(pair[at] for pair in pairs) + end for at in (0, 1))


def _with_commas(pair: Pair) -> Pair:
    """Indonesian writes the decimal comma."""
    return POINT.sub(",", pair[0]), pair[1]
