"""How a service stands with its events, in numbers: what is told, heard, waiting, dead, and whether it adds up."""

from datetime import datetime
from typing import Any

from shared import clock, conservation, quarantine, tally
from shared.received import ABSORBED
from shared.service import Service

GIVEN_UP = "given up"  # how much lies in the broker's queue of what could not even be stored
OLDEST = """SELECT recorded_at FROM log_event WHERE published_at IS NULL AND quarantined_at IS NULL
            ORDER BY position LIMIT 1"""


def standing(service: Service) -> dict[str, Any]:
    """Everything an operator asks first; read from the own database alone."""
    position, epoch = service.log.head()
    log, inbox = conservation.balances(service)
    return {
        "service": service.name,
        "carrier": "amqp" if service.settings.bus_url else "feed",
        "head": position,
        "epoch": epoch,
        "log": log.parts,
        "oldest_waiting_seconds": oldest_waiting(service),
        "quarantine": quarantine.listed(service.room) if service.settings.bus_url else [],
        "inbox": inbox.parts,
        "absorbed": tally.read(service.store, ABSORBED),
        "given_up": tally.read(service.store, GIVEN_UP),
        "sources": sources(service),
        "conserved": not (log.difference or inbox.difference),
    }


def oldest_waiting(service: Service) -> int:
    """Age of the oldest event that waits for the broker; 0 when none does, and always without a broker."""
    row = service.store.execute(OLDEST).fetchone() if service.settings.bus_url else None
    return max(0, int((clock.now() - datetime.fromisoformat(row[0])).total_seconds())) if row else 0


def sources(service: Service) -> list[dict[str, Any]]:
    """For each peer: how far its feed was read, how far it went when last asked, what the broker failed to bring."""
    store = service.store
    rows = store.execute("SELECT source, position, epoch FROM source_cursor ORDER BY source").fetchall()
    return [
        {
            "source": source,
            "position": position,
            "epoch": epoch,
            "lag": max(0, tally.read(store, f"head {source}") - position),
            "healed": tally.read(store, f"healed {source}"),
            "caught_up": tally.read(store, f"caught-up {source}"),
        }
        for source, position, epoch in rows
    ]


def differences(service: Service) -> dict[str, int]:
    """What the minute's check found last, without counting again."""
    return {name: tally.read(service.store, conservation.series(name)) for name in ("log", "inbox")}
