"""Makes the fixture of `test_upgrade_from_first_release.py` anew, by the code of the release that is upgraded from.

By hand, and only when the story changes: `python -m tests.upgrade.make OLD`, where OLD is a checkout of that release
(5400732) with its own `.venv`. It takes a minute for each database and is written into `tests/upgrade/<database>`.
"""

import base64
import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATABASES = ("sqlite", "postgresql")
SMALL = 20_000  # bytes; signed papers are larger and stay out: their digests stand in the database
PATIENCE = 600


def made(old: Path, kind: str) -> None:
    """One fixture: the old code plays in the old checkout and writes it."""
    environment = {**os.environ, "PYTHONPATH": str(old), "TEST_DATABASE": kind}
    command = [old / ".venv/bin/python", __file__, "--play", HERE / kind]
    subprocess.run(command, cwd=old, env=environment, check=True, timeout=PATIENCE)


def play(target: Path) -> None:
    """In the old checkout: live, ask, and write down databases, keys, small files and answers."""
    import answers
    import old_office

    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        office = old_office.OldOffice(Path(folder))
        office.live()
        with office.on(old_office.LAST):
            said = answers.all_of(office.speak, office.kept)
        for name, service in office.services.items():
            written(target / f"{name}.sql.xz", dump(service).encode())
            service.store.close()
        office_facts = {
            "at": old_office.LAST.isoformat(),
            "keys": files(Path(folder), "keys"),
            "files": files(Path(folder), "files"),
            "answers": said,
            **office.kept,
        }
    written(target / "office.json.xz", json.dumps(office_facts, ensure_ascii=False).encode())


def dump(service: Any) -> str:
    """The whole database as SQL."""
    store = service.store
    if store.is_sqlite:
        with sqlite3.connect(store.database.database) as database:
            return "\n".join(database.iterdump())
    from tests.live.servers import postgres_bin

    tool = [f"{postgres_bin()}/pg_dump", "--inserts", "--no-owner", "--no-privileges"]
    text = subprocess.run([*tool, service.settings.database_url], capture_output=True, check=True, text=True).stdout
    return "\n".join(line for line in text.splitlines() if not line.startswith(("--", "\\"))) + "\n"


def files(var: Path, top: str) -> dict[str, str]:
    """Small files below a folder, in base64, by their path below it."""
    found = (file for file in sorted((var / top).rglob("*")) if file.is_file() and file.stat().st_size < SMALL)
    return {file.relative_to(var).as_posix(): base64.b64encode(file.read_bytes()).decode() for file in found}


def written(file: Path, content: bytes) -> None:
    file.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def main() -> None:
    if sys.argv[1] == "--play":
        play(Path(sys.argv[2]))
        return
    for kind in DATABASES:
        made(Path(sys.argv[1]).resolve(), kind)


if __name__ == "__main__":
    main()
