"""How a fact travels between two services: from commit at one to effect at the other, one by one and in bulk."""

import queue
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pika

from deploy.local import people
from shared.bus import topology
from tests.bench import bare_app, running
from tests.bench.pair_process import opened
from tests.bench.stopwatch import Plan, Row, percentiles
from tests.live.running import room_of_its_own
from tests.live.servers import free_port, has_rabbit, rabbitmq
from tests.shared.pair import Happened, Pair

PATIENCE = 120.0
PER_COMMIT = 50
ONE_BY_ONE = 10  # latencies are taken of every so many of the events
COMMIT, PIPELINED = "bare SQLite commit of one row, FULL", "bare pika, pipelined publish with confirms"
BODY = "x" * 600  # about the size of an event


@dataclass
class Line:
    """The pair at work in its own processes; `effects` brings what the reader has committed, and when."""

    pair: Pair
    effects: queue.Queue

    def tell(self, first: int, count: int) -> float:
        """One commit; the moment after it."""
        with self.pair.writer.store.transaction():
            for number in range(first, first + count):
                self.pair.writer.log.emit(Happened, thing=f"t{number}", number=number, text=BODY)
        return time.monotonic()

    def await_effects(self, count: int) -> list[float]:
        return [self.effects.get(timeout=PATIENCE)[1] for _ in range(count)]


def measure(plan: Plan) -> Iterator[Row]:
    """By feed, then by RabbitMQ where it is installed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield from _carried("feed", Path(folder), "", plan)
    if plan.servers and has_rabbit():
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, rabbitmq() as broker:
            yield from _carried("RabbitMQ", Path(folder), room_of_its_own(broker), plan)


def _carried(carrier: str, var: Path, url: str, plan: Plan) -> Iterator[Row]:
    floors: dict[str, list[float]] = {COMMIT: _commits(var, plan)}
    with _running(var, url) as line:
        line.tell(0, 1)
        line.await_effects(1)
        waits = [_alone(line, number) for number in range(1, plan.events // ONE_BY_ONE + 2)]
        bulks = [_bulk(line, plan.events * (1 + at), plan.events) for at in range(plan.rounds)]
    floors[COMMIT] += _commits(var, plan)
    if url:
        floors[PIPELINED] = _published(url, plan)
    for cut, found in zip(("p50", "p99"), percentiles(waits), strict=True):
        floor = 1000 / median(floors[COMMIT])
        yield Row(f"{carrier}: commit to effect, {cut}", found, "ms", COMMIT, floor, found / floor)
    for against, rates in floors.items():
        rate, limit = median(bulks), median(rates)
        yield Row(f"{carrier}: events from commit to effect", rate, "events/s", against, limit, rate / limit)


def _alone(line: Line, number: int) -> float:
    told = line.tell(number, 1)
    return max(0.0, line.await_effects(1)[0] - told)


def _bulk(line: Line, first: int, count: int) -> float:
    """Events per second, from before the first commit to the last effect."""
    began = time.monotonic()
    for at in range(0, count, PER_COMMIT):
        line.tell(first + at, min(PER_COMMIT, count - at))
    return count / (max(line.await_effects(count)) - began)


@contextmanager
def _running(var: Path, bus_url: str) -> Iterator[Line]:
    """Web and bus of both, each in its own process, as the services run."""
    people.write_tokens(var / "keys")
    ports = {name: free_port() for name in ("writer", "reader")}
    peers = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in ports.items())
    env = {"PAIR_VAR": str(var), "PAIR_PEERS": peers, "PAIR_BUS": bus_url, "TOKEN_ISSUER": people.ISSUER}
    pair, effects = opened(var, peers, bus_url), queue.Queue()
    with ExitStack() as stack:
        stack.callback(pair.close)
        for name, port in ports.items():
            command, log = running.gunicorn(f"tests.bench.pair_process:wsgi('{name}')", port), var / f"{name}-web.log"
            server = stack.enter_context(running.process(command, log, **env))
            running.await_answer(f"http://127.0.0.1:{port}/readyz", server, log)
        for name in ports:
            out = subprocess.PIPE if name == "reader" else None
            command, log = running.python("tests.bench.pair_process", name), var / f"{name}-bus.log"
            bus = stack.enter_context(running.process(command, log, out, **env))
            if out:
                threading.Thread(target=_listen, args=(bus.stdout, effects), daemon=True).start()
        yield Line(pair, effects)


def _listen(told: Iterator[bytes], effects: queue.Queue) -> None:
    for line in told:
        number, moment = line.split()
        effects.put((int(number), float(moment)))


def _commits(var: Path, plan: Plan) -> list[float]:
    """Rows per second, each with its own commit, in as many goes as there are rounds."""
    connection = bare_app.connect(str(var / "floor.db"))
    connection.execute(bare_app.SCHEMA)
    rates = [_rate(lambda: _insert(connection), plan.seconds / 20) for _ in range(plan.rounds)]
    connection.close()
    return rates


def _insert(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO thing (body) VALUES (?)", (BODY,))


def _rate(act: Callable[[], None], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds or not done:
        act()
        done += 1
    return done / took


def _published(url: str, plan: Plan) -> list[float]:
    return [Publisher(url, plan.events * 4).run() for _ in range(plan.rounds)]


class Publisher:
    """Sends persistent messages to a queue like an inbox, all at once, and waits for the last confirm."""

    def __init__(self, url: str, count: int) -> None:
        self.count, self.confirmed, self.began, self.took = count, 0, 0.0, 0.0
        self.connection = pika.SelectConnection(
            pika.URLParameters(topology.address(url)),
            on_open_callback=lambda one: one.channel(on_open_callback=self._opened),
            on_close_callback=lambda one, _: one.ioloop.stop(),
        )

    def run(self) -> float:
        """Messages per second."""
        self.connection.ioloop.call_later(PATIENCE, self.connection.ioloop.stop)
        self.connection.ioloop.start()
        if not self.took:
            raise RuntimeError("the broker did not confirm")
        return self.count / self.took

    def _opened(self, channel: Any) -> None:
        channel.queue_declare("floor", durable=True, arguments=topology.QUORUM, callback=lambda _: self._send(channel))

    def _send(self, channel: Any) -> None:
        channel.confirm_delivery(self._landed)
        self.began = time.perf_counter()
        for _ in range(self.count):
            channel.basic_publish("", "floor", BODY.encode(), pika.BasicProperties(delivery_mode=2))

    def _landed(self, frame: Any) -> None:
        self.confirmed = frame.method.delivery_tag if frame.method.multiple else self.confirmed + 1
        if self.confirmed >= self.count:
            self.took = time.perf_counter() - self.began
            self.connection.close()
