"""The journeys again, over eight real processes, on both carriers and both databases; on RabbitMQ with own logins."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.chaos.rest import settle
from tests.live.office import Office, running
from tests.live.running import own_logins
from tests.story import Town
from tests.support import NAMES
from tests.test_journeys import test_complaint, test_instrument, test_intake

__all__ = ["test_complaint", "test_instrument", "test_intake"]

PATIENCE = 120
PAIRS = {"feed-sqlite": (False, False), "amqp-postgresql": (True, True)}


@pytest.fixture(scope="module", params=list(PAIRS))
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """All four services, web and bus each in its own process."""
    over_amqp, on_postgres = PAIRS[request.param]
    var = tmp_path_factory.mktemp(request.param)
    bus = own_logins(request.getfixturevalue("broker"), var, NAMES) if over_amqp else ""
    cluster = request.getfixturevalue("cluster") if on_postgres else None
    database = (lambda name: cluster(f"journey_{name}")) if cluster else None
    with running(Office(var, bus_url=bus, database=database)) as started:
        yield started


@pytest.fixture
def town(office: Office) -> Any:
    """A town whose people speak over real sockets and wait until the books agree."""

    def rest() -> None:
        found = settle(office, time.monotonic() + PATIENCE)
        assert found.faults() == []

    def speak(service: str, role: str) -> Any:
        return office.speaker(service, *([role.split("-")[0]] if role else []), sub=role and f"dev-{role}")

    return lambda: Town(speak, rest, datetime.now(ZoneInfo("Asia/Jakarta")).date())
