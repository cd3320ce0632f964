"""`make chaos`: play the fault matrix and the random killer, print what was found, keep it in var/bench/chaos.json.

Environment: SEED, CARRIER (feed, amqp or both), MINUTES (of the random killer, added to the matrix), SMOKE=1 (a short
selection), LETTERS (load of each scenario).
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from tests.chaos import ledger
from tests.chaos.ground import Ground
from tests.chaos.proxy import Proxy
from tests.chaos.scenarios import SCENARIOS, Scenario
from tests.live.office import Office, running
from tests.live.servers import has_pg, has_rabbit, postgres, rabbitmq

ROOT = Path(__file__).parent.parent.parent
REPORT = ROOT / "var" / "bench" / "chaos.json"
TABLE = ROOT / "docs" / "reliability.md"
SMOKE = {2, 4, 13, 14, 17}
SHORT = {2, 7, 14, 22}


@dataclass(frozen=True)
class Plan:
    """Which scenarios on which pair."""

    carrier: str
    database: str
    numbers: frozenset[int]


def main() -> int:
    seed, minutes = int(os.environ.get("SEED", "7")), float(os.environ.get("MINUTES", "0"))
    rows, began = [], time.monotonic()
    for plan in plans(os.environ.get("CARRIER", "both"), bool(os.environ.get("SMOKE"))):
        with ground_of(plan, seed) as ground:
            chosen = [one for one in SCENARIOS if one.number in plan.numbers and plan.carrier in one.carriers]
            rows += [play(one, ground) for one in chosen]
            if minutes:
                long = replace(SCENARIOS[-1], title=f"random killer, {minutes:g} min", act=lambda g: hunt(g, minutes))
                rows.append(play(long, ground, int(minutes * 12)))
    return report(rows, seed, time.monotonic() - began)


def plans(carrier: str, smoke: bool) -> list[Plan]:
    """In full on SQLite + feed and PostgreSQL + AMQP, as a smoke on the other two pairs."""
    every = frozenset(one.number for one in SCENARIOS)
    full, small = (frozenset(SHORT), frozenset()) if smoke else (every, frozenset(SMOKE))
    wanted = [
        Plan("feed", "sqlite", full),
        Plan("amqp", "postgresql", full),
        Plan("feed", "postgresql", small),
        Plan("amqp", "sqlite", small),
    ]
    return [one for one in wanted if carrier in ("both", one.carrier) and one.numbers]


@contextmanager
def ground_of(plan: Plan, seed: int) -> Iterator[Ground]:
    """A fresh office on private servers."""
    if (plan.carrier == "amqp" and not has_rabbit()) or (plan.database == "postgresql" and not has_pg()):
        sys.exit("RabbitMQ and PostgreSQL must be installed for this; see .ci/run")
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        optional(plan.database == "postgresql", postgres) as pg,
        optional(plan.carrier == "amqp", rabbitmq) as broker,
    ):
        proxy = Proxy(broker.port).start() if broker else None
        url = f"amqp://guest:guest@127.0.0.1:{proxy.port}//" if proxy else ""
        with running(Office(Path(folder), bus_url=url, database=pg)) as office:
            yield Ground(office, plan.carrier, plan.database, seed, broker, proxy)
        if proxy:
            proxy.stop()


@contextmanager
def optional(wanted, server) -> Iterator:
    if not wanted:
        yield None
        return
    with server() as started:
        yield started


def hunt(ground: Ground, minutes: float) -> None:
    ground.strike(minutes * 60, (0.2, 1.2))


def play(scenario: Scenario, ground: Ground, letters: int = 0) -> dict:
    """One row of the report."""
    row = {"scenario": scenario.number, "title": scenario.title, "carrier": ground.carrier, "database": ground.database}
    if scenario.forbidden:
        return {**row, "played": False, "why": scenario.forbidden}
    kills, began = ground.kills, time.monotonic()
    try:
        with ground.load(letters or int(os.environ.get("LETTERS", "4"))):
            scenario.act(ground)
        failed = ""
    except Exception as error:
        failed = f"{type(error).__name__}: {error}"[:500]
    found = ground.findings()
    row |= {"played": True, "failed": failed, "events": found.events, "kills": ground.kills - kills}
    row |= {"lost": len(found.lost), "double_effects": len(found.double_effects), "gaps": len(found.gaps)}
    row |= {"order_violations": len(found.order_violations), "dead": len(found.dead)}
    row |= {"seconds": round(time.monotonic() - began, 1), "faults": found.faults()[:20]}
    typer.echo(line(row))
    return row


def line(row: dict) -> str:
    verdict = "FAILED" if wrong(row) else "ok"
    facts = " ".join(
        f"{name}={row[name]}" for name in ("events", "kills", "lost", "double_effects", "order_violations")
    )
    where = f"{row['carrier']}/{row['database']}"
    return f"{row['scenario']:>2} {where:<16} {row['title']:<62} {facts} {verdict} {row['failed']}"


def wrong(row: dict) -> bool:
    bad = ("lost", "double_effects", "order_violations", "gaps", "dead")
    return row["played"] and bool(row["failed"] or any(row[name] for name in bad))


def report(rows: list[dict], seed: int, seconds: float) -> int:
    """Totals, the JSON file, a line for the table; 0 only when nothing is wrong."""
    played = [row for row in rows if row["played"]]
    last = {(row["carrier"], row["database"]): row["events"] for row in played}
    names = ("kills", "lost", "double_effects", "order_violations")
    totals = {"events": sum(last.values()), **{name: sum(row[name] for row in played) for name in names}}
    day = datetime.now(UTC).date()
    ledger.write(REPORT, {"seed": seed, "date": str(day), "seconds": round(seconds), "rows": rows, "totals": totals})
    typer.echo(f"\n{len(played)} scenarios, {totals}, {seconds:.0f} s")
    if os.environ.get("RECORD") and TABLE.exists():
        with TABLE.open("a") as table:
            facts = " | ".join(str(totals[name]) for name in ("events", *names))
            table.write(f"| {day} | {seed} | {len(played)} | {facts} | {seconds:.0f} s |\n")
    return 1 if any(wrong(row) for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
