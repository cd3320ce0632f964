"""Nothing may vanish: what was told equals what stands in the log, what was received equals what became of it."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.context import ServiceParts
from shared.database import counters
from shared.events.inbox import PARKED
from shared.events.inbox_store import RECEIVED
from shared.jobs import Job

EVERY = timedelta(minutes=1)
# One statement each: its parts see one moment, however busily others write.
LOG = """SELECT (SELECT position FROM log_head WHERE id = 1), (SELECT COUNT(*) FROM log_event),
         (SELECT COUNT(*) FROM log_event WHERE published_at IS NULL),
         (SELECT COUNT(*) FROM log_event WHERE published_at IS NULL AND quarantined_at IS NOT NULL)"""
# Without a broker the feed is the only carrier, and an event is published by standing in the log.
FED = "SELECT (SELECT position FROM log_head WHERE id = 1), COUNT(*), 0, 0 FROM log_event"
INBOX = f"""SELECT 'received', value FROM counter WHERE series = '{RECEIVED}'
            UNION ALL SELECT state, COUNT(*) FROM inbox_event GROUP BY state UNION ALL {PARKED}"""
log = logging.getLogger("shared.operations.reconciliation")


@dataclass(frozen=True)
class Balance:
    """A whole and its parts, which must sum up to it."""

    name: str
    whole: int
    parts: dict[str, int]

    @property
    def difference(self) -> int:
        """0 when nothing is missing; positive when parts are missing, negative when there are too many."""
        return self.whole - sum(self.parts.values())

    def sentence(self) -> str:
        return f"{self.whole} = {' + '.join(f'{count} {name}' for name, count in self.parts.items())}"


def balances(service: ServiceParts) -> list[Balance]:
    """log = published + waiting + quarantined; received = done + pending + parked + dead + skipped."""
    return [_log(service), _inbox(service)]


def check(service: ServiceParts) -> bool:
    """Count, remember the differences for whoever scrapes, and raise the alarm in the log."""
    sound = True
    for balance in balances(service):
        counters.put(service.store, series(balance.name), balance.difference)
        if balance.difference:
            log.error("%s does not add up: %s", balance.name, balance.sentence(), extra={"service": service.name})
            sound = False
    return sound


def series(name: str) -> str:
    """Where the last difference of that balance stands."""
    return f"unbalanced {name}"


def job(service: ServiceParts) -> Job:
    """The check as the clock's work."""
    return Job("conservation", EVERY, lambda _: check(service))


def _log(service: ServiceParts) -> Balance:
    head, count, unpublished, aside = service.store.execute(LOG if service.settings.bus_url else FED).fetchone()
    parts = {"published": count - unpublished, "waiting": unpublished - aside, "quarantined": aside}
    return Balance("log", head or 0, parts)


def _inbox(service: ServiceParts) -> Balance:
    found: dict[str, Any] = dict(service.store.execute(INBOX).fetchall())
    parked, received = found.pop("parked", 0), found.pop("received", 0)
    parts = {"done": 0, "pending": 0, "dead": 0, "skipped": 0} | found
    return Balance("inbox", received, {**parts, "pending": parts["pending"] - parked, "parked": parked})
