"""Real servers, once per run; where they are not installed the ring says so, and on CI that is a failure."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live.servers import Broker, has_pg, has_rabbit, postgres, rabbitmq


def needed(present: bool, what: str) -> None:
    """Skip with a sentence; fail where nothing may be skipped."""
    if not present:
        sentence = f"{what} is not installed on this machine"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """A private RabbitMQ node."""
    needed(has_rabbit(), "RabbitMQ")
    with rabbitmq() as node:
        yield node


@pytest.fixture(scope="session")
def cluster() -> Iterator[Callable[[str], str]]:
    """A private PostgreSQL cluster; gives a URL per database name."""
    needed(has_pg(), "PostgreSQL")
    with postgres() as database:
        yield database


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path
