"""The random killer for a long time, under the heaviest load that is still a day in an office."""

import os
import sys
import threading
import time
from dataclasses import dataclass

from tests.chaos.killer import Killer
from tests.chaos.testbed import WAIT, Ground

EVERY = 15.0
SHORT = 40.0
PAUSE = tuple(float(part) for part in os.environ.get("PAUSE", "2.5-5").split("-"))
LEAST = 15  # a kill in so many seconds, and an event a second: with less, nothing was shown
CAP = 2.5  # times the minutes, at most, when events are still wanting


@dataclass(frozen=True)
class Quarry:
    """Until so many seconds are over and so many events were told; then enough is enough in any case."""

    seconds: float = SHORT
    events: int = 0

    def is_taken(self, began: float, events: int) -> bool:
        gone = time.monotonic() - began
        return gone >= self.seconds * CAP or (gone >= self.seconds and events >= self.events)


def random_killer(ground: Ground) -> None:
    hunt(ground, Quarry())


def smoke(ground: Ground) -> None:
    ground.crash_at("web", "after_commit", ("intake",), 1)
    ground.crash_at("bus", "after_publish" if ground.broker else "after_store_before_cursor", ("testing",), 1)
    ground.crash_at("bus", "after_store_before_ack", ("testing",), 1)
    ground.crash_at("bus", "after_effect_before_done", ("intake",), 1)
    hunt(ground, Quarry(SHORT / 2))


def hunt(ground: Ground, quarry: Quarry) -> None:
    """Strike, let breathe, strike; say every quarter of a minute how it stands."""
    broker = (lambda: _restart(ground)) if ground.broker else None
    killer = Killer(ground.office, ground.rng, PAUSE, broker=broker)
    thread = threading.Thread(target=killer.run, daemon=True)
    began, first, said = time.monotonic(), ground.shelf.head(), 0.0
    thread.start()
    while not quarry.is_taken(began, (events := ground.shelf.head()) - first) and not ground.crew.faults:
        if (gone := time.monotonic() - began) - said > EVERY:
            said = gone
            _say(ground, killer, gone, events - first)
        assert thread.is_alive(), "the killer is dead"
        time.sleep(1)
    gone, told = time.monotonic() - began, ground.shelf.head() - first
    killer.stopping.set()
    thread.join(WAIT * 3)
    assert not thread.is_alive(), "the killer does not stop"
    killer.stop()
    ground.kills += sum(killer.kills.values())
    ground.points += sum(count for what, count in killer.kills.items() if what.endswith("at a point"))
    assert min(sum(killer.kills.values()) * LEAST, told) >= gone, f"{killer.kills} and {told} events in {gone:.0f} s"


def _restart(ground: Ground) -> None:
    """The killer counts this one himself."""
    ground.restart_broker(away=1.0)
    ground.kills -= 1


def _say(ground: Ground, killer: Killer, gone: float, events: int) -> None:
    kills, open_ = sum(killer.kills.values()), ground.crew.open
    line = f"   {gone:5.0f} s  {events:6} events  {events / gone:5.1f}/s  {kills:4} kills  {open_:3} letters open"
    sys.stdout.write(f"{line}  {dict(killer.kills)}  retries {ground.answers.retries}\n")
    sys.stdout.flush()
