"""Tells waiting readers that this process has been asked to stop, so that nobody waits for them."""

import signal
import threading
from types import FrameType

stopping = threading.Event()


def watch() -> None:
    """From now on TERM and INT set `stopping` first, then do what they did before; for the main thread of a process."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _chained(signal.getsignal(number)))


def _chained(before: object) -> object:
    def handle(number: int, frame: FrameType | None) -> None:
        stopping.set()
        if callable(before):
            before(number, frame)

    return handle
