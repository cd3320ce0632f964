"""Checks the books from the databases' bytes and the acknowledged answers alone; shares no code with the services."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import psycopg

SETTLED = ("done", "skipped")
# Bytes that were no event of this office when they came; whoever gave them up has settled them.
STRANGE = ("unreadable", "urn:poison")
LOG = "SELECT position, event_id, type, subject, sequence FROM log_event ORDER BY position"
INBOX = "SELECT source, event_id, type, subject, sequence, state FROM inbox_event ORDER BY done_at, id"
SUMS = """SELECT (SELECT position FROM log_head WHERE id = 1), (SELECT COUNT(*) FROM log_event),
          (SELECT value FROM counter WHERE series = 'received'), (SELECT COUNT(*) FROM inbox_event)"""
UNBALANCED = "SELECT series, value FROM counter WHERE series LIKE 'unbalanced%' AND value <> 0"
COUNTED = """SELECT series, value FROM counter
             WHERE series = 'absorbed' OR series LIKE 'healed%' OR series LIKE 'caught%'"""


@dataclass
class Books:
    """One service's log and inbox as they lie on the disk."""

    log: list[tuple[int, str, str, str, int]]
    inbox: list[tuple[str, str, str, str, int, str]]
    hears: set[str] = field(default_factory=set)
    unbalanced: list[str] = field(default_factory=list)


@dataclass
class Findings:
    """What the ledger found; everything but `events` must be empty for a run to be right."""

    events: int = 0
    lost: list[str] = field(default_factory=list)
    double_effects: list[str] = field(default_factory=list)
    order_violations: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    unfounded: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        return [fault for name in FAULTS for fault in getattr(self, name)]

    def beyond(self, known: "Findings") -> "Findings":
        """What was not there before."""
        old = {name: set(getattr(known, name)) for name in FAULTS}
        new = {name: [one for one in getattr(self, name) if one not in old[name]] for name in FAULTS}
        return Findings(self.events - known.events, **new)


FAULTS = tuple(one.name for one in fields(Findings) if one.name != "events")


def read_books(database: Path | str, hears: Iterable[str]) -> Books:
    """From an SQLite file or a PostgreSQL URL."""
    inbox = [row for row in rows(database, INBOX) if row[0] not in STRANGE or row[5] != "skipped"]
    return Books(rows(database, LOG), inbox, set(hears), _unbalanced(database))


def rows(database: Path | str, sql: str) -> list[tuple]:
    if str(database).startswith("postgresql:"):
        with psycopg.connect(str(database)) as connection:
            return connection.execute(sql).fetchall()
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        return connection.execute(sql).fetchall()


def execute(database: Path | str, sql: str) -> None:
    """Change something by hand, as a fault does."""
    if str(database).startswith("postgresql:"):
        with psycopg.connect(str(database), autocommit=True) as connection:
            connection.execute(sql)
        return
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.execute(sql)


def counted(database: Path | str) -> Counter[str]:
    """The house's own running sums: copies absorbed, events that the feed brought instead of the broker."""
    sums: Counter[str] = Counter(absorbed=0, healed=0, caught_up=0)
    for series, value in rows(database, COUNTED):
        sums[series.split()[0].replace("-", "_")] += value
    return sums


def hears(document: dict[str, Any]) -> set[str]:
    """The event types that a service receives, by its own AsyncAPI document."""
    heard = [one["channel"]["$ref"] for one in document["operations"].values() if one["action"] == "receive"]
    return {document["channels"][reference.rsplit("/", 1)[1]]["address"] for reference in heard}


def audit(books: dict[str, Books], excused: Iterable[str] = ()) -> Findings:
    """Compare what was told with what was heard, for every pair of services.

    `excused`: subjects that a restore has reported as not to be rebuilt whole; their sequences may have holes.
    """
    found, spared = Findings(events=sum(len(one.log) for one in books.values())), set(excused)
    for name, one in books.items():
        found.gaps += _gaps(name, one, spared)
        found.unbalanced += [f"{name}: {what}" for what in one.unbalanced]
        for reader, other in books.items():
            if reader != name:
                _compare(found, (name, one), (reader, other))
        found.dead += [
            f"{name}: {state} {type_} {id}" for _, id, type_, _, _, state in one.inbox if state not in SETTLED
        ]
    return found


def _unbalanced(database: Path | str) -> list[str]:
    """Log = what stands in it; received = what became of it; and what the service itself counts each minute."""
    head, told, received, heard = (value or 0 for value in rows(database, SUMS)[0])
    wrong = [f"head {head}, {told} events"] if head != told else []
    wrong += [f"received {received}, {heard} in the inbox"] if received != heard else []
    return wrong + [f"{series}: {value}" for series, value in rows(database, UNBALANCED)]


def _gaps(name: str, one: Books, excused: set[str]) -> list[str]:
    """Positions run 1, 2, 3 …; so do the sequences of each subject, in the order of positions."""
    wrong = [f"{name}: position {at} is {row[0]}" for at, row in enumerate(one.log, 1) if row[0] != at]
    last: dict[str, int] = defaultdict(int)
    for _, id, _, subject, sequence in one.log:
        if sequence != last[subject] + 1 and (subject not in excused or sequence <= last[subject]):
            wrong.append(f"{name}: sequence {sequence} after {last[subject]} of {subject} ({id})")
        last[subject] = sequence
    return wrong


def _compare(found: Findings, told: tuple[str, Books], heard: tuple[str, Books]) -> None:
    (writer, source), (reader, target) = told, heard
    mine = [row for row in target.inbox if row[0].endswith(f":{writer}")]
    done = Counter(row[1] for row in mine if row[5] in SETTLED)
    wanted = {id: type_ for _, id, type_, _, _ in source.log if type_ in target.hears}
    way = f"{writer} → {reader}"
    found.lost += [f"{way}: {wanted[id]} {id}" for id in sorted(wanted.keys() - done.keys())]
    found.double_effects += [f"{way}: {id}" for id, count in sorted(done.items()) if count > 1]
    found.unfounded += [f"{way}: {id} was never told" for id in sorted({row[1] for row in mine} - wanted.keys())]
    last: dict[str, int] = defaultdict(int)
    for _, id, _, subject, sequence, state in mine:
        if state == "done" and sequence <= last[subject]:
            found.order_violations.append(f"{way}: {id} of {subject} after sequence {last[subject]}")
        last[subject] = max(last[subject], sequence if state == "done" else 0)


def write(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
