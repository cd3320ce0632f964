"""`python -m tests.slow_clients`: besiege each office, call it honestly, and say whether the honest noticed.

Exits 1 when an honest call failed, or when the 99th percentile under siege is more than five times the quiet one; a
combination that fails is tried once more, because other work on the same machine looks the same.
"""

import argparse
import asyncio
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.slow_clients import honest, offices
from tests.slow_clients.siege import Goal, Siege

MOST = 5.0
RESULTS = Path("var/bench/slow-clients.json")
SETTLING = 3  # seconds until every slow client has come


def main() -> int:
    asked, say = _parser().parse_args(), Console(width=200, highlight=False, markup=False).print
    found = []
    for combination in asked.only or offices.COMBINATIONS:
        tries = [one(combination, asked.seconds, asked.clients)]
        if tries[0]["faults"]:
            say(f"{_line(tries[0])} - once more")
            tries.append(one(combination, asked.seconds, asked.clients))
        found.append({**tries[-1], "tries": len(tries)})
        say(_line(found[-1]))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"seconds": asked.seconds, "clients": asked.clients, "rows": found}, indent=1))
    return any(row["faults"] for row in found)


def one(combination: str, seconds: float, clients: int) -> dict[str, Any]:
    """Quiet first, then under siege, in the same office."""
    with offices.opened(combination) as (port, token, feed, crowd):
        honest.work(port, crowd, min(3, seconds))  # what is made at the first call is made
        quiet = honest.work(port, crowd, seconds)
        siege = Siege(Goal(port, token, feed), time.monotonic() + SETTLING + seconds)
        besieging = threading.Thread(target=lambda: asyncio.run(siege.lay(clients)))
        besieging.start()
        time.sleep(SETTLING)
        besieged = honest.work(port, crowd, seconds)
        besieging.join()
    row = {"combination": combination, "calls": len(quiet.took), "calls_besieged": len(besieged.took)}
    for name, record in (("quiet", quiet), ("besieged", besieged)):
        row |= {f"{name}_p50": record.cut(0.5), f"{name}_p99": record.cut(0.99)}
    ratio = row["besieged_p99"] / row["quiet_p99"]
    faults = [*quiet.failed, *besieged.failed, *([f"p99 {ratio:.1f} times the quiet one"] if ratio > MOST else [])]
    return {**row, "ratio_p99": ratio, "faults": faults[:20], "told": siege.told()}


def _line(row: dict[str, Any]) -> str:
    times = ", ".join(
        f"{name} p50 {row[f'{name}_p50'] * 1000:.0f} ms, p99 {row[f'{name}_p99'] * 1000:.0f} ms"
        for name in ("quiet", "besieged")
    )
    faults = f" FAULTS {row['faults'][:3]}" if row["faults"] else ""
    return f"{row['combination']}: {times} ({row['ratio_p99']:.1f}x); {row['calls_besieged']} honest calls{faults}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of the quiet time, and of the siege")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--only", nargs="*", choices=offices.COMBINATIONS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
