"""The command line that every service has: web, bus, migrate, demo, status, and what is dead."""

import json
import os
import signal
import sys
import threading
from typing import Annotated, Any

import typer

from shared.bus import Bus
from shared.cli.backup import add_copy_commands
from shared.cli.dead_letters import dead_commands
from shared.config import Settings, Unfit
from shared.database import migration
from shared.observe import json_logging
from shared.operations import reconciliation
from shared.operations.status import standing
from shared.service import Service


def command_line(service: Service) -> typer.Typer:
    """`python -m services.<name>.main COMMAND`, the same for all four."""
    app = typer.Typer(help=service.purpose, no_args_is_help=True, pretty_exceptions_enable=False)
    for name, act in COMMANDS.items():
        app.command(name, help=act.__doc__)(_bound(service, act))
    app.command("makemigration", help=makemigration.__doc__)(_named(service))
    add_copy_commands(app, service)
    app.add_typer(dead_commands(service), name="dead")
    return app


def web(service: Service) -> None:
    """Serve HTTP at LISTEN until stopped."""
    listen = service.open().settings.listen
    target = f"services.{service.name}.main:wsgi()"
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", listen, target])


def bus(service: Service) -> None:
    """Read the peers' events, work on them, run what the clock demands, until stopped."""
    json_logging.start(service.name)
    run_until_stopped([Bus(service.open())])


def migrate(service: Service) -> None:
    """Bring the database to the newest shape."""
    typer.echo(json.dumps({"service": service.name, "applied": service.open().migrate()}))


def demo(service: Service) -> None:
    """Load the demo office, once; production takes no invented officers and decrees."""
    if Settings.from_env(service.name).production:
        raise Unfit([f"{service.name}: {NO_DEMO}"])
    service.open().demo()


def prepare(service: Service) -> None:
    """Bring the database to the newest shape; on trial load the demo office too, once."""
    migrate(service)
    if not service.settings.production:
        service.demo()


def status(service: Service) -> None:
    """Print the event log's head and what the inbox holds."""
    service.open()
    position, epoch = service.log.head()
    typer.echo(json.dumps({"service": service.name, "head": position, "epoch": epoch, **service.inbox.counts()}))


def drift(service: Service) -> None:
    """Print how tables and models differ; exits 1 when they do."""
    service.open()
    difference = migration.drift(service.store, service.tables)
    typer.echo(difference or "schema matches models.")
    raise typer.Exit(bool(difference))


def bus_status(service: Service) -> None:
    """Print what is told, heard, waiting, dead and set aside."""
    typer.echo(json.dumps(standing(service.open()), indent=2))


def conserved(service: Service) -> None:
    """Count whether anything vanished; exits 1 when the sums differ."""
    sound = reconciliation.check(service.open())
    for balance in reconciliation.balances(service):
        typer.echo(f"{service.name} {balance.name}: {balance.sentence()}")
    raise typer.Exit(not sound)


NO_DEMO = (
    "kantor contoh dengan petugas rekaan tidak dimuat ke MODE=production. / "
    "the demo office with its invented officers is not loaded in production."
)
COMMANDS = {
    "web": web,
    "bus": bus,
    "migrate": migrate,
    "demo": demo,
    "prepare": prepare,
    "status": status,
    "drift": drift,
    "bus-status": bus_status,
    "conservation": conserved,
}
GUNICORN = [
    "--worker-class=shared.http.server.serving.Worker",
    "--logger-class=shared.http.server.access_log.Log",
    "--workers=1",
    "--threads=32",
    "--worker-connections=400",
    "--no-control-socket",
    "--forwarded-allow-ips=",  # what proxies say is read by PROXY_HOPS alone, whoever stands on loopback
    "--forwarder-headers=",
    "--graceful-timeout=20",
    "--worker-tmp-dir=/dev/shm",
    "--log-level=warning",
]


def makemigration(service: Service, name: str) -> None:
    """Write the next migration from the difference between models and the database."""
    service.open()
    typer.echo(migration.generate(service.store, service.folder / "migrations", service.tables, name))


def run_until_stopped(buses: list[Bus]) -> None:
    """Start the loops; on TERM or INT let each finish its transaction."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    for one in buses:
        one.start()
    stop.wait()
    for one in buses:
        one.stopping.set()
    for one in buses:
        one.stop()


def _bound(service: Service, act: Any) -> Any:
    def run() -> None:
        act(service)

    return run


def _named(service: Service) -> Any:
    def run(name: Annotated[str, typer.Argument(help="a word for the file's name")]) -> None:
        makemigration(service, name)

    return run
