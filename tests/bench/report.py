"""What was measured: a JSON file per section, a table for the terminal, and the recorded run in the document."""

import json
import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from tests.bench.stopwatch import Plan, Row

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "var" / "bench"
DOCUMENT = ROOT / "docs" / "performance.md"
FROM, TO = "<!-- from here on written by make bench RECORD=1 -->", "<!-- up to here -->"
COLUMNS = ("what", "value", "against", "ratio")
Section = dict[str, Any]


def section(name: str, rows: Iterable[Row], plan: Plan, seconds: float) -> Section:
    """With the machine and the day, so that the file speaks for itself."""
    about = {"section": name, "date": str(datetime.now(UTC).date()), "commit": _commit(), "machine": machine()}
    return {**about, "plan": vars(plan), "took_seconds": round(seconds, 1), "rows": [row.as_json() for row in rows]}


def write(folder: Path, one: Section) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{one['section']}.json").write_text(json.dumps(one, indent=1, ensure_ascii=False) + "\n")


def machine() -> dict[str, Any]:
    """What the absolute numbers depend on; `load` is what others were doing on it."""
    versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    load = round(os.getloadavg()[0], 1)
    return {"cpu": _cpu(), "cores": os.cpu_count(), "system": platform.system(), **versions, "load": load}


def table(one: Section) -> Table:
    """For the terminal."""
    shown = Table(title=f"{one['section']} ({one['took_seconds']} s)", title_justify="left", box=box.SIMPLE)
    for name in COLUMNS:
        shown.add_column(name, justify="right" if name in ("value", "ratio") else "left", overflow="fold")
    for row in one["rows"]:
        shown.add_row(*_cells(row))
    return shown


def record(folder: Path, document: Path = DOCUMENT) -> None:
    """Write the marked part of the document anew from all the sections that lie in the folder."""
    head, _, rest = document.read_text().partition(FROM)
    _, _, tail = rest.partition(TO)
    found = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    parts = [_markdown(one) for one in found if "rows" in one and "section" in one]
    document.write_text(f"{head}{FROM}\n\n" + "\n".join(parts) + f"\n{TO}{tail}")


def _markdown(one: Section) -> str:
    of = one["machine"]
    where = f"{of['cores']} cores of {of['cpu']}, {of['system']}, Python {of['python']}, SQLite {of['sqlite']}"
    head = f"### {one['section']}\n\n{one['date']}, commit {one['commit']}, {where}, load {of['load']}.\n\n"
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|--:|---|--:|"]
    return head + "\n".join([*lines, *(f"| {' | '.join(_cells(row))} |" for row in one["rows"])]) + "\n"


def _cells(row: dict[str, Any]) -> tuple[str, str, str, str]:
    against = row["against"]
    if row["limit"] is not None:
        against = f"{against}: {_short(row['limit'])} {row['unit']}"
    what = row["what"] + (f" ({row['calls']} calls)" if row["calls"] is not None else "")
    return what, f"{_short(row['value'])} {row['unit']}", against, _ratio(row["ratio"])


def _short(value: float) -> str:
    """Three figures, which is more than such a number is good for."""
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 4
    return f"{value:,.{places}f}"


def _ratio(value: float | None) -> str:
    """`1/55` reads better than 0.018."""
    if value is None:
        return ""
    return f"1/{1 / value:.0f}" if 0 < value < 0.1 else _short(value)


def _cpu() -> str:
    """The model as Linux names it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "-"
