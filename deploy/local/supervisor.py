"""Starts processes, starts those again that die, and stops them all when told to."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

PAUSES = (0.0, 0.5, 2.0, 5.0, 10.0)
HEALTHY = 30.0  # a process that lived this long begins again at the first pause
PATIENCE = 8.0
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
FELL = "{0} berhenti ({1}); dijalankan lagi. / {0} stopped ({1}); started again. {2}\n"


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent TERM."""


@dataclass
class Child:
    """A process to keep alive; one that works `once` may end; one with a `log` does not speak to the terminal."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(repr=False, default_factory=dict)
    once: bool = False
    log: Path | None = None
    process: subprocess.Popen | None = None
    started: float = 0.0
    falls: int = 0

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches only the parent, which stops the children in order."""
        self.started = time.monotonic()
        with contextlib.ExitStack() as open_files:
            out = open_files.enter_context(self.log.open("ab")) if self.log else None
            streams = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out}
            alone = {"start_new_session": True, "preexec_fn": _bound_to_parent}
            self.process = subprocess.Popen(self.command, env=self.env, **streams, **alone)

    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def pause(self) -> float:
        """How long to wait before the next start: longer each time, unless it lived well."""
        self.falls = 0 if time.monotonic() - self.started > HEALTHY else self.falls + 1
        return PAUSES[min(self.falls, len(PAUSES)) - 1] if self.falls else 0.0


class Supervisor:
    """Keeps children alive until Ctrl-C or TERM; call it from the main thread, which is their parent."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)

    def start(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        for child in self.children:
            child.start()

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def watch(self) -> NoReturn:
        """Wait for deaths; leaves only by `Stopped`."""
        while True:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            for child in [one for one in self.children if one.fallen()]:
                self._revive(child)

    def stop(self, patience: float = PATIENCE) -> None:
        """TERM to all, last started first; KILL to what is left when patience ends."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        living = [child.process for child in reversed(self.children) if child.process and not child.fallen()]
        for process in living:
            process.terminate()
        until = time.monotonic() + patience
        for process in living:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _revive(self, child: Child) -> None:
        if child.once:
            self.children.remove(child)
            return
        sys.stderr.write(FELL.format(child.name, child.process.returncode, child.log or ""))
        with contextlib.suppress(ProcessLookupError):  # what it had started still holds its port
            os.killpg(child.process.pid, signal.SIGKILL)
        time.sleep(child.pause())
        child.start()


def _stop(*_: object) -> NoReturn:
    raise Stopped


def _bound_to_parent() -> None:
    """On Linux the kernel stops the child when the parent is killed; elsewhere it must be stopped by hand."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGTERM)
