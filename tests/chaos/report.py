"""The report of a run: a line per scenario, totals, the JSON file, and a row of the table in docs/reliability.md."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from shared.config import ROOT
from tests.chaos import ledger

LOGS = ROOT / "var" / "bench" / "chaos-logs"
REPORT = ROOT / "var" / "bench" / "chaos.json"
TABLE = ROOT / "docs" / "reliability.md"
FACTS = ("events", "kills", "lost", "double_effects", "order_violations", "duplicates_absorbed")
SHOWN = (*FACTS, "healed", "seconds")
LEAST_EVENTS = 10  # a scenario in which less happened proves nothing
Pair = tuple[str, str]


@dataclass
class Run:
    """What was played, and how long each pair took."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    minutes: dict[Pair, float] = field(default_factory=dict)


def counted(found: ledger.Findings) -> dict[str, Any]:
    """The findings as numbers, with the first of them in words."""
    return {
        "events": found.events,
        **{name: len(getattr(found, name)) for name in ledger.FAULTS},
        "faults": found.faults()[:20],
    }


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Print the row as it comes."""
    where = f"{row['scenario']:>2} {row['carrier'] + '/' + row['database']:<16} {row['title']:<64}"
    if not row["played"]:
        typer.echo(f"{where} the machine forbids it: {row['why']}")
        return row
    facts = " ".join(f"{name}={row[name]}" for name in SHOWN)
    typer.echo(f"{where} {facts} {'FAILED ' + row['failed'] if wrong(row) else 'ok'}")
    for fault in row["faults"]:
        typer.echo(f"     {fault}")
    return row


def keep_logs(row: dict[str, Any], folder: Path) -> None:
    """What the processes wrote, when something was wrong: the office itself goes with the run."""
    if wrong(row):
        kept = LOGS / f"{row['carrier']}-{row['database']}-{row['scenario']}"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for log in folder.glob("*.log"):
            shutil.copy(log, kept)
        typer.echo(f"     logs in {kept.relative_to(ROOT)}")


def wrong(row: dict[str, Any]) -> bool:
    """Anything found, anything not as the scenario wants it, or too little happened."""
    if not row["played"]:
        return False
    return bool(row["failed"] or any(row[name] for name in ledger.FAULTS) or row["events"] < LEAST_EVENTS)


def totals(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows if row["played"]) for name in (*FACTS, "healed")}


def finish(run: Run, seed: int, recorded: bool) -> int:
    """Totals, the JSON file, a line for the table per pair; 0 only when nothing is wrong."""
    day, sums, played = datetime.now(UTC).date(), totals(run.rows), [row for row in run.rows if row["played"]]
    facts = {"seed": seed, "date": str(day), "minutes": round(sum(run.minutes.values()), 1)}
    ledger.write(REPORT, {**facts, "rows": run.rows, "totals": sums})
    bad = [row for row in run.rows if wrong(row)]
    words = " ".join(f"{name}={value}" for name, value in sums.items())
    typer.echo(f"\n{len(played)} played, {len(bad)} wrong, {facts['minutes']} min: {words}")
    if recorded and not bad and played:
        with TABLE.open("a") as table:
            table.writelines(line(run, pair, str(day)) for pair in run.minutes)
    return 1 if bad or not played else 0


def line(run: Run, pair: Pair, day: str) -> str:
    """A row of the table: all that was played on one pair."""
    sums = totals([row for row in run.rows if (row["carrier"], row["database"]) == pair])
    numbers = " | ".join(f"{sums[name]:,}" for name in FACTS)
    return f"| {day} | {' | '.join(pair)} | {run.minutes[pair]:.0f} | {numbers} |\n"
