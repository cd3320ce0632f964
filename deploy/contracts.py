"""Writes `contracts/` from the services' declarations, and what names each service in the Compose file and gateway."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy import access_matrix
from deploy.docker import compose_file
from deploy.local import composition
from shared.config import ROOT, Settings
from shared.events import messages
from shared.http.docs import document
from shared.lifecycle import Lifecycle
from shared.service import Service

FOLDER = ROOT / "contracts"
# The documents are the same whoever writes them, whatever his settings.
FIXED = {"public_url": "http://127.0.0.1:8000", "database_url": "", "bus_url": "", "peers": "", "signer": "local"}
STALE = "Tidak sesuai dengan kode: {0}. Jalankan make contracts. / Not as the code says: {0}. Run make contracts."
HEADING = """# Life cycles

Generated from the tables of moves; `make contracts` writes it anew. A move that is not in a table is refused with 409.
"""


def main(arguments: list[str]) -> None:
    """Write the folder, or with `--check` only say what is not as it would be written."""
    wanted, named = dict(documents()), dict(compose_file.documents())
    stale = [*differing(wanted), *(name for name, text in named.items() if (ROOT / name).read_text() != text)]
    if "--check" not in arguments:
        _write(wanted)
        for name, text in named.items():
            (ROOT / name).write_text(text)
    elif stale:
        sys.exit(STALE.format(", ".join(stale)))


def documents() -> Iterator[tuple[str, str]]:
    """(file name, text) of everything the folder holds."""
    tables, doors, bodies = [HEADING], [access_matrix.HEADING], [access_matrix.BODIES]
    with tempfile.TemporaryDirectory() as var:
        for name in composition.NAMES:
            service = composition.service(name).open(Settings.from_env(name, var_dir=var, **FIXED))
            yield f"{name}.openapi.json", _json(document(service.app()))
            yield f"{name}.asyncapi.json", _json(messages.asyncapi(service))
            tables += _lifecycles(service)
            doors += access_matrix.doors(service)
            bodies += access_matrix.bodies(service)
            service.store.close()
    yield "lifecycles.md", "\n".join(tables)
    yield "access.csv", "\n".join([*doors, ""])
    yield "fields.csv", "\n".join([*bodies, ""])


def differing(wanted: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Names of files that are missing, different, or nobody's."""
    there = {file.name: file.read_text() for file in folder.glob("*.*") if file.is_file()}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def _write(wanted: dict[str, str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in differing(wanted):
        file = FOLDER / name
        if name in wanted:
            file.write_text(wanted[name])
        else:
            file.unlink()


def _lifecycles(service: Service) -> Iterator[str]:
    for thing, lifecycle in service.lifecycles.items():
        yield f"## {service.name}: {thing}\n\n```mermaid\n{lifecycle.mermaid()}\n```\n\n{_table(lifecycle)}\n"


def _table(lifecycle: Lifecycle) -> str:
    rows = [f"| {source} | {action} | {target} |" for source, action, target in lifecycle.moves]
    return "\n".join(["| from | action | to |", "|---|---|---|", *rows])


def _json(made: dict) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
