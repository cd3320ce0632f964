"""Named points at which fault injection may kill the process; in ordinary life they cost one comparison."""

import os
import signal

_armed = ""
_left = 0


def arm(where: str) -> None:
    """`after_commit` or `after_commit:7` (the seventh time); empty disarms."""
    global _armed, _left
    name, _, count = where.partition(":")
    _armed, _left = name, int(count or 1)


def point(name: str) -> None:
    """Die here, as kill -9 would, if this point is armed and its turn has come."""
    global _left
    if name != _armed:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
