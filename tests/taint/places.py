"""Everywhere a text can have got to: tables, files, logs, metrics, events, answers to every role."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.observe.json_logging import JsonLines
from shared.service import Service

Found = tuple[str, bytes]
EVERYBODY = (
    *("", "applicant", "front_officer", "verifier", "head", "complaint_officer", "auditor", "admin", "subscriber"),
    "service",
)


def cells(service: Service) -> Iterator[Found]:
    """(`service.table.column`, bytes) of each cell of every table, as the database keeps it."""
    for table in service.store.database.get_tables():
        cursor = service.store.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield from ((f"{service.name}.{table}.{name}", raw(cell)) for name, cell in zip(names, row, strict=True))


def raw(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def files(folder: Path) -> Iterator[Found]:
    """Name and bytes of every file under the folder of the office: databases with their journals, papers, keys."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield str(file.relative_to(folder)), file.name.encode() + b"\n" + file.read_bytes()


def told(service: Service, internal: bool) -> Iterator[Found]:
    """(type, bytes) of the events as a subscriber reads them, or as the other services do."""
    for body in service.log.page(0, 100_000, internal=internal).bodies:
        kind = json.loads(body)["type"]
        yield kind, body


class Lines:
    """All that is logged in the form in which it is written."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(JsonLines("taint"))
        self.logger = logging.getLogger()
        self.level = self.logger.level

    def __enter__(self) -> "Lines":
        self.logger.addHandler(self.handler)
        self.logger.setLevel(logging.INFO)
        return self

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self.handler)
        self.logger.setLevel(self.level)

    @property
    def text(self) -> bytes:
        return self.stream.getvalue().encode()
