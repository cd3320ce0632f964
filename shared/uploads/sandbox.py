"""Starts the child that opens a stranger's file, few at a time, and ends it when its time is over."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shared.config import ROOT
from shared.errors import Unavailable
from shared.uploads.fair_queue import Turns

CHILD = Path(__file__).with_name("sandbox_child.py")
AT_ONCE, WAITING, EACH = 2, 8, 3  # EACH: places of one caller, who has one turn at a time
KEPT = 4  # places that only accounts get
PATIENCE = 8.0  # seconds that a file waits for its turn
WALL = 30.0  # seconds that a child may exist: CPU is what it may use; this is for one that the machine does not run
MOST_ANSWER = 24 * 1024 * 1024
TURNS = Turns(AT_ONCE, AT_ONCE + WAITING, EACH, KEPT)


@dataclass(frozen=True)
class Report:
    """What the child said (None: it was ended), what it made, and what it used: CPU seconds and bytes of memory."""

    said: Mapping[str, Any] | None
    made: bytes
    cpu: float
    memory: int


def look_into(content: bytes, media: str, *, anew: bool, caller: str, account: bool = False) -> Report:
    """Open `content` as `media` in a process of its own; Unavailable when too many wait already, or of this caller."""
    with TURNS.turn(caller, PATIENCE, account):
        return _run(content, [media, "anew" if anew else "kept"])


def _run(content: bytes, task: list[str]) -> Report:
    """The file goes in through memory, so that it never lies on a disk, and a child that does not read holds nobody."""
    command = [sys.executable, "-I", "-S", "-B", str(CHILD), _site(), str(ROOT), *task]
    with os.fdopen(os.memfd_create("upload"), "r+b") as given:
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        )
    timer = threading.Timer(WALL, child.terminate)
    timer.start()
    try:
        with child.stdout:
            told = child.stdout.read(MOST_ANSWER + 1)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
    if child.returncode == -signal.SIGTERM:  # the machine was busy; that says nothing of the file
        raise Unavailable("files-busy")
    line, _, made = told.partition(b"\n")
    whole = child.returncode == 0 and len(told) <= MOST_ANSWER
    return Report(json.loads(line) if whole else None, made, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


@cache
def _site() -> str:
    """The folder that holds the parsers; the child sees no other packages and runs none of their start-up code."""
    return str(Path(find_spec("pikepdf").origin).parent.parent)
