"""The fault matrix as a table: what is done to the office, on which carrier, and where the machine forbids it."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

import pika
import psycopg

from tests.chaos import ledger
from tests.chaos.ground import Ground

EXCHANGE = "uttp.events"
BIG = 20 * 1024 * 1024
BOTH = ("feed", "amqp")
AMQP = ("amqp",)


@dataclass(frozen=True)
class Scenario:
    """`act` hurts the office while the load runs; `forbidden` says why this machine cannot play it."""

    number: int
    title: str
    act: Callable[[Ground], None]
    carriers: tuple[str, ...] = BOTH
    forbidden: str = ""


def web_before_commit(ground: Ground) -> None:
    ground.crash_at("web", "before_commit", 4)


def web_after_commit(ground: Ground) -> None:
    ground.crash_at("web", "after_commit", 4)


def relay_after_publish(ground: Ground) -> None:
    ground.crash_at("bus", "after_publish" if ground.broker else "after_store_before_cursor", 6)


def relay_after_confirm(ground: Ground) -> None:
    ground.crash_at("bus", "after_confirm" if ground.broker else "after_store_before_cursor", 6)


def late_confirms(ground: Ground) -> None:
    ground.proxy.mode, ground.proxy.delay = "delay", 3.0
    time.sleep(15)
    ground.proxy.mode = "pass"
    ground.proxy.reset()


def two_relays(ground: Ground) -> None:
    """A second bus process beside the first, which sleeps past everybody's patience."""
    first = ground.office.processes["testing", "bus"]
    ground.office.start("testing", "bus")
    second = ground.office.processes["testing", "bus"]
    ground.stopped("testing", "bus", 5)
    ground.office.processes["testing", "bus"] = first
    ground.stopped("testing", "bus", 5)
    ground.office.kill("testing", "bus")
    ground.office.processes["testing", "bus"] = second
    ground.kills += 1


def broker_killed(ground: Ground) -> None:
    for _ in range(2):
        ground.broker.kill()
        time.sleep(3)
        ground.broker.start()
        ground.kills += 1
        time.sleep(4)


def broker_wiped(ground: Ground) -> None:
    """All queues and bindings gone: the feeds bring what was lost."""
    ground.broker.kill()
    shutil.rmtree(ground.broker.folder / "mnesia", ignore_errors=True)
    ground.broker.start()
    ground.kills += 1
    time.sleep(8)


def half_open(ground: Ground) -> None:
    ground.proxy.mode = "hole"
    time.sleep(25)
    ground.proxy.mode = "pass"
    ground.proxy.reset()


def memory_alarm(ground: Ground) -> None:
    ground.broker.ctl("set_vm_memory_high_watermark", "0.00001")
    time.sleep(12)
    ground.broker.ctl("set_vm_memory_high_watermark", "0.4")


def full_subscriber(ground: Ground) -> None:
    """Another agency's queue holds three events and drops the oldest; nobody else may notice."""
    with closing(_connect(ground)) as connection:
        channel = connection.channel()
        arguments = {"x-queue-type": "quorum", "x-max-length": 3, "x-overflow": "drop-head"}
        channel.queue_declare("ext.chaos", durable=True, arguments=arguments)
        channel.queue_bind("ext.chaos", EXCHANGE, "#")
        time.sleep(8)
        channel.queue_delete("ext.chaos")


def binding_lost(ground: Ground) -> None:
    with closing(_connect(ground)) as connection:
        channel = connection.channel()
        channel.queue_unbind("certificates.inbox", EXCHANGE, "testing.examination.passed.v1")
        channel.queue_unbind("intake.inbox", EXCHANGE, "certificates.certificate.issued.v1")
        time.sleep(8)
    ground.kill("certificates", "bus")
    ground.kill("intake", "bus")


def ingest_after_commit(ground: Ground) -> None:
    ground.crash_at("bus", "after_store_before_ack", 6)


def worker_after_effect(ground: Ground) -> None:
    ground.crash_at("bus", "after_effect_before_done", 6)


def slow_process(ground: Ground) -> None:
    ground.stopped("certificates", "bus", 25)


def database_away(ground: Ground) -> None:
    """The reader's database answers nobody for a while."""
    if ground.database == "sqlite":
        with closing(sqlite3.connect(ground.office.var / "certificates.db", isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(8)
            connection.execute("ROLLBACK")
        return
    url = ground.office.database("certificates")
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as admin:
        admin.execute("ALTER DATABASE certificates ALLOW_CONNECTIONS false")
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'certificates'")
        time.sleep(8)
        admin.execute("ALTER DATABASE certificates ALLOW_CONNECTIONS true")


def duplicates(ground: Ground) -> None:
    """Every event so far again, in another order; on the feed the cursors go back to nought."""
    if ground.broker is None:
        for name in ground.office.names:
            _execute(ground, name, "UPDATE source_cursor SET position = 0")
        time.sleep(4)
        return
    with closing(_connect(ground)) as connection:
        channel = connection.channel()
        for name in ground.office.names:
            sql = "SELECT type, body FROM log_event WHERE NOT internal ORDER BY position DESC"
            told = ledger.rows(_place(ground, name), sql)[:400]
            ground.rng.shuffle(told)
            for type_, body in told:
                channel.basic_publish(EXCHANGE, type_, bytes(body))


def poison(ground: Ground) -> None:
    """What no reader can read goes to the dead list with its bytes; everything else flows on."""
    strange = {"specversion": "1.0", "source": "urn:poison", "type": "testing.order.scheduled.v99", "subject": "x"}
    unknown = json.dumps({**strange, "id": "p-1", "time": "2026-01-01T00:00:00Z", "sequence": "1", "position": "1"})
    with closing(_connect(ground)) as connection:
        for body in (b"{not json", b"", b"\xff\xfe", unknown.encode(), b"x" * BIG):
            properties = pika.BasicProperties(content_type="image/png", content_encoding="binary")
            connection.channel().basic_publish("", "intake.inbox", body, properties)
    dead = "SELECT COUNT(*) FROM inbox_event WHERE state = 'dead' AND source IN ('unreadable', 'urn:poison')"
    assert ground.waits_for(lambda: ledger.rows(_place(ground, "intake"), dead)[0][0] >= 5, 40)
    _execute(ground, "intake", "DELETE FROM inbox_event WHERE source IN ('unreadable', 'urn:poison')")


def sigterm_storm(ground: Ground) -> None:
    ground.terminate_all(2, 3)


def random_killer(ground: Ground) -> None:
    ground.strike(25, (0.3, 1.5))


def nothing(_: Ground) -> None:
    """For rows that this machine forbids or another ring plays."""


SCENARIOS = [
    Scenario(1, "kill -9 of web between log insert and commit", web_before_commit),
    Scenario(2, "kill -9 of web after commit, before the answer", web_after_commit),
    Scenario(3, "kill -9 of relay after publish (feed: during a page)", relay_after_publish),
    Scenario(4, "kill -9 of relay after confirm (feed: between insert and cursor)", relay_after_confirm),
    Scenario(5, "confirms later than the relay's patience", late_confirms, AMQP),
    Scenario(6, "two relays, one stopped", two_relays),
    Scenario(7, "broker killed under load", broker_killed, AMQP),
    Scenario(8, "broker's data wiped", broker_wiped, AMQP),
    Scenario(9, "half-open connection, both directions", half_open, AMQP),
    Scenario(10, "memory alarm blocks publishers", memory_alarm, AMQP),
    Scenario(11, "a foreign queue is full", full_subscriber, AMQP),
    Scenario(12, "bindings removed by mistake", binding_lost, AMQP),
    Scenario(13, "kill -9 of ingest after commit, before acknowledge", ingest_after_commit),
    Scenario(14, "kill -9 of worker after effect, before commit", worker_after_effect),
    Scenario(15, "a process sleeps longer than heartbeats", slow_process),
    Scenario(16, "reader's database away", database_away),
    Scenario(17, "duplicates and another order", duplicates),
    Scenario(18, "poison", poison, AMQP),
    Scenario(19, "subscriber joins late and is killed midway", nothing, forbidden="played by tests/live"),
    Scenario(20, "storm of SIGTERM", sigterm_storm),
    Scenario(21, "producer restored from yesterday's backup", nothing, forbidden="played by make rehearse"),
    Scenario(22, "random killer", random_killer),
]


def _connect(ground: Ground) -> pika.BlockingConnection:
    return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", ground.broker.port))


def _place(ground: Ground, name: str) -> object:
    return ground.office.database(name) if ground.office.database else ground.office.var / f"{name}.db"


def _execute(ground: Ground, name: str, sql: str) -> None:
    if ground.office.database:
        with psycopg.connect(ground.office.database(name), autocommit=True) as connection:
            connection.execute(sql)
        return
    with closing(sqlite3.connect(_place(ground, name), timeout=20)) as connection, suppress(sqlite3.OperationalError):
        connection.execute(sql)
        connection.commit()
