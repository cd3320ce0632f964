"""The command `dead`: what an operator types to find, read and drive events that could not be applied."""

import getpass
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from shared.auth.actor import Actor
from shared.config import path
from shared.database.fields import plain
from shared.errors import Conflict, Refused
from shared.http.problems import LANGUAGES, Catalogue
from shared.operations import dead_letters, quarantine
from shared.operations.dead_letters import Wanted
from shared.service import Service

MOST = 100
CATALOGUE = Catalogue([path("shared/data/problems.toml")])
ROW = "{id}  {received_at:%Y-%m-%d %H:%M}  {type:<45} {subject:<36}  {waiting_behind:>3} menunggu/behind  {last_error}"
NONE = "Tidak ada. / There is none."
RETRIED = "{0} diulang; hasilnya tampak pada `dead list`. / {0} will be tried again; look with `dead list`."
SKIPPED = "Dilewati; yang menunggu di belakangnya berjalan. / Skipped; what waited behind it goes on."
RELEASED = "Akan dikirim lagi dalam beberapa detik. / It will be sent again within seconds."
MORE = "… {0} yang terbaru saja. / only the newest {0}."

Id = Annotated[str, typer.Argument(help="the event's id, as `dead list` shows it")]
Type = Annotated[str, typer.Option(help="only events of this type")]
Source = Annotated[str, typer.Option(help="only events of this source")]
Received = Annotated[str, typer.Option(help="FROM/TO of its receipt, office time: 2026-11-23T08:00/2026-11-23T10:00")]
Standing = Annotated[
    str,
    typer.Option("--state", help="dead; parked behind a dead one; or waiting, tried in vain and to be tried again"),
]
Reason = Annotated[str, typer.Option(help="why; kept in the history")]


def dead_commands(service: Service) -> typer.Typer:
    """`python -m services.<name>.main dead …`."""
    app = typer.Typer(no_args_is_help=True, help="Events that could not be applied.")
    app.callback()(_opening(service))
    for name, act in COMMANDS.items():
        app.command(name, help=act.__doc__)(act)
    return app


def list_(
    call: typer.Context,
    type: Type = "",
    source: Source = "",
    received: Received = "/",
    state: Standing = dead_letters.DEAD,
) -> None:
    """List dead events (or parked, or waiting ones), newest first, with how many later ones wait behind each."""
    context = call.obj["context"]
    if state not in dead_letters.STANDINGS:
        raise typer.BadParameter(f"{state!r}: {', '.join(dead_letters.STANDINGS)}", param_hint="--state")
    table = dead_letters.query(context, _wanted(context.zone, received, type=type, source=source, standing=state))
    rows = list(table.order_by(table.model.id.desc()).limit(MOST + 1))
    for row in rows[:MOST]:
        shown = dead_letters.show(context, row)
        shown["received_at"] = shown["received_at"].astimezone(context.zone)
        typer.echo(ROW.format(**shown))
    if not rows or len(rows) > MOST:
        typer.echo(MORE.format(MOST) if rows else NONE)


def show(call: typer.Context, id: Id) -> None:
    """Show one event: what it says (unless internal), why it died, what was done about it."""
    with _speaking():
        found = dead_letters.detail(call.obj["context"], id)
    names = ("at", "by", "by_name", "action", "source", "target", "facts")
    found["history"] = [{name: getattr(deed, name) for name in names} for deed in found["history"]]
    typer.echo(_json(found))


def retry(
    call: typer.Context, id: Annotated[str, typer.Argument(help="an event's id, or `all`")], reason: Reason,
    type: Type = "", received: Received = "/",
) -> None:  # fmt: skip
    """Try an event again, or `all` of a type or a time; what waits behind them follows in order."""
    context, by, count = call.obj["context"], call.obj["by"], 1
    with _speaking():
        if id == "all":
            count = dead_letters.retry_all(context, _wanted(context.zone, received, type=type), by, _said(reason))
        else:
            dead_letters.retry(context, id, by, _said(reason))
    typer.echo(RETRIED.format(count))


def skip(call: typer.Context, id: Id, reason: Reason) -> None:
    """Give one event up for ever; what waits behind it goes on."""
    with _speaking():
        dead_letters.skip(call.obj["context"], id, call.obj["by"], _said(reason))
    typer.echo(SKIPPED)


def export(
    call: typer.Context, reason: Reason, id: Annotated[str, typer.Argument(help="an event's id, or `all`")] = "all",
    type: Type = "", received: Received = "/",
) -> None:  # fmt: skip
    """Write dead events to standard output, a JSON line each, with their exact bytes: they may hold personal data."""
    context = call.obj["context"]
    wanted = _wanted(context.zone, received, type=type, id="" if id == "all" else id)
    with _speaking():
        if wanted.id and (state := dead_letters.find(context, id).state) != dead_letters.DEAD:
            raise Conflict("not-dead", state=state)
        for line in dead_letters.export(context, wanted, call.obj["by"], _said(reason)):
            typer.echo(line)


def release(call: typer.Context, position: int, reason: Reason) -> None:
    """Send an own event again that the broker refused (`bus-status` lists them); what waits behind it follows."""
    with _speaking():
        quarantine.release(call.obj["context"], position, call.obj["by"], _said(reason))
    typer.echo(RELEASED)


COMMANDS = {"list": list_, "show": show, "retry": retry, "skip": skip, "export": export, "release": release}


def _opening(service: Service) -> Callable[..., None]:
    def opened(call: typer.Context, by: Annotated[str, typer.Option(help="your name, for the history")] = "") -> None:
        service.open()
        call.obj = {"context": service.context, "by": Actor(f"shell:{by or _user()}", by)}

    return opened


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return str(os.getuid())


def _wanted(zone: ZoneInfo, received: str, **facts: Any) -> Wanted:
    since, _, until = received.partition("/")
    return Wanted(**facts, since=_moment(zone, since), until=_moment(zone, until))


def _moment(zone: ZoneInfo, text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: 2026-11-23T08:00 / 2026-11-23", param_hint="--received") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _said(reason: str) -> str:
    if not reason.strip():
        raise typer.BadParameter("sebutkan alasannya / say why", param_hint="--reason")
    return reason.strip()


@contextmanager
def _speaking() -> Iterator[None]:
    """A refusal is a sentence and an exit code here, not a traceback."""
    try:
        yield
    except Refused as refusal:
        said = (CATALOGUE.text(refusal.code, "detail", tongue, refusal.facts) for tongue in LANGUAGES)
        typer.echo(" / ".join(said), err=True)
        raise typer.Exit(1) from refusal


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=plain)
