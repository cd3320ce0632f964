"""The metrology engine in one process: records judged per second, limits asked per second, and where the time goes."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from services.testing.domain.limits import mpe
from services.testing.domain.verdict import explanation
from tests.bench import bare
from tests.bench.records import Record, records
from tests.bench.stopwatch import Act, Plan, Row, Turns, in_turns
from tests.testing.sheets import TRADER, tables

SHARE = "share of evaluate"


def measure(plan: Plan) -> Iterator[Row]:
    """Each record against its bare arithmetic and against reading and writing it as JSON; then one limit."""
    sorts = records()
    seconds = plan.seconds / (len(sorts) + 1)
    for record in sorts:
        yield from _judged(record, in_turns(contenders(record), seconds, plan.rounds))
    yield from _limits(seconds, plan.rounds)


def contenders(record: Record) -> dict[str, Act]:
    known, sent = tables(), json.dumps(record.readings)
    result = record.judge()
    judge = bare.JUDGES[record.of["kind"]]
    return {
        "evaluate": record.judge,
        "as_json": result.as_json,
        "explain": partial(explanation.lines, result),
        "bare": partial(judge, known, record.of, record.act, record.readings, record.under.standards),
        "round trip": lambda: json.dumps(json.loads(sent)),
    }


def _judged(record: Record, turns: Turns) -> Iterator[Row]:
    for other, against in (("bare", "bare Decimal"), ("round trip", "json round trip of the readings")):
        yield turns.row(f"evaluate: {record.title}", "records/s", "evaluate", other, against)
    if record.title == "market scale":
        for part, name in (("explain", "explanation, within evaluate"), ("as_json", "result to JSON, on top")):
            share = turns.ratio("evaluate", part)
            yield Row(f"{name}: {record.title}", 1000 / turns.rate(part), "ms", SHARE, None, share)


def _limits(seconds: float, rounds: int) -> Iterator[Row]:
    known, asked = tables(), {**TRADER, "load": "15"}
    content = known.limits["R76"].content["bands"]

    def looked_up() -> bool:
        load, e = Decimal("15"), Decimal("0.01")
        row = next(r for r in content if r["class"] == "III" and ("up_to_e" not in r or load <= r["up_to_e"] * e))
        return row["limit_e"] * e * 2 > 0

    ask = partial(mpe.limit, known, "tbo_elektronik", "subsequent", asked, asked)
    turns = in_turns({"limit": ask, "bare": looked_up}, seconds, rounds)
    yield turns.row("mpe.limit: class III scale", "limits/s", "limit", "bare", "bare Decimal")
