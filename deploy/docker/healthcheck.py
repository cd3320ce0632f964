"""Exits 0 when the process of this container is well: the web process answers, the bus process works on events."""

import sys
import time
import urllib.request

from shared.config import Settings

SILENT = 60.0  # seconds; a single event is not worked on for longer


def main(where: str = "/readyz", service: str = "") -> None:
    """`where`: an address that must answer (slim images have no curl), or `bus` with the name of its service."""
    try:
        _bus(service) if where == "bus" else _web(where)
    except OSError as fault:
        sys.exit(str(fault))


def _web(where: str) -> None:
    port = Settings.of_tool("health").listen.rsplit(":", 1)[1]
    urllib.request.urlopen(f"http://127.0.0.1:{port}{where}", timeout=4).close()


def _bus(service: str) -> None:
    silent = time.time() - Settings.from_env(service).alive.stat().st_mtime
    if silent > SILENT:
        sys.exit(f"no sign of life for {silent:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
