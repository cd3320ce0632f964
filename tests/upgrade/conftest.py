"""The old office, brought to this release once for all tests that only look, or laid down afresh."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from deploy import uttp
from deploy.local.process_plan import Layout
from shared import clock
from tests import databases
from tests.live.conftest import needed
from tests.live.servers import has_pg
from tests.support import NAMES
from tests.upgrade import upgraded
from tests.upgrade.upgraded import POSTGRESQL, SQLITE, Office


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """PostgreSQL is a server: its half runs where the ring of the servers does."""
    if "kind" in metafunc.fixturenames:
        servers = any(ring.name == "live" for ring in metafunc.config.rings)
        metafunc.parametrize("kind", [SQLITE, *([POSTGRESQL] if servers else [])], scope="module")


@pytest.fixture(scope="module")
def laid(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Office]]:
    """`laid()`: the old office in databases of its own, closed, at the hour when its people went home."""
    if kind == POSTGRESQL:
        needed(has_pg(), "PostgreSQL")
    with ExitStack() as stack:
        stack.enter_context(clock.frozen_at(datetime.fromisoformat(upgraded.facts(kind)["at"])))

        def lay() -> Office:
            var = tmp_path_factory.mktemp(kind)
            cluster = databases.cluster if kind == POSTGRESQL else lambda: str
            urls = {name: upgraded.address(kind, name, var, cluster()) for name in NAMES}
            for name, url in urls.items():
                upgraded.lay(kind, name, url)
            upgraded.lay_files(kind, var)
            office = Office(kind, var, urls)
            stack.callback(office.close)
            return office

        yield lay


@pytest.fixture(scope="module")
def prepared(laid: Callable[[], Office]) -> Office:
    """The old office after `uttp run` of this release has prepared it; closed."""
    office = laid()
    office.open()
    office.before = {name: office.rows(name) for name in NAMES}
    office.close()
    upgrade(office)
    return office


@pytest.fixture
def office(prepared: Office) -> Iterator[Office]:
    """The prepared office, open: a process has each service once, and the test before may have had another office."""
    prepared.open()
    yield prepared
    prepared.close()


def upgrade(office: Office) -> None:
    """What `uttp run` does before it opens the doors: tables, keys, tokens, and the reference data of a trial."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", office.urls["intake"].replace("intake", "{service}"))
        uttp.prepare(Layout(Path(office.var), 8000))
