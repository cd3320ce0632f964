"""`make bench`: measure section by section, write var/bench/<section>.json, show a table of each.

Environment: ONLY (sections, with commas), RECORD=1 (write the recorded run into docs/performance.md), INTO (another
folder), and the parts of the plan: SECONDS (of loops per section), ROUNDS, SCALES, EVENTS, SERVERS=0.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console

from tests.bench import engine, events, memory, office, papers, report, restart, web
from tests.bench.stopwatch import Plan, Row

SECTIONS: dict[str, Callable[[Plan], Iterator[Row]]] = {
    "engine": engine.measure,
    "papers": papers.measure,
    "web": web.measure,
    "events": events.measure,
    "office": office.measure,
    "memory": memory.measure,
    "restart": restart.measure,
}
READ = {"seconds": float, "rounds": int, "scales": int, "events": int, "servers": lambda text: text != "0"}


def main() -> int:
    chosen = os.environ.get("ONLY", "").replace(",", " ").split() or list(SECTIONS)
    if strange := set(chosen) - set(SECTIONS):
        sys.exit(f"ONLY: {', '.join(sorted(strange))}? known: {', '.join(SECTIONS)}")
    plan, folder = plan_of(os.environ), Path(os.environ.get("INTO") or report.FOLDER)
    console = Console(width=None if sys.stdout.isatty() else 150)
    for name in chosen:
        began = time.monotonic()
        rows = list(SECTIONS[name](plan))
        found = report.section(name, rows, plan, time.monotonic() - began)
        report.write(folder, found)
        console.print(report.table(found))
    if os.environ.get("RECORD"):
        report.record(folder)
    return 0


def plan_of(env: Mapping[str, str]) -> Plan:
    return Plan(**{name: read(env[name.upper()]) for name, read in READ.items() if env.get(name.upper())})


if __name__ == "__main__":
    sys.exit(main())
