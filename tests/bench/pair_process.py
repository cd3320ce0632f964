"""One process of the pair that the event path is measured with: a service's web for gunicorn, or its bus as a program.

The bus says on its output which effect it has just committed and when, by the clock that all processes share.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from shared.bus import Bus
from shared.cli.commands import run_until_stopped
from tests.shared.pair import Pair

NEVER = "600"  # seconds: no reconciling while the carrier is measured


def opened(var: Path, peers: str, bus_url: str) -> Pair:
    return Pair(var, peers=peers, bus_url=bus_url, reconcile_seconds=NEVER)


def wsgi(name: str) -> Callable:
    return getattr(_given(), name).app()


def main(name: str) -> None:
    pair, acted = _given(), []
    service = getattr(pair, name)

    def note(event: SimpleNamespace) -> None:
        acted.append(event.number)

    def tell() -> None:
        """Called after every commit; the one that claims an event has no effect to tell of."""
        if acted:
            sys.stdout.write(f"{acted.pop()} {time.monotonic()}\n")
            sys.stdout.flush()

    pair.before = note
    service.store.after_commit.append(tell)
    run_until_stopped([Bus(service)])


def _given() -> Pair:
    return opened(*(kind(os.environ[f"PAIR_{word}"]) for word, kind in (("VAR", Path), ("PEERS", str), ("BUS", str))))


if __name__ == "__main__":
    main(sys.argv[1])
