"""The clock's work: a table of (name, every, use case), each run by one process at a time under a lease."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared import clock
from shared.database.store import Store
from shared.ids import uuid7

LEASE = timedelta(minutes=10)
# Leased elsewhere, or done a short while ago.
WAITS = """((lease.until > ? AND lease.until <= ?)
            OR (lease.ran_at IS NOT NULL AND lease.ran_at > ? AND lease.ran_at <= ?))"""
log = logging.getLogger("shared.jobs")


@dataclass(frozen=True)
class Job:
    """Call `act(now)` about every `every`; it must bear being called twice."""

    name: str
    every: timedelta
    act: Callable[[datetime], object]


def run_due(store: Store, jobs: Sequence[Job]) -> int:
    """Run what is due and not leased elsewhere; returns how many ran."""
    return sum(_run(store, job) for job in jobs)


def _run(store: Store, job: Job) -> bool:
    now, owner = clock.now(), uuid7()
    if not _take(store, job, now, owner):
        return False
    try:
        job.act(now)
    except Exception:  # the next turn tries again; one broken job must not stop the others
        log.exception("job %s failed", job.name)
    with store.transaction():
        sql = "UPDATE lease SET until = ?, ran_at = ? WHERE name = ? AND owner = ?"
        store.execute(sql, clock.rfc3339(now), clock.rfc3339(now), job.name, owner)
    return True


def _take(store: Store, job: Job, now: datetime, owner: str) -> bool:
    """Whether the turn is ours; a lease or a last turn from further ahead than can be was written by a wrong clock."""
    times = (now, now + LEASE + clock.SLACK, now - job.every, now + clock.SLACK)
    texts = tuple(map(clock.rfc3339, times))
    found = store.execute(f"SELECT {WAITS} FROM lease WHERE name = ?", *texts, job.name).fetchone()
    if found and found[0]:
        return False
    with store.transaction():
        sql = f"""INSERT INTO lease (name, owner, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE
                  SET owner = excluded.owner, until = excluded.until WHERE NOT {WAITS} RETURNING name"""
        return bool(store.execute(sql, job.name, owner, clock.rfc3339(now + LEASE), *texts).fetchone())
