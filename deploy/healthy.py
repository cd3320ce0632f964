"""Exits 0 when the web process of this container answers; slim images have no curl."""

import sys
import urllib.request

from shared.config import Settings


def main(where: str = "/readyz") -> None:
    port = Settings.from_env("health").listen.rsplit(":", 1)[1]
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}{where}", timeout=4).close()
    except OSError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main(*sys.argv[1:])
