"""Each service has its own login on the broker: with it all works in its own name, and nothing else can be done."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, ProbableAuthenticationError
from typer.testing import CliRunner

from deploy.cli import bus
from deploy.local import composition
from shared.auth.actor import Actor
from shared.bus import read_feed
from shared.config import Settings
from shared.errors import Conflict
from shared.events.inbox_store import FORGED
from shared.operations import dead_letters
from shared.operations.dead_letters import Wanted
from tests.live.running import EXCHANGES, Running, eventually, own_logins, room_of_its_own
from tests.live.servers import RABBIT, Broker
from tests.shared.pair import Happened, Noted, Whispered

EVENTS, INTERNAL = EXCHANGES
ADMIN = Actor("dev-admin")


@pytest.fixture
def pair(broker: Broker, tmp_path: Path) -> Iterator[Running]:
    """Both services under their own logins, in a room that the operator has prepared for them."""
    pair = Running(tmp_path, own_logins(broker, tmp_path, ("writer", "reader")))
    yield pair
    pair.end()


@pytest.fixture
def reader(pair: Running) -> Iterator[Callable[[], Any]]:
    """Channels of somebody who has stolen the reader's login; a refusal closes one, so each is fresh."""
    pair.start()
    pair.tell(Happened, "a", number=0)
    eventually(lambda: len(pair.effects(pair.writer)) == 1, "an answer")
    address = pair.settings["bus_url"].replace("{service}", "reader")
    with pika.BlockingConnection(pika.URLParameters(address)) as connection:
        yield connection.channel


def test_services_hear_each_other_under_their_own_logins(pair: Running):
    pair.start()

    for number in range(30):
        pair.tell((Happened, Whispered)[number % 2], "abc"[number % 3], number=number)

    eventually(lambda: len(pair.effects(pair.writer)) == 30, "thirty answers")
    assert sorted(pair.heard(pair.reader)) == sorted(pair.told(pair.writer))
    assert pair.sent(pair.writer)


TAMPERING = {
    "tell in the writer's name": lambda channel: channel.basic_publish(EVENTS, Happened.type, b"{}"),
    "whisper in the writer's name": lambda channel: channel.basic_publish(INTERNAL, Whispered.type, b"{}"),
    "write into the writer's inbox": lambda channel: channel.basic_publish("", "writer.inbox", b"{}"),
    "write into the writer's dead letters": lambda channel: channel.basic_publish("writer.dead", "", b"{}"),
    "read the writer's inbox": lambda channel: channel.basic_get("writer.inbox"),
    "empty the writer's inbox": lambda channel: channel.queue_purge("writer.inbox"),
    "delete the writer's inbox": lambda channel: channel.queue_delete("writer.inbox"),
    "unbind the writer's inbox": lambda channel: channel.queue_unbind("writer.inbox", EVENTS, Noted.type),
    "read what nobody heard": lambda channel: channel.basic_get(f"{EVENTS}.unrouted"),
    "delete the exchange of all": lambda channel: channel.exchange_delete(EVENTS),
    "make a queue": lambda channel: channel.queue_declare("mine"),
}


def test_a_stolen_login_opens_nothing_that_is_not_its_services(reader: Callable[[], Any]):
    allowed, codes = [], set()
    for what, act in TAMPERING.items():
        channel = reader()
        channel.confirm_delivery()
        try:
            act(channel)
            allowed.append(what)
        except ChannelClosedByBroker as refusal:
            codes.add(refusal.reply_code)

    assert (allowed, codes) == ([], {403})


def test_an_event_of_another_under_the_own_key_is_kept_and_never_acted_on(pair: Running, reader: Callable[[], Any]):
    """The broker checks the key. That the event inside has the same name, and its source too, we check ourselves."""
    (noted,) = pair.told(pair.reader)
    fakes = [noted.replace(b'"id":"', b'"id":"0'), noted.replace(b":reader", b":writer")]
    fakes[0] = fakes[0].replace(Noted.type.encode(), b"reader.thing.approved.v1")
    for fake in fakes:
        reader().basic_publish(EVENTS, Noted.type, fake)

    eventually(lambda: pair.writer.inbox.counts()["dead"] == 2, "two dead")

    rows = list(dead_letters.query(pair.writer.context, Wanted()))
    assert sorted(bytes(row.body) for row in rows) == sorted(fakes)
    for row in rows:
        with pytest.raises(Conflict, match="still-unreadable"):
            dead_letters.retry(pair.writer.context, row.id, ADMIN, "coba lagi")
    assert {row.source for row in rows} == {FORGED, "unreadable"}
    assert dead_letters.retry_all(pair.writer.context, Wanted(), ADMIN, "coba semua") == 0
    assert len(pair.effects(pair.writer)) == 1


def test_a_feed_that_speaks_in_the_name_of_another_is_not_read(tmp_path: Path):
    pair = Running(tmp_path)
    pair.tell(Happened, "a", number=1)
    (told,) = pair.told(pair.writer)
    pair.writer.store.execute("UPDATE log_event SET body = ?", told.replace(b":writer", b":other"))

    with pytest.raises(ValueError, match="in the name of"):
        read_feed(pair.reader, "writer", pair.reader.settings.peers["writer"])

    assert pair.heard(pair.reader) == []
    pair.end()


def test_the_command_makes_four_logins_and_the_former_ones_end(broker: Broker, tmp_path: Path):
    own = [f"{name}={value}" for name, value in broker.environment().items() if re.match("RABBITMQ_|ERL_|HOME", name)]
    command = shlex.join(["env", *own, str(RABBIT.with_name("rabbitmqctl"))])
    env = {"VAR_DIR": str(tmp_path), "BUS_URL": room_of_its_own(broker), "RABBITMQCTL": command}
    held = str(tmp_path / "keys" / "broker" / "{service}")

    def addresses() -> dict[str, str]:
        done = CliRunner(env=env).invoke(bus.app, ["secure"])
        assert (done.exit_code, held in done.stdout) == (0, True), done.output
        return {name: Settings.from_env(name, bus_url_file=held).bus_url for name in composition.NAMES}

    first, second = addresses(), addresses()

    for name, address in second.items():
        assert f"//{name}:" in address
        pika.BlockingConnection(pika.URLParameters(address)).close()
    with pytest.raises(ProbableAuthenticationError):
        pika.BlockingConnection(pika.URLParameters(first["intake"]))
    assert "@" not in Settings.from_env("bus", bus_url_file=held).bus_url
    assert (tmp_path / "keys" / "broker" / "intake").stat().st_mode & 0o077 == 0


def test_without_a_broker_the_command_says_so():
    done = CliRunner(env={"BUS_URL": ""}).invoke(bus.app, ["secure"])

    assert (done.exit_code, "no RabbitMQ here" in done.stderr) == (2, True)
