"""The commands `backup`, `restore` and `recover`: copies of the database, and the way back into the office."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from shared.bus.peer_copies import from_peers
from shared.operations import backup
from shared.operations.recovery import recover
from shared.service import Service
from shared.uploads import unnamed_files

AWAY = (
    "Layanan lain harus menjawab dahulu: {0}. Belum ada yang diubah. / All peers must answer first: {0}. "
    "Nothing was changed."
)
File = Annotated[Path, typer.Argument(help="the file of the copy")]


def add_copy_commands(app: typer.Typer, service: Service) -> None:
    """`python -m services.<name>.main backup FILE`, `restore FILE`, `recover`."""
    for name, act in {"backup": save, "restore": put_back}.items():
        app.command(name, help=act.__doc__)(_with_file(service, act))
    app.command("recover", help=take_back.__doc__)(lambda: take_back(service))


def save(service: Service, file: Path) -> None:
    """Write a whole copy of the database into FILE; the service may run meanwhile. Keys and documents lie beside it."""
    service.open()
    typer.echo(str(backup.save(service.store, service.settings.database_url, file.resolve())))


def put_back(service: Service, file: Path) -> None:
    """Replace the database by the copy in FILE. Stop the service's web and bus first, and run `recover` after."""
    unnamed_files.part(service.open())
    backup.put_back(service.store, service.settings.database_url, file.resolve())
    typer.echo(json.dumps({"service": service.name, "head": service.open().log.head()[0], "next": "recover"}))


def take_back(service: Service) -> None:
    """After `restore`, with web and bus still stopped and the peers running: bring our own events back from them,
    begin a new epoch, and print what cannot be rebuilt, by subject."""
    service.open()
    try:
        copies = from_peers(service)
    except OSError as error:
        typer.echo(AWAY.format(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps({"service": service.name, **asdict(recover(service, copies))}))


def _with_file(service: Service, act: Callable[[Service, Path], None]) -> Callable[[Path], None]:
    def run(file: File) -> None:
        try:
            act(service, file)
        except backup.Failed as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error

    return run
