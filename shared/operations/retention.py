"""Lets go of what is kept only for a while: answers to idempotency keys."""

from datetime import datetime, timedelta

from shared import clock
from shared.context import ANSWERS_KEPT
from shared.database.store import Store
from shared.jobs import Job

KEPT_SHORTLY = timedelta(days=1)  # of callers without an account, and in a service whose answers show secrets
EVERY = timedelta(hours=6)


def purge_keys(store: Store, now: datetime, kept: timedelta = ANSWERS_KEPT) -> int:
    """Forget keys older than `kept`, usually a month, far longer than a client retries; returns how many."""
    with store.transaction():
        sql = "DELETE FROM idempotency_key WHERE created_at < ? OR owner = '' AND created_at < ?"
        return store.execute(sql, clock.rfc3339(now - kept), clock.rfc3339(now - KEPT_SHORTLY)).rowcount


def job(store: Store, kept: timedelta = ANSWERS_KEPT) -> Job:
    return Job("purge_keys", EVERY, lambda now: purge_keys(store, now, kept))
