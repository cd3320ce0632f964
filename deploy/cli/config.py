"""`uttp config`: whether production would start with the settings as they stand."""

from collections.abc import Sequence

import typer

from deploy.local import composition, preflight
from shared.config import Settings
from shared.production import unsafe_settings

SAFE = "Tidak ada yang menghalangi MODE=production. / Nothing stands against MODE=production."
app = typer.Typer(no_args_is_help=True, help="The settings as they stand.")


@app.command("check")
def check_command() -> None:
    """List what production refuses, whatever the mode is now; exits 2 when there is anything."""
    names = composition.present() or ("front",)
    found: dict[str, list[str]] = {}
    for name in names:
        for sentence in faults(Settings.from_env(name)):
            found.setdefault(sentence, []).append(name)
    typer.echo("\n".join(f"{', '.join(of)}: {sentence}" for sentence, of in found.items()) or SAFE)
    raise typer.Exit(2 if found else 0)


@app.callback()
def about() -> None:
    """The settings as they stand."""


def check(settings: Sequence[Settings]) -> None:
    """Raise Hindered with every sentence that stands against these settings in production."""
    preflight.check_settings(settings, {one.service: composition.service(one.service).unsafe for one in settings})


def faults(settings: Settings) -> list[str]:
    """The sentences for one service, or for the start page."""
    own = composition.service(settings.service).unsafe if settings.service in composition.NAMES else ()
    return list(unsafe_settings.faults(settings, own).values())
