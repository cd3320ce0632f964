"""Fixtures: fresh databases, a stopped clock on demand, callers by role."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from peewee import PeeweeException

from shared import clock
from shared.auth.development_issuer import Issuer
from shared.service import Service
from tests import databases, messages, rings
from tests.support import ISSUER, MONDAY, NAMES, UNCOUNTED, Caller, open_service

# No stopwatch in a test; and what lands or not must not depend on a die: on CI every run tries the same examples.
# The newcomer's rings try a third of the examples where a test does not say itself how many it needs.
settings.register_profile("office", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("office"), derandomize=True)
PROFILE = "ci" if os.environ.get("CI") == "true" else "office"
settings.register_profile(rings.QUICK, settings.get_profile(PROFILE), max_examples=33)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rings", default=rings.ALL, help="all, quick (what `make test` runs), or names, as live,chaos")


def pytest_configure(config: pytest.Config) -> None:
    """A thread that a test starts leaves its PostgreSQL connection to the collector; those of the services do not."""
    if databases.POSTGRESQL:
        config.addinivalue_line("filterwarnings", "ignore:<psycopg.Connection object:ResourceWarning")
    try:
        config.rings = rings.chosen(config.getoption("rings"))
    except ValueError as fault:
        raise pytest.UsageError(str(fault)) from fault
    settings.load_profile(rings.QUICK if config.getoption("rings") == rings.QUICK else PROFILE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of other rings are not even read."""
    test = collection_path.is_file() and collection_path.name.startswith("test_")
    return True if test and rings.ring_of(collection_path) not in config.rings else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that no process of tests ends alone with the containers' ring."""
    items.sort(key=lambda item: rings.place_of(item.path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in rings.farewell(config.rings):
        terminalreporter.write_line(line)


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
    """Open services by name on fresh databases; closed at the end, when all that they told is as they promise."""
    services: list[Service] = []

    def open_(name: str, **settings: str) -> Service:
        services.append(open_service(name, tmp_path, **{"rate_limits": rate_limits, **settings}))
        return services[-1]

    yield open_
    wrong = [fault for service in services for fault in _wrongly_told(service)]
    for service in services:
        service.store.close()
    assert wrong == []


def _wrongly_told(service: Service) -> list[str]:
    """What the messages of a test have that the published document does not allow; a test may have lost its log."""
    try:
        bodies = messages.told(service)
    except (PeeweeException, OSError):
        return []
    return list(messages.faults(messages.document(service), bodies))


def _service(name: str) -> Any:
    @pytest.fixture(name=name)
    def one(opened: Callable[..., Service]) -> Service:
        return opened(name)

    return one


# A fixture for each service, by its name.
globals().update({name: _service(name) for name in NAMES})


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
