"""Named points at which fault injection may kill the process; in ordinary life they cost one comparison."""

import os
import signal
from collections.abc import Callable


def kill() -> None:
    """As a power cut would: no handler runs, nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


_armed = ""
_left = 0
_die: Callable[[], None] = kill


def arm(where: str, die: Callable[[], None] = kill) -> None:
    """`after_commit` or `after_commit:7` (the seventh time); empty disarms. A test may `die` by raising instead."""
    global _armed, _left, _die
    name, _, count = where.partition(":")
    _armed, _left, _die = name, int(count or 1), die


def point(name: str) -> None:
    """Die here if this point is armed and its turn has come."""
    global _left
    if name != _armed:
        return
    _left -= 1
    if _left <= 0:
        _die()
