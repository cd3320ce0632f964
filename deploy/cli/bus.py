"""`uttp bus`: lets other agencies read events, ends that again, and says how the bus stands."""

import getpass
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from deploy.local import composition, people
from deploy.subscriptions import broker_logins
from deploy.subscriptions.broker import Broker, BrokerFault
from deploy.subscriptions.grants import LOST, Access, Register, Unwanted, chosen
from shared.auth.development_issuer import Issuer
from shared.auth.revocation import Revoked
from shared.config import Settings, path
from shared.office.profile import Profile
from shared.operations.status import standing

SHEET = """
Lembar sambungan / connection sheet: {name}
Rahasia di bawah hanya tampil sekali. / The secrets below are shown once.

Jenis peristiwa / event types
{types}

Umpan / feeds (tidak pernah kehilangan / never lose anything)
{feeds}
  token       {token}

Antrean / queue (cepat, terbatas; sisanya dari umpan / fast, bounded; the rest from the feeds)
{queue}

Klien siap pakai / ready clients: feed_client.py, amqp_client.py (deploy/subscriptions/clients)
"""
QUEUE = """  address     {scheme}://{login}:{password}@{place}/{vhost}
  queue       {login}"""
NO_QUEUE = "  - (BUS_URL kosong: umpan saja / empty: feeds only)"
TO_ISSUE = "(dari penyedia identitas / from the identity provider: sub {login}, roles [subscriber], types as above)"
REVOKED = "{0}: token, sandi dan antrean tidak berlaku lagi. / token, password and queue are no longer valid."
SECURED = """Empat login dibuat; yang lama tidak berlaku lagi. / Four logins were made; former ones are no longer valid.
Jalankan ulang semua layanan dengan / restart all services with:

  export BUS_URL_FILE={0}/{{service}}
"""
PREPARED = "Daftar penolakan ada di {0}. / The list of who is shut out is {0}."
NO_BUS = "BUS_URL kosong: tidak ada RabbitMQ di sini. / BUS_URL is empty: there is no RabbitMQ here."
OTHERS = ("bus", "front")  # what reads the settings and speaks on no broker: the address is enough
NOBODY = "Belum ada pelanggan. / No subscribers yet."
AGENCY = "{name:<24} {state:<18} {waiting:>9}  {types}"
STATUS = (
    "{service:<13} {carrier:<4} head {head:>7}  waiting {waiting:>5} (oldest {oldest}s)  aside {aside:>3}  "
    "pending {pending:>5}  parked {parked:>4}  dead {dead:>4}  given up {given_up:>3}  {sound}"
)
SOURCE = "{0:<13}   <- {source:<40} at {position:>7}  lag {lag:>5}  healed {healed:>4}"
app = typer.Typer(no_args_is_help=True, help="Subscribers outside, and how the bus stands.")


@app.command()
def grant(
    agency: Annotated[str, typer.Argument(help="short name: small letters, digits, hyphens")],
    types: Annotated[str, typer.Option(help="event types, comma between; * stands for anything")],
    days: Annotated[int, typer.Option(help="how long the feed token lives")] = 365,
) -> None:
    """Let an agency read these event types; prints what it needs to connect. Again: new types, new secrets."""
    settings = Settings.from_env("bus")
    with _speaking():
        wanted = chosen([part.strip() for part in types.split(",")], _public())
        access = _register(settings).grant(agency, wanted, timedelta(days=days), getpass.getuser())
    typer.echo(sheet(settings, access))


@app.command()
def secure() -> None:
    """Give each service its own login, which can speak in its own name alone; BUS_URL may name any host and login."""
    settings = Settings.from_env("bus")
    with _speaking():
        if not (broker := Broker.of(settings, _system(settings))):
            raise Unwanted(NO_BUS)
        passwords = {name: secrets.token_urlsafe(24) for name in composition.NAMES}
        broker.define(broker_logins.definitions(broker, passwords))
    folder = settings.var / "keys" / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*composition.NAMES, *OTHERS):
        known = (name, passwords[name]) if name in passwords else ()
        _write(folder / name, broker_logins.address(settings.bus_url, *known))
    typer.echo(SECURED.format(folder))


@app.command()
def prepare() -> None:
    """Write the empty list of who is shut out, once for a new office; a lost one is restored, not made anew."""
    settings = Settings.from_env("bus")
    with _speaking():
        if (settings.var / "keys" / "agencies.json").exists() and not path(settings.revoked_file).exists():
            raise Unwanted(LOST.format(settings.revoked_file))
        Revoked(path(settings.revoked_file)).prepare()
    typer.echo(PREPARED.format(settings.revoked_file))


@app.command()
def revoke(agency: str) -> None:
    """End an agency's access to feeds and broker at once."""
    with _speaking():
        typer.echo(REVOKED.format(_register(Settings.from_env("bus")).revoke(agency, getpass.getuser()).name))


@app.command("list")
def list_() -> None:
    """List the agencies, what they may read, and what waits in their queues."""
    with _speaking():
        register = _register(Settings.from_env("bus"))
        waiting = register.broker.waiting() if register.broker else {}
        agencies = register.agencies().values()
    for one in agencies:
        state = "aktif / active" if one.active else "berakhir / ended"
        facts = {"state": state, "waiting": waiting.get(one.login, "-"), "types": ", ".join(one.types)}
        typer.echo(AGENCY.format(name=one.name, **facts))
    if not agencies:
        typer.echo(NOBODY)


@app.command()
def status() -> None:
    """Print for each service what is told, heard, waiting, dead, and whether it adds up; exits 1 when it does not."""
    rows = [standing(composition.service(name).open()) for name in composition.present()]
    for row in rows:
        typer.echo(line(row))
        for source in row["sources"]:
            typer.echo(SOURCE.format("", **source))
    raise typer.Exit(not all(row["conserved"] for row in rows))


def line(row: dict) -> str:
    """One service in one line."""
    facts = {"waiting": row["log"]["waiting"], "aside": row["log"]["quarantined"]}
    sound = "balanced" if row["conserved"] else "DOES NOT ADD UP"
    return STATUS.format(**row, **row["inbox"], **facts, oldest=row["oldest_waiting_seconds"], sound=sound)


def sheet(settings: Settings, access: Access) -> str:
    """What the operator hands over, by a safe way."""
    agency, broker = access.agency, urlsplit(settings.bus_url)
    place, vhost = broker.netloc.rpartition("@")[2], broker.path.strip("/") or "%2F"
    address = {"scheme": broker.scheme, "place": place, "vhost": vhost}
    services = sorted({type_.split(".")[0] for type_ in agency.types})
    return SHEET.format(
        name=agency.name,
        types="\n".join(f"  {type_}" for type_ in agency.types),
        feeds="\n".join(f"  address     {settings.public_url}/{name}/v1/events" for name in services),
        token=access.token or TO_ISSUE.format(login=agency.login),
        queue=QUEUE.format(login=agency.login, password=access.password, **address) if access.password else NO_QUEUE,
    )


def _public() -> list[str]:
    """What the services here publish for everybody; internal events are not even named."""
    services = [composition.service(name) for name in composition.present()]
    return [kind.type for service in services for kind in service.published if not kind.internal]


def _register(settings: Settings) -> Register:
    keys, system = settings.var / "keys", _system(settings)
    issuer = None if settings.production else Issuer(keys, settings.values["TOKEN_ISSUER"] or people.ISSUER, system)
    revoked = Revoked(path(settings.revoked_file))
    return Register(keys / "agencies.json", revoked, Broker.of(settings, system), issuer)


def _system(settings: Settings) -> str:
    return Profile(path(settings.profile_dir)).document("agency")["system"]


def _write(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(file)


@contextmanager
def _speaking() -> Iterator[None]:
    """A fault is a sentence and an exit code here, not a traceback."""
    try:
        yield
    except (Unwanted, BrokerFault) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from fault
