"""Where a story is told: sentences in Indonesian with English beside them, checks, and the papers that are kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule
from rich.table import Table

from deploy.http_client import Office, Refused

AGREED, DIFFERS = "[green]✓[/green]", "[bold red]✗[/bold red]"


@dataclass
class Stage:
    """The office, today at the office, the folder for papers, and what was checked so far."""

    office: Office
    today: date
    folder: Path
    console: Console
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def chapter(self, id: str, en: str) -> None:
        self.console.print()
        self.console.print(Rule(f"[bold]{escape(id)}[/bold] [dim]/ {escape(en)}[/dim]", align="left", style="dim"))

    def say(self, id: str, en: str) -> None:
        line = Table.grid(expand=True, padding=(0, 2))
        line.add_column(ratio=1)
        line.add_column(ratio=1, style="dim")
        line.add_row(escape(id), escape(en))
        self.console.print(line)

    def check(self, what: str, expected: Any, seen: Any) -> None:
        """Note whether what came out is what should have; the story goes on either way."""
        self.rows.append((what, str(expected), str(seen)))
        sign = AGREED if str(expected) == str(seen) else DIFFERS
        self.console.print(f"  {sign} {escape(what)}: {escape(str(seen))}", highlight=False)

    def refusal(self, act: Callable[[], Any]) -> str:
        """The code with which the office refuses what must not be done."""
        try:
            act()
        except Refused as refused:
            return refused.code
        return "-"

    def keep(self, name: str, content: bytes) -> Path:
        """Write a paper; the name tells whose it is."""
        file = self.folder / name.replace("/", "-")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.console.print(f"  [dim]→ {escape(str(file))}[/dim]", highlight=False, soft_wrap=True)
        return file

    @property
    def differing(self) -> int:
        return sum(expected != seen for _, expected, seen in self.rows)

    def close(self) -> None:
        """The table of everything that was checked."""
        table = Table(title="Yang diperiksa / what was checked", title_justify="left")
        for heading in ("", "Pemeriksaan / check", "Harapan / expected", "Hasil / seen"):
            table.add_column(heading, overflow="fold")
        for what, expected, seen in self.rows:
            table.add_row(AGREED if expected == seen else DIFFERS, escape(what), escape(expected), escape(seen))
        self.console.print()
        self.console.print(table)
        good = len(self.rows) - self.differing
        self.console.print(
            f"{good} dari {len(self.rows)} sesuai / {good} of {len(self.rows)} as expected", style="bold"
        )
