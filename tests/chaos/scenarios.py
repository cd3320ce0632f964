"""The fault matrix as a table: what is done to the office, on which carrier, with how much load."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos import carriers, disks, joining, killings, restored, soak
from tests.chaos.killings import Proof
from tests.chaos.load import Size
from tests.chaos.testbed import Ground

BOTH = ("feed", "amqp")
AMQP = ("amqp",)
BUSY = Size(markets=2, stalls=25, singles=2)
CROWD = Size(markets=int(os.environ.get("MARKETS", "5")), stalls=45, singles=2)


@dataclass(frozen=True)
class Scenario:
    """`act` hurts the office while the load runs and may return what must be true of the house's own sums after it.

    `alone`: on an office of its own, without other load.
    """

    number: int
    title: str
    act: Callable[[Ground], Proof | None]
    carriers: tuple[str, ...] = BOTH
    size: Size = Size()
    alone: bool = False


SCENARIOS = [
    Scenario(1, "kill -9 of web between log insert and commit", killings.web_before_commit),
    Scenario(2, "kill -9 of web after commit, before the answer", killings.web_after_commit),
    Scenario(3, "kill -9 of relay after publish (feed: of web during a page)", killings.relay_after_publish),
    Scenario(4, "kill -9 of relay after confirm (feed: between insert and cursor)", killings.relay_after_confirm),
    Scenario(5, "confirms later than the relay's patience", carriers.late_confirms, AMQP),
    Scenario(6, "two relays, each stopped past its time", killings.two_relays),
    Scenario(7, "broker killed under load, twice", carriers.broker_killed, AMQP),
    Scenario(8, "broker's data wiped", carriers.broker_wiped, AMQP),
    Scenario(9, "half-open connection, both directions", carriers.half_open, AMQP),
    Scenario(10, "memory alarm blocks publishers", carriers.memory_alarm, AMQP),
    Scenario(11, "a foreign queue is full; one refuses, which is forbidden", carriers.full_subscriber, AMQP),
    Scenario(12, "bindings removed by mistake", carriers.binding_lost, AMQP),
    Scenario(13, "kill -9 of ingest after commit, before acknowledge", killings.ingest_after_commit),
    Scenario(14, "kill -9 of worker after effect, before commit", killings.worker_after_effect),
    Scenario(14, "endless crash over one event", killings.endless_crash),
    Scenario(15, "a worker sleeps past heartbeats and leases", killings.slow_process),
    Scenario(16, "reader's database away", disks.database_away),
    Scenario(17, "duplicates, another order, delays", carriers.duplicates),
    Scenario(18, "poison", carriers.poison, AMQP),
    Scenario(19, "subscriber joins late and is killed midway", joining.subscriber_joins_late, size=BUSY),
    Scenario(20, "storm of SIGTERM", killings.sigterm_storm),
    Scenario(20, "teller's disk full", disks.teller_disk_full),
    Scenario(20, "reader's disk full", disks.reader_disk_full),
    Scenario(20, "clocks jump an hour ahead and back", disks.clock_jumps),
    Scenario(21, "producer restored from an older copy, new epoch", restored.restored, alone=True),
    Scenario(22, "random killer", soak.random_killer, size=BUSY),
]
# For CI, and for the pairs that are not played in full.
SMOKE = (Scenario(0, "each kind of death once, then the random killer", soak.smoke, size=Size(stalls=8)),)
