"""Checks the books from the databases' bytes and the acknowledged answers alone; shares no code with the services."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg


@dataclass
class Books:
    """One service's log and inbox as they lie on the disk."""

    log: list[tuple[int, str, str, str, int]]
    inbox: list[tuple[str, str, str, str, int, str]]
    hears: set[str] = field(default_factory=set)


@dataclass
class Findings:
    """What the ledger found; everything but `events` must be empty for a run to be right."""

    events: int = 0
    lost: list[str] = field(default_factory=list)
    double_effects: list[str] = field(default_factory=list)
    order_violations: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        return [*self.lost, *self.double_effects, *self.order_violations, *self.gaps, *self.dead]


def read_books(database: Path | str, hears: Iterable[str]) -> Books:
    """From an SQLite file or a PostgreSQL URL."""
    log = rows(database, "SELECT position, event_id, type, subject, sequence FROM log_event ORDER BY position")
    sql = "SELECT source, event_id, type, subject, sequence, state FROM inbox_event ORDER BY done_at, id"
    return Books(log, rows(database, sql), set(hears))


def rows(database: Path | str, sql: str) -> list[tuple]:
    if str(database).startswith("postgresql:"):
        with psycopg.connect(str(database)) as connection:
            return connection.execute(sql).fetchall()
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def hears(document: dict[str, Any]) -> set[str]:
    """The event types that a service receives, by its own AsyncAPI document."""
    heard = [one["channel"]["$ref"] for one in document["operations"].values() if one["action"] == "receive"]
    return {document["channels"][reference.rsplit("/", 1)[1]]["address"] for reference in heard}


def audit(books: dict[str, Books]) -> Findings:
    """Compare what was told with what was heard, for every pair of services."""
    found = Findings(events=sum(len(one.log) for one in books.values()))
    for name, one in books.items():
        found.gaps += _gaps(name, one)
        for reader, other in books.items():
            if reader != name:
                _compare(found, (name, one), (reader, other))
        found.dead += [f"{name}: {state} {type_} {id}" for _, id, type_, _, _, state in one.inbox if state != "done"]
    return found


def _gaps(name: str, one: Books) -> list[str]:
    """Positions run 1, 2, 3 …; so do the sequences of each subject, in the order of positions."""
    wrong = [f"{name}: position {at} is {row[0]}" for at, row in enumerate(one.log, 1) if row[0] != at]
    last: dict[str, int] = defaultdict(int)
    for _, id, _, subject, sequence in one.log:
        if sequence != last[subject] + 1:
            wrong.append(f"{name}: sequence {sequence} after {last[subject]} of {subject} ({id})")
        last[subject] = sequence
    return wrong


def _compare(found: Findings, told: tuple[str, Books], heard: tuple[str, Books]) -> None:
    (writer, source), (reader, target) = told, heard
    mine = [row for row in target.inbox if row[0].endswith(f":{writer}")]
    done = [row[1] for row in mine if row[5] == "done"]
    wanted = {id: type_ for _, id, type_, _, _ in source.log if type_ in target.hears}
    missing = wanted.keys() - set(done)
    found.lost += [f"{writer} → {reader}: {wanted[id]} {id}" for id in sorted(missing)]
    found.double_effects += [f"{writer} → {reader}: {id}" for id in sorted({id for id in done if done.count(id) > 1})]
    last: dict[str, int] = defaultdict(int)
    for _, id, _, subject, sequence, state in mine:
        if state == "done" and sequence <= last[subject]:
            found.order_violations.append(f"{writer} → {reader}: {id} of {subject} after sequence {last[subject]}")
        last[subject] = max(last[subject], sequence if state == "done" else 0)


def write(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
