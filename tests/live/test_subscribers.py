"""Other agencies on a real broker: clients survive kills, find what the queue lost, and can reach nothing else."""

import re
import shlex
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pika
import pytest
from kombu import Connection
from pika.exceptions import AMQPError, ChannelClosedByBroker, ProbableAuthenticationError
from werkzeug.serving import make_server

from deploy.subscriptions.broker import Broker as OperatorsBroker
from deploy.subscriptions.grants import Access, Register
from shared.auth.actor import Actor
from shared.auth.revocation import Revoked
from shared.bus import topology
from shared.bus.relay import Relay
from shared.operations import quarantine
from shared.service import Service
from tests.live.agency import CLIENTS, Client
from tests.live.servers import RABBIT, Broker, free_port
from tests.shared.letters import Noted, Whispered

PATIENCE = 60
REFUSED = 3


@dataclass
class Producer:
    """A service that tells things to a real broker and on its own feed."""

    service: Service
    register: Register
    broker: Broker
    port: int
    told: list[str] = field(default_factory=list)

    @property
    def feed(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/events"

    def tell(self, count: int, kind: type = Noted) -> None:
        for _ in range(count):
            word = f"w{len(self.told)}"
            with self.service.store.transaction():
                self.service.log.emit(kind, thing=f"s{len(self.told) % 5}", word=word)
            self.told.append(word)


@pytest.fixture
def producer(opened, issuer, broker: Broker, tmp_path: Path) -> Iterator[Producer]:
    own = [f"{name}={value}" for name, value in broker.environment().items() if re.match("RABBITMQ_|ERL_|HOME", name)]
    command = shlex.join(["env", *own, str(RABBIT.with_name("rabbitmqctl"))])
    service, port, stopping = opened("intake", bus_url=broker.url, rabbitmqctl=command), free_port(), threading.Event()
    with Connection(topology.address(broker.url)) as connection:
        topology.declare(service, connection)
    keys = tmp_path / "keys"
    operators = OperatorsBroker.of(service.settings, "uttp")
    register = Register(keys / "agencies.json", Revoked(keys.parent / "access" / "revoked.json"), operators, issuer)
    server = make_server("127.0.0.1", port, service.app(), threaded=True)
    server.daemon_threads = False  # requests end before the databases are closed
    threads = [threading.Thread(target=loop) for loop in (server.serve_forever, Relay(service, stopping).run)]
    for thread in threads:
        thread.start()
    yield Producer(service, register, broker, port)
    stopping.set()
    server.shutdown()
    for thread in threads:
        thread.join()
    server.server_close()


@pytest.fixture
def client(producer: Producer, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """`client("amqp_client.py", access, "--ripe", "1")`, not yet started; killed at the end."""
    made: list[Client] = []

    def make(program: str, access: Access, *words: str) -> Client:
        (tmp_path / "token").write_text(access.token)
        notebook = tmp_path / f"{program}.db"
        words = words if program == "amqp_client.py" else ("--wait", "1")
        command = [sys.executable, str(CLIENTS / program), "--feed", producer.feed, "--notebook", str(notebook)]
        made.append(Client([*command, "--token-file", str(tmp_path / "token"), *words], notebook))
        return made[-1]

    yield make
    for one in made:
        if one.process and one.process.poll() is None:
            one.kill()


def by_queue(producer: Producer, access: Access, tmp_path: Path) -> list[str]:
    (tmp_path / "broker").write_text(address(producer, access))
    return ["--broker-file", str(tmp_path / "broker"), "--queue", access.agency.login]


def address(producer: Producer, access: Access) -> str:
    return f"amqp://{access.agency.login}:{access.password}@127.0.0.1:{producer.broker.port}/%2F"


def granted(producer: Producer, name: str) -> Access:
    return producer.register.grant(name, [Noted.type], timedelta(days=1), "tests")


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.mark.parametrize("program", ["amqp_client.py", "feed_client.py"])
def test_a_client_that_is_killed_again_and_again_has_every_event_once_and_in_order(producer, client, program, tmp_path):
    access = granted(producer, "rajin")
    one = client(program, access, *by_queue(producer, access, tmp_path))

    for _ in range(4):
        before = len(one.words())
        one.start()
        producer.tell(40)
        until(lambda before=before: len(one.words()) > before, "nothing comes")
        one.kill()
    one.start()
    until(lambda: len(one.words()) == len(producer.told), "events are missing")

    assert one.words() == producer.told
    assert one.rows("SELECT COUNT(*) FROM event WHERE late") == [(0,)]
    assert one.rows("SELECT * FROM gap") == []


@pytest.mark.parametrize("program", ["amqp_client.py", "feed_client.py"])
def test_who_joins_late_has_all_from_the_first_event_on_while_fifty_a_second_go_on(producer, client, program, tmp_path):
    """Killed in the middle of catching up; the queue knows nothing of what was told before the grant."""
    producer.tell(1200)
    access = granted(producer, "terlambat")
    words = (*by_queue(producer, access, tmp_path), "--check", "0.5", "--ripe", "1")
    one, ended = client(program, access, *words), threading.Event()

    def go_on() -> None:
        while not ended.wait(1 / 50):
            producer.tell(1)

    telling = threading.Thread(target=go_on)
    telling.start()
    try:
        for reached in (1, 700, 1300):
            one.start()
            until(lambda reached=reached: len(one.words()) >= reached, "nothing comes")
            one.kill()
    finally:
        ended.set()
        telling.join()
    one.start()
    until(lambda: len(one.words()) == len(producer.told), "events are missing")

    assert one.words() == producer.told
    assert one.rows("SELECT position FROM event ORDER BY position") == [(at + 1,) for at in range(len(producer.told))]


def test_what_the_queue_lost_is_found_in_the_feed_and_told_as_a_gap(producer, client, tmp_path):
    access = granted(producer, "pelan")
    one = client("amqp_client.py", access, *by_queue(producer, access, tmp_path), "--check", "0.5", "--ripe", "1")
    one.start()
    producer.tell(10)
    until(lambda: len(one.words()) == 10, "events are missing")
    until(lambda: bool(one.rows("SELECT 1 FROM cursor WHERE position >= 10")), "the feed is never looked at")
    one.kill()

    producer.tell(10)
    until(lambda: producer.register.broker.waiting()[access.agency.login] == 10, "the queue stays empty")
    producer.broker.ctl("purge_queue", access.agency.login)
    one.start()
    until(lambda: len(one.words()) == 20, "events are missing")

    assert one.words() == producer.told
    assert one.rows("SELECT COUNT(*) FROM event WHERE via = 'feed' AND position > 10") == [(10,)]
    gaps = "SELECT what FROM gap WHERE what LIKE '%the queue did not bring%'"
    until(lambda: bool(one.rows(gaps)), "the gap is not told")


def test_internal_events_reach_neither_the_queue_nor_the_feed_of_a_subscriber(producer, client, tmp_path):
    access = granted(producer, "ingin-tahu")
    both = [client("feed_client.py", access), client("amqp_client.py", access, *by_queue(producer, access, tmp_path))]

    producer.tell(5, Whispered)
    producer.tell(1)
    for one in both:
        one.start()
        until(lambda one=one: "w5" in one.words(), "the public event is missing")

    assert [one.words() for one in both] == [["w5"], ["w5"]]
    request = urllib.request.Request(f"{producer.feed}?type={Whispered.type}")
    request.add_header("Authorization", f"Bearer {access.token}")
    with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
        urllib.request.urlopen(request)
    refusal.value.close()


TAMPERING = {
    "publish a public event": lambda channel: channel.basic_publish("uttp.events", Noted.type, b"{}"),
    "publish an internal event": lambda channel: channel.basic_publish("uttp.internal", Whispered.type, b"{}"),
    "write into a service's inbox": lambda channel: channel.basic_publish("", "intake.inbox", b"{}"),
    "bind to internal events": lambda channel: channel.queue_bind("ext.usil", "uttp.internal", "#"),
    "bind to other public events": lambda channel: channel.queue_bind("ext.usil", "uttp.events", "#"),
    "make a queue": lambda channel: channel.queue_declare("mine"),
    "make an exchange": lambda channel: channel.exchange_declare("mine"),
    "read a service's inbox": lambda channel: channel.basic_get("intake.inbox"),
    "read what nobody heard": lambda channel: channel.basic_get("uttp.internal.unrouted"),
    "empty a service's inbox": lambda channel: channel.queue_purge("intake.inbox"),
    "delete its own queue": lambda channel: channel.queue_delete("ext.usil"),
}


def test_a_subscriber_can_do_nothing_on_the_broker_but_read_its_own_queue(producer):
    access = granted(producer, "usil")
    allowed, codes = [], set()
    with pika.BlockingConnection(pika.URLParameters(address(producer, access))) as connection:
        for what, act in TAMPERING.items():
            channel = connection.channel()
            channel.confirm_delivery()
            try:
                act(channel)
                allowed.append(what)
            except ChannelClosedByBroker as refusal:
                codes.add(refusal.reply_code)
        own = connection.channel().basic_get(access.agency.login, auto_ack=True)

    assert (allowed, codes) == ([], {403})
    assert own == (None, None, None)


def test_a_revocation_ends_queue_login_and_feed_while_they_are_in_use(producer, client, tmp_path):
    access = granted(producer, "pamit")
    both = [client("feed_client.py", access), client("amqp_client.py", access, *by_queue(producer, access, tmp_path))]
    for one in both:
        one.start()
    producer.tell(3)
    until(lambda: all(len(one.words()) == 3 for one in both), "events are missing")

    producer.register.revoke("pamit", "tests")

    assert [one.process.wait(PATIENCE) for one in both] == [REFUSED, REFUSED]
    assert access.agency.login not in producer.register.broker.waiting()
    with pytest.raises((ProbableAuthenticationError, AMQPError)):
        pika.BlockingConnection(pika.URLParameters(address(producer, access)))


def test_a_queue_that_nobody_empties_does_not_stop_the_others(producer, client):
    sleeping, awake = granted(producer, "tidur"), granted(producer, "bangun")
    one = client("feed_client.py", awake)
    one.start()

    producer.tell(50)
    waiting = producer.register.broker.waiting
    until(lambda: {waiting()[access.agency.login] for access in (sleeping, awake)} == {50}, "the queues stay empty")
    until(lambda: len(one.words()) == 50, "events are missing")

    assert one.words() == producer.told


def test_an_event_that_the_broker_refuses_is_set_aside_until_it_is_released(producer):
    granted(producer, "sabar")
    waiting = producer.register.broker.waiting
    producer.broker.ctl("set_topic_permissions", "-p", "/", "guest", "uttp.internal", "^$", ".*")
    try:
        producer.tell(1, Whispered)
        producer.tell(20)
        until(lambda: waiting()["ext.sabar"] == 16, "the events of the other four subjects do not arrive")
        until(lambda: aside(producer) == [1], "nobody is set aside")
    finally:
        producer.broker.ctl("clear_topic_permissions", "-p", "/", "guest")

    quarantine.release(producer.service.context, 1, Actor("dev-admin"), "izin diperbaiki")

    until(lambda: waiting()["ext.sabar"] == 20, "what waited behind it does not arrive")


def aside(producer: Producer) -> list[int]:
    sql = "SELECT position FROM log_event WHERE quarantined_at IS NOT NULL"
    return [row[0] for row in producer.service.store.execute(sql).fetchall()]
