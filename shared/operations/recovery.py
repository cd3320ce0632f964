"""A service that came back from an older copy takes its own word back from its peers, and begins a new epoch."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared import clock
from shared.context import ServiceParts
from shared.database import sequences
from shared.database.store import Store
from shared.events import replay_guard
from shared.events.envelope import Envelope, unpack
from shared.events.event_log import INSERT, Log
from shared.ids import uuid7

LOST = "{service}.log.lost.v1"
NOTHING = "SELECT COALESCE(MAX(sequence), 0) FROM log_event WHERE subject = ?"


@dataclass(frozen=True)
class Copies:
    """What one peer heard of us after some position, and the highest position it has seen."""

    bodies: list[bytes]
    seen: int


@dataclass
class Report:
    """What came back. `behind`: by subject the types told after the copy was made, whose effects in our own tables
    are gone; `missing`: by subject the sequences that nobody has; `lost`: how many positions nobody has; `skipped`: by
    series the first and last number that is not given again, because each number goes out with an event."""

    epoch: int = 0
    head: int = 0
    recovered: int = 0
    lost: int = 0
    behind: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[int]] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)


def recover(service: ServiceParts, copies: Iterable[Copies]) -> Report:
    """Put our own events back byte for byte, mark what nobody has, go on above whatever anybody has seen."""
    log, copies = service.log, list(copies)
    with service.store.transaction():
        head, epoch = log.head()
        told = _distinct(log.source, head, copies)
        report = Report(epoch + 1, max([head, *(one.seen for one in copies), *told]), len(told))
        _compare(service.store, told, report)
        internal = {kind.type for kind in service.published if kind.internal}
        public = {kind.type for kind in service.published} - internal
        for position in range(head + 1, report.head + 1):
            if one := told.get(position):
                _put(service.store, one, one.type not in public)
                replay_guard.note(service.store, one)
            else:
                _mark_lost(log, service.name, position, report)
        _begin(service.store, report)
        report.skipped = sequences.leap(service.store, service.context.today().year, report.head - head)
    return report


def _distinct(source: str, head: int, copies: Iterable[Copies]) -> dict[int, Envelope]:
    """Each lost event once, by position; where peers differ, the one of the later epoch is the one that counts."""
    found: dict[int, Envelope] = {}
    for one in (unpack(body) for copy in copies for body in copy.bodies):
        known = found.get(one.position)
        if one.source == source and one.position > head and (known is None or int(one.epoch) > int(known.epoch)):
            found[one.position] = one
    return found


def _compare(store: Store, told: dict[int, Envelope], report: Report) -> None:
    types, numbered = defaultdict(list), defaultdict(list)
    for position in sorted(told):
        types[told[position].subject].append(told[position].type)
        numbered[told[position].subject].append(told[position].sequence)
    report.behind = dict(types)
    for subject, known in numbered.items():
        last = store.execute(NOTHING, subject).fetchone()[0]
        if gaps := sorted(set(range(last + 1, max(known))) - set(known)):
            report.missing[subject] = gaps


def _put(store: Store, one: Envelope, internal: bool) -> None:
    """Unpublished: whoever did not get it yet gets it now, others absorb it."""
    kept = store.vault.shut(one.raw) if internal else one.raw
    values = (one.type, one.subject, one.sequence, internal, kept, clock.rfc3339(clock.now()))
    store.execute(INSERT, one.position, one.id, *values)


def _mark_lost(log: Log, service: str, position: int, report: Report) -> None:
    """A place in the log that nobody can fill says so; it is told to nobody, and positions stay without gaps."""
    report.lost += 1
    now, event_id, type_ = clock.rfc3339(clock.now()), uuid7(), LOST.format(service=service)
    attributes = {
        "specversion": "1.0",
        "id": event_id,
        "source": log.source,
        "type": type_,
        "subject": event_id,
        "time": now,
        "sequence": "1",
        "position": str(position),
        "epoch": str(report.epoch),
        "data": {},
    }
    body = json.dumps(attributes, separators=(",", ":")).encode()
    log.store.execute(INSERT, position, event_id, type_, event_id, 1, True, body, now)
    log.store.execute("UPDATE log_event SET published_at = ? WHERE position = ?", now, position)


def _begin(store: Store, report: Report) -> None:
    sql = """INSERT INTO log_head (id, position, epoch) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET position = excluded.position, epoch = excluded.epoch"""
    store.execute(sql, report.head, report.epoch)
