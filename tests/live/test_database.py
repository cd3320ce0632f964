"""A PostgreSQL that restarts under a service: whoever asks next, reader or writer, has a connection again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from peewee import OperationalError

from services.intake.storage import Party
from shared.service import Service
from tests.support import open_service


@pytest.fixture
def intake(cluster: Callable[[str], str], tmp_path: Path) -> Iterator[Service]:
    with psycopg.connect(cluster("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE reconnecting")
    service = open_service("intake", tmp_path, database_url=cluster("reconnecting"))
    yield service
    service.store.close()


def test_a_reader_has_a_connection_again_after_one_error(intake: Service, cluster: Callable[[str], str]):
    with intake.store.transaction():
        Party.create(facts={})
    with psycopg.connect(cluster("postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'reconnecting'")

    with pytest.raises(OperationalError):
        Party.select().count()

    assert Party.select().count() == 1
    with intake.store.transaction():
        Party.create(facts={})
    assert Party.select().count() == 2
