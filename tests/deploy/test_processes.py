"""Processes that die are started again, and none outlives the office."""

import os
import signal
import subprocess
import sys

import pytest

from deploy.local.supervisor import HEALTHY, PAUSES, Child

PARENT = """
import sys
from deploy.local.supervisor import Child, Stopped, Supervisor
supervisor = Supervisor([Child("sleeper", [sys.executable, "-c", {child!r}])])
supervisor.start()
try:
    supervisor.watch()
except Stopped:
    supervisor.stop(patience=float({patience!r}))
"""
SLEEPER = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"


def started(child: str = SLEEPER, patience: float = 10) -> subprocess.Popen:
    script = PARENT.format(child=child, patience=patience)
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_process_is_started_again_and_said_so():
    with started() as parent:
        first = int(parent.stdout.readline())
        os.kill(first, signal.SIGKILL)
        second = int(parent.stdout.readline())
        parent.terminate()
        _, said = parent.communicate()

    assert second != first
    assert "sleeper berhenti (-9); dijalankan lagi. / sleeper stopped (-9); started again." in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_office_closes_with_all_its_processes(number: int):
    with started() as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(number)
        parent.communicate()

    assert parent.returncode == 0
    assert not is_there(pid)


def test_a_process_that_will_not_stop_is_killed():
    with started(STUBBORN, patience=0.1) as parent:
        pid = int(parent.stdout.readline())
        parent.terminate()
        parent.communicate()

    assert not is_there(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel tells a child that its parent died")
def test_no_process_outlives_a_killed_office():
    with started() as parent:
        parent.stdout.readline()
        parent.kill()

        assert parent.stdout.read() == ""  # the pipe ends when the last process that holds it has ended


def test_pauses_grow_to_a_bound_and_are_forgotten_after_a_good_life(monkeypatch: pytest.MonkeyPatch):
    child = Child("any", [])
    monkeypatch.setattr("time.monotonic", lambda: 1.0)

    assert [child.pause() for _ in range(7)] == [*PAUSES, PAUSES[-1], PAUSES[-1]]

    monkeypatch.setattr("time.monotonic", lambda: HEALTHY + 1.0)
    assert child.pause() == 0.0
