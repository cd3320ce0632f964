"""Why the verdict is what it is: one sentence per number, in both languages, from the numbers that were judged."""

from collections.abc import Iterator
from decimal import Decimal

from services.testing.domain import words
from services.testing.domain.limits.tables import Rule
from services.testing.domain.quantity import text
from services.testing.domain.record import gaps
from services.testing.domain.verdict import sentences
from services.testing.domain.verdict.result import Gap, Judged, Line, Point, Result, UnitVerdict, Verdict

Pair = tuple[str, str]
NUDGES = {"discrimination": sentences.NUDGED, "sensitivity": sentences.SWUNG}
NAMED = {"standard", "number"}  # what people call things stays as they wrote it


def lines(result: Result) -> tuple[Line, ...]:
    """The table used, every point of every test, what is missing, the units, the whole."""
    found = [_table(result), *(_rule(rule) for rule in result.rules)]
    if result.needs_confirmation:
        found.append(sentences.CONFIRM)
    for unit in result.units:
        found += _unit(unit)
    return tuple(Line(*pair) for pair in [*found, _overall(result)])


def _table(result: Result) -> Pair:
    source = result.mpe_table
    acts, sure = words.ACTS[result.verification], words.CONFIDENCE[source.confidence]
    facts = {"norm": source.norm, "edition": source.edition, "table": source.table}
    return _both(sentences.TABLE, act=acts, confidence=sure, **facts)


def _rule(rule: Rule) -> Pair:
    return _both(sentences.RULES[rule.name, rule.setting], legal_source=rule.legal_source)


def _overall(result: Result) -> Pair:
    named = {
        name: ", ".join(result.with_verdict(verdict)) or "–"
        for name, verdict in (("valid", Verdict.VALID), ("rejected", Verdict.REJECTED))
    }
    return _both(sentences.OVERALL, verdict=words.VERDICTS[result.verdict], **named)


def _unit(unit: UnitVerdict) -> Iterator[Pair]:
    for judged in unit.tests:
        yield _joined(": ", *(pair for pair in (_heading(unit.unit, judged), _reasons(judged)) if pair), end=".")
        yield from (_point(point) for point in judged.points)
        yield from _materials(judged)
    yield _both(sentences.UNIT, unit=unit.unit, verdict=words.VERDICTS[unit.verdict])


def _materials(judged: Judged) -> Iterator[Pair]:
    for number, mass in enumerate(judged.materials, start=1):
        facts = {"number": str(number), "mass": _number(text(mass)), "unit": judged.unit}
        yield _joined("", _both(sentences.MATERIAL, **facts), end=".")


def _heading(unit: str, judged: Judged) -> Pair:
    test = words.TESTS.get(judged.test, (judged.test, judged.test))
    return _both(sentences.TEST, unit=unit, test=test, mark=words.MARKS[judged.verdict])


def _reasons(judged: Judged) -> Pair | None:
    """What is missing or unchecked, and what people wrote; their words stay as they are in both languages."""
    reasons = [*(gap_said(gap) for gap in (*judged.gaps, *judged.remarks)), *((said, said) for said in judged.findings)]
    return _joined("; ", *reasons) if reasons else None


def gap_said(gap: Gap) -> Pair:
    """What is missing, as a part of a sentence."""
    facts = {name: words.LABELS.get(value, _number(value)) for name, value in gap.facts.items() if name not in NAMED}
    return _both(gaps.GAPS[gap.code], **{**gap.facts, **facts})


def _point(point: Point) -> Pair:
    name = words.TESTS.get(point.test, (point.test, point.test))
    head = _joined(" ", name, *([_label(point)] if point.label else []))
    facts, parts = _facts(point), [*_found(point), _limit(point)]
    said = _joined("; ", *(_both(pair, **facts) for pair in parts))
    return _joined(": ", head, said, words.MARKS[point.verdict], end=".")


def _label(point: Point) -> Pair:
    if point.test == "eccentricity":
        return _both(words.POSITION, point.label)
    if point.test == "sensitivity":
        return _number(point.label)
    pairs = (words.LABELS.get(part, (part, part)) for part in point.label.split(" "))
    return _joined(" ", *pairs)


def _found(point: Point) -> list[Pair]:
    """The reading and its error, as the kind of test writes it."""
    if point.indication is None:
        return [sentences.SPREAD]
    if point.test in NUDGES:
        return [sentences.MOVED if "BKD/MPE" in point.rule and point.load is not None else NUDGES[point.test]]
    trued = [sentences.TRUED] if point.correction else []
    if point.test == "accuracy":
        return [sentences.REFERENCED, *trued, sentences.ERROR_PERCENT]
    tared = [sentences.TARED] if "tare" in point.also else []
    said = [sentences.COMPARED if point.test == "comparison" else sentences.READ, *tared, *trued, _arithmetic(point)]
    return [*said, sentences.CORRECTED] if point.corrected != point.error else said


def _arithmetic(point: Point) -> Pair:
    """How the error follows; with a correction the numbers shown would not add up, so the sum is not written out."""
    if point.delta_load is None or point.correction:
        return sentences.ERROR
    return sentences.WITH_EXTRA if _half(point) else sentences.BALANCED


def _half(point: Point) -> Decimal:
    return point.error - point.indication + point.load + point.delta_load


def _limit(point: Point) -> Pair:
    if point.low == -point.high:
        return sentences.SYMMETRIC if point.limit is None else sentences.NARROWED
    return sentences.AT_MOST if point.indication is None or point.test in NUDGES else sentences.ONE_SIDED


def _facts(point: Point) -> dict[str, str | Pair]:
    also = {name: _number(text(value)) for name, value in point.also.items()}
    # The load of a beam stands in the label with its unit; what is judged there are millimetres.
    words_only = {"unit": point.unit, "load_unit": point.label.rpartition(" ")[2], "interval": _interval(point)}
    numbers = {name: _number(value) for name, value in _numbers(point).items()}
    return {**numbers, **also, **words_only, "rule": _number(point.rule)}


def _interval(point: Point) -> str:
    return "d" if "d" in point.also else "e"


def _numbers(point: Point) -> dict[str, str]:
    numbers = ("load", "indication", "delta_load", "low", "high")
    signed = {
        "correction": point.correction or Decimal(0),
        "error": point.error,
        "corrected": point.corrected,
        "zero": point.error - point.corrected,
    }
    written = {name: text(getattr(point, name)) for name in numbers if getattr(point, name) is not None}
    written |= {name: _signed(value) for name, value in signed.items()}
    if point.delta_load is not None:
        written["half"] = text(_half(point))
    if point.load:
        # The only rounded number, and only shown: the verdict compares exact quantities.
        written["percent"] = _signed(Decimal(format(point.error / point.load * 100, ".3f")))
    return written


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


def _number(written: str) -> Pair:
    """Indonesian writes the decimal comma."""
    return written.replace(".", ","), written
