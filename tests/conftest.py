"""Fixtures: fresh databases, a stopped clock on demand, callers by role."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shared import clock
from shared.auth.development_issuer import Issuer
from shared.service import Service
from tests import databases
from tests.support import ISSUER, MONDAY, NAMES, UNCOUNTED, Caller, open_service

# No stopwatch in a test; and what lands or not must not depend on a die: on CI every run tries the same examples.
settings.register_profile("office", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("office"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "office")


def pytest_configure(config: pytest.Config) -> None:
    """A thread that a test starts leaves its PostgreSQL connection to the collector; those of the services do not."""
    if databases.POSTGRESQL:
        config.addinivalue_line("filterwarnings", "ignore:<psycopg.Connection object:ResourceWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that no process of tests ends alone with the containers' ring."""
    longest = ("tests/compose/", "tests/chaos/", "tests/live/")
    items.sort(
        key=lambda item: next((place for place, ring in enumerate(longest) if ring in item.nodeid), len(longest))
    )


@pytest.fixture
def issuer(tmp_path: Path) -> Issuer:
    """The development issuer whose keys lie in the test's own folder."""
    return Issuer(tmp_path / "keys", ISSUER, "uttp")


@pytest.fixture
def rate_limits() -> str:
    """How often anybody may call; a test of the limits asks for the office's own."""
    return UNCOUNTED


@pytest.fixture
def opened(tmp_path: Path, issuer: Issuer, rate_limits: str) -> Iterator[Callable[..., Service]]:
    """Open services by name on fresh databases; closed at the end."""
    services: list[Service] = []

    def open_(name: str, **settings: str) -> Service:
        services.append(open_service(name, tmp_path, **{"rate_limits": rate_limits, **settings}))
        return services[-1]

    yield open_
    for service in services:
        service.store.close()


def _service(name: str) -> Any:
    @pytest.fixture(name=name)
    def one(opened: Callable[..., Service]) -> Service:
        return opened(name)

    return one


intake, testing, certificates, complaints = map(_service, NAMES)


@pytest.fixture
def monday() -> Iterator[datetime]:
    """Stop the clock on Monday 23 November 2026, 09:00 at the office."""
    with clock.frozen_at(MONDAY):
        yield MONDAY


@pytest.fixture
def caller(issuer: Issuer) -> Callable[..., Caller]:
    """`caller(service, "head")`: somebody with that role; `caller(service)`: nobody."""

    def make(service: Service, *roles: str, sub: str = "", **claims: Any) -> Caller:
        return Caller(service, issuer, sub or (f"dev-{roles[0]}" if roles else ""), *roles, **claims)

    return make
