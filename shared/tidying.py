"""Lets go of what is kept only for a while: answers to idempotency keys."""

from datetime import datetime, timedelta

from shared import clock
from shared.database import Store
from shared.jobs import Job

KEPT = timedelta(days=30)
KEPT_UNNAMED = timedelta(days=1)  # of callers without an account, whose answers hold codes
EVERY = timedelta(hours=6)


def purge_keys(store: Store, now: datetime) -> int:
    """Forget keys older than a month, far longer than a client retries; returns how many."""
    with store.transaction():
        sql = "DELETE FROM idempotency_key WHERE created_at < ? OR owner = '' AND created_at < ?"
        return store.execute(sql, clock.rfc3339(now - KEPT), clock.rfc3339(now - KEPT_UNNAMED)).rowcount


def job(store: Store) -> Job:
    return Job("purge_keys", EVERY, lambda now: purge_keys(store, now))
