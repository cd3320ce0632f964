"""`transaction()`: everything or nothing, one writer at a time, no refusal swallowed, no update lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.intake.storage import Party
from shared.context import ServiceContext
from shared.database import migration
from shared.database.store import Store
from shared.errors import NotFound, Stale
from shared.ids import uuid7


class Changed(Exception):
    """The reason of a rollback."""


def write(store: Store, fails: bool = False) -> None:
    with store.transaction():
        Party.create(facts={})
        if fails:
            raise Changed


def count() -> int:
    return Party.select().count()


def test_everything_is_kept_or_nothing(intake):
    with pytest.raises(Changed):
        write(intake.store, fails=True)
    assert count() == 0

    write(intake.store)
    assert count() == 1


def test_a_transaction_inside_another_is_a_part_of_it(intake):
    def outer() -> None:
        with intake.store.transaction():
            write(intake.store)
            raise Changed

    with pytest.raises(Changed):
        outer()
    assert count() == 0
    assert not intake.store.in_transaction


def test_a_refusal_that_somebody_swallowed_spoils_the_whole(intake):
    def outer() -> None:
        with intake.store.transaction():
            try:
                write(intake.store, fails=True)
            except Changed:
                Party.create(facts={})

    with pytest.raises(RuntimeError, match="swallowed"):
        outer()
    assert count() == 0


def test_a_spoilt_transaction_does_not_spoil_the_next(intake):
    with pytest.raises(Changed):
        write(intake.store, fails=True)

    write(intake.store)
    assert count() == 1


def test_one_writes_at_a_time(intake):
    inside, most = [], []

    def add(_: int) -> None:
        with intake.store.transaction():
            inside.append(1)
            most.append(len(inside))
            intake.store.execute("UPDATE counter SET value = value + 1 WHERE series = 's'")
            inside.pop()

    with intake.store.transaction():
        intake.store.execute("INSERT INTO counter (series, value) VALUES ('s', 0)")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    assert intake.store.execute("SELECT value FROM counter WHERE series = 's'").fetchone()[0] == 80
    assert max(most) == 1 or not intake.store.is_sqlite


def test_a_reader_is_not_stopped_by_a_writer(intake):
    writing, done = threading.Event(), threading.Event()

    def slowly() -> None:
        with intake.store.transaction():
            Party.create(facts={})
            writing.set()
            done.wait(10)

    writer = threading.Thread(target=slowly)
    writer.start()
    writing.wait(10)

    assert count() == 0
    done.set()
    writer.join(10)
    assert count() == 1


def test_of_two_who_read_the_same_version_one_is_told_that_it_is_stale(intake):
    with intake.store.transaction():
        row = Party.create(facts={"name": "a"})
    first, second = Party.find(row.id), Party.find(row.id)

    with intake.store.transaction():
        first.change(facts={"name": "b"})
    with pytest.raises(Stale), intake.store.transaction():
        second.change(facts={"name": "c"})
    assert (Party.find(row.id).facts, Party.find(row.id).version) == ({"name": "b"}, 2)


def test_no_update_is_lost_among_many(intake):
    with intake.store.transaction():
        row = Party.create(facts={"count": 0})

    def add(_: int) -> bool:
        try:
            with intake.store.transaction():
                mine = Party.find(row.id)
                mine.change(facts={"count": mine.facts["count"] + 1})
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        written = sum(pool.map(add, range(60)))
    assert Party.find(row.id).facts["count"] == written > 0


def test_finding_names_what_is_wrong(intake):
    with intake.store.transaction():
        row = Party.create(facts={})

    with pytest.raises(NotFound):
        Party.find(uuid7())
    with pytest.raises(Stale):
        Party.find(row.id, 7)
    assert Party.find(row.id, 1).id == row.id


def test_each_hook_runs_at_its_moment(intake):
    store, seen = intake.store, []
    hooks = {"before_commit": store.before_commit, "after_commit": store.after_commit}
    for name, hook in {**hooks, "after_rollback": store.after_rollback}.items():
        hook.append(lambda name=name: seen.append((name, store.in_transaction)))

    try:
        with store.transaction():
            seen.append("work")
        with pytest.raises(Changed), store.transaction():
            raise Changed
        assert seen == ["work", ("before_commit", True), ("after_commit", False), ("after_rollback", True)]
    finally:
        for hook in (*hooks.values(), store.after_rollback):
            hook.pop()


def test_the_first_migration_of_a_service_makes_all_that_the_plumbing_asks_for(tmp_path):
    new = ServiceContext("novelty")
    new.store.open(f"sqlite:///{tmp_path}/novelty.db", tmp_path / "keys")

    migration.generate(new.store, tmp_path / "migrations", new.tables, "initial")
    migration.up(new.store, tmp_path / "migrations")

    assert migration.drift(new.store, new.tables) == ""  # also the index over a few rows of the inbox
    new.store.close()
