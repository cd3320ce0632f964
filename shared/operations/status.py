"""How a service stands with its events, in numbers: what is told, heard, waiting, dead, and whether it adds up."""

from datetime import datetime
from typing import Any

from shared import clock
from shared.context import ServiceParts
from shared.database import counters
from shared.events.inbox_store import ABSORBED
from shared.operations import quarantine, reconciliation

GIVEN_UP = "given up"  # how much lies in the broker's queue of what could not even be stored
OLDEST = """SELECT recorded_at FROM log_event WHERE published_at IS NULL AND quarantined_at IS NULL
            ORDER BY position LIMIT 1"""


def standing(service: ServiceParts) -> dict[str, Any]:
    """Everything an operator asks first; read from the own database alone."""
    position, epoch = service.log.head()
    log, inbox = reconciliation.balances(service)
    return {
        "service": service.name,
        "carrier": "amqp" if service.settings.bus_url else "feed",
        "head": position,
        "epoch": epoch,
        "log": log.parts,
        "oldest_waiting_seconds": oldest_waiting(service),
        "quarantine": quarantine.listed(service.context) if service.settings.bus_url else [],
        "inbox": inbox.parts,
        "absorbed": counters.read(service.store, ABSORBED),
        "given_up": counters.read(service.store, GIVEN_UP),
        "sources": sources(service),
        "conserved": not (log.difference or inbox.difference),
    }


def oldest_waiting(service: ServiceParts) -> int:
    """Age of the oldest event that waits for the broker; 0 when none does, and always without a broker."""
    row = service.store.execute(OLDEST).fetchone() if service.settings.bus_url else None
    return max(0, int((clock.now() - datetime.fromisoformat(row[0])).total_seconds())) if row else 0


def sources(service: ServiceParts) -> list[dict[str, Any]]:
    """For each peer: how far its feed was read, how far it went when last asked, what the broker failed to bring."""
    store = service.store
    rows = store.execute("SELECT source, position, epoch FROM source_cursor ORDER BY source").fetchall()
    return [
        {
            "source": source,
            "position": position,
            "epoch": epoch,
            "lag": max(0, counters.read(store, f"head {source}") - position),
            "healed": counters.read(store, f"healed {source}"),
            "caught_up": counters.read(store, f"caught-up {source}"),
        }
        for source, position, epoch in rows
    ]


def differences(service: ServiceParts) -> dict[str, int]:
    """What the minute's check found last, without counting again."""
    return {name: counters.read(service.store, reconciliation.series(name)) for name in ("log", "inbox")}
