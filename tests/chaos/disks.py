"""What a machine does to a service: its database goes away, its disk fills up, its clock is set."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from tests.chaos.killings import Proof
from tests.chaos.testbed import Forbidden, Ground
from tests.live.speaker import Answer

AWAY = 15.0
FULL = 12.0
ROOM = 8 * 1024 * 1024  # what is free on the small disk before it is filled
FLOOD = 400  # copies: what the consumer had in hand, and in its prefetch
CLOCK = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
# Where only the wall clock is faked, libfaketime refuses the call by which Python sleeps.
SLEEP = "import select, time\n\ntime.sleep = lambda seconds: select.select([], [], [], seconds)\n"
JUMPS = (3600, -3600)
JUMPED = 10.0
UNAVAILABLE, PROBLEM = 503, "application/problem+json"


def database_away(ground: Ground) -> Proof:
    """The reader's database answers nobody for a while: nothing dies of it, and little is delivered twice."""
    if ground.database == "sqlite":
        with closing(sqlite3.connect(ground.office.var / "certificates.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA busy_timeout = 20000")
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(AWAY)
            connection.execute("ROLLBACK")
        return _no_flood
    with _admin(ground, "certificates") as (admin, name):
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            _disconnect(admin, name)
            time.sleep(AWAY)
        finally:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    return _no_flood


def _no_flood(sums: Counter) -> None:
    assert sums["absorbed"] < FLOOD, f"{sums['absorbed']} copies because a database was away"


def teller_disk_full(ground: Ground) -> None:
    """Commands fail in good order, nothing half done is seen, and all goes on when there is room again."""
    _full(ground, "intake", lambda: _open_draft(ground))


def reader_disk_full(ground: Ground) -> None:
    """What cannot be stored is not acknowledged: it comes again."""
    _full(ground, "complaints", lambda: _open_complaint(ground))


def _full(ground: Ground, name: str, write: Callable[[], Answer]) -> None:
    with _small_disk(ground, name) as folder:
        time.sleep(3)
        ballast = folder / "ballast"
        _fill(ballast)
        refused = ground.waits_for(lambda: _refuses(write()), FULL)
        time.sleep(FULL)
        ballast.unlink()
        again = ground.waits_for(lambda: write().status_code == 201, FULL)
    assert refused, "a full disk refused nothing"
    assert again, "with room again it still refuses"


def _refuses(answer: Answer) -> bool:
    if answer.status_code == 201:
        return False
    kind = answer.headers["Content-Type"]
    assert (answer.status_code, kind) == (UNAVAILABLE, PROBLEM), f"{answer.status_code} {kind}: {answer.data[:300]!r}"
    return True


def _open_draft(ground: Ground) -> Answer:
    body = {"party": {"name": "Siti", "phone": "0812"}, "wish": "x" * 400}
    return ground.answers.speaker("intake", "front_officer").post("/v1/applications", body)


def _open_complaint(ground: Ground) -> Answer:
    body = {"channel": "phone", "reporter": {"name": "H", "phone": "0813"}, "subject": "Antrean", "text": "x" * 400}
    return ground.answers.speaker("complaints", "complaint_officer").post("/v1/complaints", body)


def _fill(file: Path) -> None:
    """Until not a byte more goes on."""
    with file.open("ab", buffering=0) as out:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    out.write(b"\0" * size)
            except OSError:
                continue


@contextmanager
def _small_disk(ground: Ground, name: str) -> Iterator[Path]:
    """The database of a service on a disk of its own that holds little more than it."""
    folder = ground.office.var / f"small-{name}"
    folder.mkdir(exist_ok=True)
    size = _size(ground, name) + ROOM
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        raise Forbidden(f"no small disk can be mounted: {mounted.stderr.decode().strip()}")
    move = _move_file if ground.database == "sqlite" else _move_tablespace
    try:
        with move(ground, name, folder):
            yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def _move_file(ground: Ground, name: str, folder: Path) -> Iterator[None]:
    place = ground.office.var / f"{name}.db"
    with _absent(ground, name):
        _carry(place, folder / place.name)
        place.symlink_to(folder / place.name)
    try:
        yield
    finally:
        with _absent(ground, name):
            place.unlink()
            _carry(folder / place.name, place)


def _carry(source: Path, target: Path) -> None:
    """With what SQLite has not yet moved from its journal."""
    for end in ("", "-wal", "-shm"):
        if source.with_name(source.name + end).exists():
            shutil.move(source.with_name(source.name + end), target.with_name(target.name + end))


@contextmanager
def _move_tablespace(ground: Ground, name: str, folder: Path) -> Iterator[None]:
    shutil.chown(folder, "postgres", "postgres")
    for above in (ground.office.var, *ground.office.var.parents[:-2]):
        above.chmod(above.stat().st_mode | 0o111)
    inside = folder / "space"
    with _admin(ground, name) as (admin, database):
        subprocess.run(["runuser", "-u", "postgres", "--", "mkdir", inside], check=True)
        admin.execute(f"CREATE TABLESPACE small_{name} LOCATION '{inside}'")
        _settle_in(ground, name, f"small_{name}")
        try:
            yield
        finally:
            _settle_in(ground, name, "pg_default")
            admin.execute("CHECKPOINT")
            admin.execute(f"DROP TABLESPACE small_{name}")


def _settle_in(ground: Ground, name: str, space: str) -> None:
    with _absent(ground, name), _admin(ground, name) as (admin, database):
        _disconnect(admin, database)
        admin.execute(f"ALTER DATABASE {database} SET TABLESPACE {space}")


@contextmanager
def _absent(ground: Ground, name: str) -> Iterator[None]:
    """Web and bus are killed, and started again afterwards."""
    for role in ("web", "bus"):
        ground.kills += ground.office.kill(name, role)
    yield
    for role in ("web", "bus"):
        ground.office.start(name, role)
    ground.office.wait_ready(name)


@contextmanager
def _admin(ground: Ground, name: str) -> Iterator[tuple[psycopg.Connection, str]]:
    server, _, database = ground.office.database(name).rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        yield admin, database


def _disconnect(admin: psycopg.Connection, database: str) -> None:
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database,))


def _size(ground: Ground, name: str) -> int:
    if ground.database == "sqlite":
        files = (ground.office.var / f"{name}.db{end}" for end in ("", "-wal", "-shm"))
        return sum(file.stat().st_size for file in files if file.exists())
    with _admin(ground, name) as (admin, database):
        return admin.execute("SELECT pg_database_size(%s)", (database,)).fetchone()[0]


def clock_jumps(ground: Ground) -> None:
    """The clocks of two services are set an hour ahead, then an hour back, while they run.

    Which of two effects came first cannot be read from times that such a clock wrote, so their order is not judged
    by them; that each thing has come where its last event says, is.
    """
    if not CLOCK.exists():
        raise Forbidden("faketime is not installed")
    skewed = [("testing", "web"), ("testing", "bus"), ("certificates", "bus")]
    dial = ground.office.var / "clock"
    known = {name: {row[0] for row in ground.rows(name, "SELECT event_id FROM inbox_event")} for name, _ in skewed}
    _set(dial, 0)
    for name, role in skewed:
        ground.kill(name, role, **_faked(dial))
    ground.office.wait_ready("testing")
    for jump in JUMPS:
        time.sleep(JUMPED)
        _set(dial, jump)
    time.sleep(JUMPED)
    for name, role in skewed:
        ground.kill(name, role)
    ahead = ground.one("testing", f"SELECT COUNT(*) FROM log_event WHERE recorded_at > '{_in_half_an_hour()}'")
    assert ahead, "no clock ever ran ahead"
    for name, before in known.items():
        new = ground.rows(name, "SELECT event_id, subject FROM inbox_event")
        ground.unordered |= {subject for id, subject in new if id not in before}


def _in_half_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(minutes=30)).isoformat()


def _faked(dial: Path) -> dict[str, str]:
    """The wall clock follows the dial; the one that only counts does not, as on a machine whose clock is set."""
    folder = dial.with_name("faked")
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(SLEEP)
    own = {"LD_PRELOAD": str(CLOCK), "FAKETIME_TIMESTAMP_FILE": str(dial), "FAKETIME_NO_CACHE": "1"}
    return {**own, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "PYTHONPATH": str(folder)}


def _set(dial: Path, seconds: int) -> None:
    draft = dial.with_suffix(".new")
    draft.write_text(f"{seconds:+d}s\n")
    os.replace(draft, dial)
