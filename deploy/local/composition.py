"""The embedded composition: all services in one web process behind one port, and their loops in one bus process."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from deploy.gateway import start
from deploy.services import NAMES
from shared.bus import Bus
from shared.cli.commands import run_until_stopped
from shared.config import Settings
from shared.observe import json_logging
from shared.process import stopping
from shared.production import unsafe_settings
from shared.service import Service

# Everybody may check a paper by the code on it, so this path is short and stays at the root.
PUBLIC = "/v/"
PUBLIC_SERVICE = "certificates"
SLASHES = re.compile("/{2,}")
Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]


def present() -> tuple[str, ...]:
    """The services that this image carries: one image may hold a single one."""
    return tuple(name for name in NAMES if find_spec(f"services.{name}") and find_spec(f"services.{name}.main"))


def service(name: str) -> Service:
    return import_module(f"services.{name}.main").service


def peers(base: str) -> str:
    """PEERS of the embedded composition: every service below one address."""
    return ",".join(f"{name}={base}/{name}" for name in NAMES)


def wsgi() -> Application:
    """The application for gunicorn: each service below its name, the start page at the root."""
    json_logging.start("web")
    stopping.watch()
    with unsafe_settings.booting():
        services = [service(name).open() for name in present()]
    apps = {f"/{one.name}": one.app() for one in services}
    return _gateway(DispatcherMiddleware(start.create_app(Settings.from_env("front")), apps), apps)


def _gateway(dispatch: Application, apps: dict[str, Application]) -> Application:
    """What a gateway in front of four containers does."""
    public = apps.get(f"/{PUBLIC_SERVICE}", dispatch)

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"] = normal(environ.get("PATH_INFO", ""))
        return (public if path.startswith(PUBLIC) and path != PUBLIC else dispatch)(environ, start_response)

    return answer


def normal(path: str) -> str:
    """One spelling for each path (RFC 3986, 6.2.2.3), as nginx makes it, before anything is matched."""
    kept: list[str] = []
    for part in SLASHES.sub("/", path).removeprefix("/").split("/"):
        kept = kept[:-1] if part == ".." else kept if part == "." else [*kept, part]
    open_ended = path.endswith(("/.", "/.."))
    return "/" + "/".join([*kept, ""] if open_ended and kept else kept)


def main() -> None:
    """The bus process of all services."""
    json_logging.start("bus")
    run_until_stopped([Bus(service(name).open()) for name in present()])


if __name__ == "__main__":
    main()
