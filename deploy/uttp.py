"""The `uttp` command: starts the whole office on one machine, and speaks for each service that is installed here."""

import shutil
import sys
import textwrap
import time
import urllib.request
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from deploy.cli import bus, config
from deploy.local import composition, people, preflight
from deploy.local.process_plan import Layout, folder
from deploy.local.supervisor import Child, Stopped, Supervisor
from shared.auth import pseudonyms
from shared.auth.revocation import Revoked
from shared.cli.commands import command_line
from shared.config import Settings, path

READY = 60.0
WELCOME = """
  Kantor siap / the office is open

{addresses}
  Token contoh    {tokens}/<peran> (demo tokens, one per role):
                  {people}
  Penandatangan   {keys}/signer.pem (sertifikat uji coba / trial certificate)
  Catatan         {var}/log/ (log)

  Coba / try:
    curl -H "Authorization: Bearer $(cat {tokens}/front_officer)" {intake}/v1/applications
    make demo     kedua cerita, dari surat sampai SKHP dan pengaduan / both stories, letter to certificate, complaint

  Ctrl-C menghentikan; data tetap di {var}. / Ctrl-C stops it; the data stay there.
"""
ADDRESS = "  {0:<16}{1}"
STARTING = "Menyiapkan kantor di {0} … / Preparing the office in {0} …"
LATE = "Layanan {0} tidak dapat dimulai; lihat / could not be started, see: {1}\n\n{2}"
TAIL = 2000
CLOSED = "Berhenti dengan baik. / Stopped cleanly."
app = typer.Typer(help="Tera / tera ulang UTTP", no_args_is_help=True, pretty_exceptions_enable=False)
for _name in composition.present():
    app.add_typer(command_line(composition.service(_name)), name=_name)

app.add_typer(bus.app, name="bus")
app.add_typer(config.app, name="config")


@app.command()
def run(
    apart: Annotated[bool, typer.Option(help="each service in processes of its own, as containers would")] = False,
    var: Annotated[str, typer.Option(help="folder for databases, keys and papers")] = "",
    port: Annotated[int, typer.Option(help="the gateway's port; apart, services take those after it")] = 8000,
    office: Annotated[bool, typer.Option(help="play a dozen demo applications at the first start")] = True,
) -> None:
    """Start everything; Ctrl-C stops it."""
    layout = Layout(folder(var), port, apart)
    try:
        _look_before(layout)
    except preflight.Hindered as sentence:
        typer.echo(str(sentence), err=True)
        raise typer.Exit(2) from sentence
    sys.stdout.reconfigure(line_buffering=True)  # a piped terminal sees each line as it comes
    typer.echo(STARTING.format(layout.var))
    supervisor = Supervisor(layout.children())
    try:
        _live(layout, supervisor, office)
    except (Stopped, KeyboardInterrupt):
        supervisor.stop()
        typer.echo(CLOSED)
    except BaseException:
        supervisor.stop()
        raise


@app.command("office-key")
def office_key(
    rotate: Annotated[bool, typer.Option(help="add one more key; the services take it at their next start")] = False,
) -> None:
    """Make the key of the pseudonyms of accounts, which the services of an office share. Keep it as you keep data keys:
    without it nobody's things are his any more."""
    file = path(Settings.of_tool("office").office_key_file)
    count = pseudonyms.rotate(file) if rotate else pseudonyms.ensure(file)
    typer.echo(f"{file}: {count}")


def _live(layout: Layout, supervisor: Supervisor, office: bool) -> NoReturn:
    prepare(layout)
    supervisor.start()
    wait_until_ready(layout, supervisor)
    typer.echo(welcome(layout))
    if office and not layout.settings("intake").production:
        supervisor.add(_stories(layout))
    supervisor.watch()


def _look_before(layout: Layout) -> None:
    preflight.check_services(composition.NAMES, composition.present())
    preflight.check_folder(layout.var)
    preflight.check_revocations(layout.var, path(layout.settings("intake").revoked_file))
    preflight.check_ports(layout.ports)
    config.check([layout.settings(name) for name in composition.present()])


def prepare(layout: Layout) -> None:
    """Keys, tokens, tables, and the reference data of the demo office; harmless when all is there."""
    if not layout.settings("intake").production:
        people.write_tokens(layout.var / "keys")
        Revoked(path(layout.settings("intake").revoked_file)).prepare()
    shutil.rmtree(layout.log("").parent, ignore_errors=True)
    layout.log("").parent.mkdir()
    for name in composition.present():
        service = composition.service(name).open(layout.settings(name))
        service.migrate()
        if not service.settings.production:
            service.demo()
        service.store.close()


def wait_until_ready(layout: Layout, supervisor: Supervisor) -> None:
    until = time.monotonic() + READY
    for name in composition.present():
        while not _answers(f"{layout.base(name)}/readyz"):
            if time.monotonic() > until or any(child.fallen() for child in supervisor.children):
                _give_up(name, [child.log for child in supervisor.children if child.fallen()])
            time.sleep(0.05)


def _give_up(name: str, logs: list[Path]) -> NoReturn:
    """The last words of whatever did not come up."""
    words = "\n".join(log.read_text(errors="replace")[-TAIL:] for log in logs)
    sys.exit(LATE.format(name, ", ".join(map(str, logs)), words))


def welcome(layout: Layout) -> str:
    rows = [] if layout.apart else [("Halaman depan", f"{layout.url}/")]
    rows += [(name, f"{layout.base(name)}/docs") for name in composition.present()]
    var = layout.var.relative_to(Path.cwd()) if layout.var.is_relative_to(Path.cwd()) else layout.var
    keys = var / "keys"
    return WELCOME.format(
        addresses="\n".join(ADDRESS.format(*row) for row in rows),
        people=textwrap.fill(" ".join(person.file for person in people.PEOPLE), 90, subsequent_indent=" " * 18),
        tokens=people.tokens(keys),
        keys=keys,
        intake=layout.base("intake"),
        var=var,
    )


def _stories(layout: Layout) -> Child:
    bases = [f"{name}={layout.base(name)}" for name in composition.present()]
    today = composition.service("intake").context.today()
    command = [sys.executable, "-m", "deploy.demo.seed", str(layout.var), str(today), *bases]
    return Child("office", command, layout.env("intake"), once=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    app()
