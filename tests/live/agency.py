"""The ready clients of another agency as processes of their own, with the notebook that each keeps."""

import signal
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from shared.config import ROOT

CLIENTS = ROOT / "deploy/subscriptions/clients"


@dataclass
class Client:
    """Started and killed at will; `rows` reads what stands in its notebook, nothing while there is none."""

    command: list[str]
    notebook: Path
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL, cwd="/")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def rows(self, sql: str) -> list[tuple]:
        if not self.notebook.exists():
            return []
        try:
            with closing(sqlite3.connect(self.notebook, timeout=30)) as notebook:
                return notebook.execute(sql).fetchall()
        except sqlite3.OperationalError:  # the client has not made its tables yet
            return []

    def count(self) -> int:
        return sum(row[0] for row in self.rows("SELECT COUNT(*) FROM event"))

    def words(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT json_extract(body, '$.data.word') FROM event ORDER BY position")]
