"""A container's question about itself: does the bus process of this service still work?"""

import os
import time
from pathlib import Path

import pytest

from deploy.docker import healthcheck
from shared.bus import process
from shared.config import Settings
from shared.service import Service
from tests.live.running import eventually


def test_a_bus_that_works_leaves_signs_of_life_and_one_that_is_silent_is_ill(
    testing: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    with pytest.raises(SystemExit):
        healthcheck.main("bus", "testing")

    bus = process.Bus(testing)
    bus.start()
    eventually(Settings.from_env("testing").alive.exists, "a sign of life")
    healthcheck.main("bus", "testing")
    bus.stop()

    long_ago = time.time() - 2 * healthcheck.SILENT
    os.utime(Settings.from_env("testing").alive, (long_ago, long_ago))
    with pytest.raises(SystemExit, match="no sign of life"):
        healthcheck.main("bus", "testing")
