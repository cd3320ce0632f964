"""A pair of small services in one process that speak over real HTTP, or over a real broker."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from deploy.subscriptions import broker_logins
from deploy.subscriptions.broker import Broker as OperatorsBroker
from shared.auth.development_issuer import Issuer
from shared.bus import Bus
from tests.live.servers import Broker, free_port
from tests.shared.pair import Pair, Sample
from tests.support import ISSUER

PATIENCE = 60
EXCHANGES = ("uttp.events", "uttp.internal")


class Quiet(WSGIRequestHandler):
    """Says nothing of the requests it serves."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Running(Pair):
    """The pair with its web servers; the bus of each service starts and stops by itself."""

    def __init__(self, var: Path, bus_url: str = "") -> None:
        issuer = Issuer(var / "keys", ISSUER, "uttp")
        (var / "keys" / "feed.token").write_text(issuer.token("svc-feed", "service"))
        ports = {name: free_port() for name in ("writer", "reader")}
        peers = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in ports.items())
        super().__init__(var, peers=peers, bus_url=bus_url, reconcile_seconds="600")
        self.buses: dict[str, Bus] = {}
        self.stack = ExitStack()
        for service in self.both:
            self._serve(service, ports[service.name])

    def start(self, *services: Sample) -> None:
        for service in services or self.both:
            self.buses[service.name] = Bus(service)
            self.buses[service.name].start()

    def stop(self, *services: Sample) -> None:
        for service in services or self.both:
            if bus := self.buses.pop(service.name, None):
                bus.stop()

    def end(self) -> None:
        self.stop()
        self.stack.close()
        self.close()

    def told(self, service: Sample) -> list[bytes]:
        return service.log.page(0, 10_000, internal=True).bodies

    def sent(self, service: Sample) -> bool:
        """Whether the carrier has taken over what the service told; a feed is the log itself."""
        waiting = "SELECT COUNT(*) FROM log_event WHERE published_at IS NULL"
        return not self.settings["bus_url"] or service.store.execute(waiting).fetchone()[0] == 0

    def heard(self, service: Sample) -> list[bytes]:
        """The bytes that a service has stored, in the order in which they came."""
        sql = "SELECT body FROM inbox_event ORDER BY received_at, id"
        return [service.store.vault.bare(row[0]) for row in service.store.execute(sql).fetchall()]

    def effects(self, service: Sample) -> list[tuple[str, int]]:
        """What was done to which thing, in the order in which it was done; the service's own deeds left out."""
        rows = service.Effect.select().where(service.Effect.sequence > 0).order_by(service.Effect.id)
        return [(row.thing, row.number) for row in rows]

    def _serve(self, service: Sample, port: int) -> None:
        app = service.app()

        def answer(environ: dict[str, Any], start: Any) -> Any:
            """A request leaves no connection behind: a test may put another database in its place."""
            try:
                return app(environ, start)
            finally:
                service.store.leave()

        server = make_server("127.0.0.1", port, answer, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        self.stack.callback(thread.join)
        self.stack.callback(server.server_close)
        self.stack.callback(server.shutdown)


def room_of_its_own(broker: Broker) -> str:
    """The URL of a new virtual host, so that tests do not hear each other."""
    return broker.url.removesuffix("//") + f"/{broker.virtual_host()}"


def own_logins(broker: Broker, folder: Path, names: Sequence[str]) -> str:
    """The URL, with `{service}` in it, of a new virtual host in which each of these services has its own login."""
    context = room_of_its_own(broker)
    operators = OperatorsBroker([], context.rpartition("/")[2], EXCHANGES)
    file = folder / "definitions.json"
    file.write_text(json.dumps(broker_logins.definitions(operators, {name: f"secret-{name}" for name in names})))
    broker.ctl("import_definitions", str(file))
    return context.replace("guest:guest", "{service}:secret-{service}")


def eventually(check: Callable[[], bool], what: str) -> None:
    """Wait until `check`; how long it takes is nobody's business here, only that it comes."""
    until = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.02)
