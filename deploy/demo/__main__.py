"""`make demo`: finds the running office or starts one of its own, tells the stories, and fails if anything differs."""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from deploy.demo.complaint import Story as Complaint
from deploy.demo.instrument import Story as Instrument
from deploy.demo.market import Story as Market
from deploy.demo.stage import Stage
from deploy.http_client import Office
from deploy.local import composition, people, preflight
from shared import clock
from shared.config import Settings, environment, path
from shared.office.profile import Profile

ABOUT = (
    "Memainkan kisah sebuah timbangan, pasar, dan pengaduan melalui HTTP, lalu memeriksa hasilnya; gagal bila ada yang "
    "berbeda. / Plays the stories of a scale, a market and a complaint over HTTP and checks what comes out."
)
BASE = (
    "alamat kantor yang berjalan (atau BASE_URL); tanpa itu dicari di port 8000, lalu dimulai satu sendiri / "
    "address of a running office (or BASE_URL); without it the one on port 8000, or else one is started"
)
USUAL = "http://127.0.0.1:8000"
READY = 120.0
TAIL = 40  # lines of the office's own log that are shown when a story breaks off
FOUND = "Memakai kantor yang berjalan di {0}. / Using the office that runs at {0}."
STARTING = "Belum ada kantor yang berjalan; memulai satu di {0}. / No office is running; starting one at {0}."
FAILED = "Kantor tidak dapat dimulai. / The office could not be started."


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description=ABOUT)
    parser.add_argument("--base", metavar="URL", help=BASE)
    given = parser.parse_args().base or environment().get("BASE_URL", "")
    settings, console = Settings.of_tool("demo"), Console(width=None if sys.stdout.isatty() else 150)
    zone = ZoneInfo(Profile(path(settings.profile_dir)).document("agency")["zone"])
    with running(settings.var, console, given.rstrip("/")) as office:
        shutil.rmtree(settings.var / "demo", ignore_errors=True)
        stage = Stage(office, clock.today(zone), settings.var / "demo", console)
        instrument = Instrument(stage)
        instrument.tell()
        Market(stage).tell()
        Complaint(stage, instrument.papers[instrument.scale]).tell()
    stage.close()
    sys.exit(1 if stage.differing else 0)


@contextmanager
def running(var: Path, console: Console, given: str) -> Iterator[Office]:
    """The office at the address given; or the one that runs here with our keys; or one for as long as the story."""
    if given or knows_us(office_at(USUAL, var)):
        console.print(FOUND.format(given or USUAL))
        yield office_at(given or USUAL, var)
        return
    with tempfile.TemporaryDirectory(prefix="uttp-demo-") as own:
        port = preflight.free_port()
        url = f"http://{preflight.HOST}:{port}"
        console.print(STARTING.format(url))
        with _started(Path(own), port):
            yield office_at(url, Path(own))


@contextmanager
def _started(var: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "deploy.uttp", "run", "--var", str(var), "--port", str(port), "--no-office"]
    log = (var / "run.log").open("w+")
    with log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _await(office_at(f"http://{preflight.HOST}:{port}", var), process, var / "run.log")
            yield
        except Exception:
            sys.stderr.write("".join((var / "run.log").read_text().splitlines(keepends=True)[-TAIL:]))
            raise
        finally:
            process.terminate()


def _await(office: Office, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + READY
    while not all(_answers(office.url(f"/{name}/readyz")) for name in composition.NAMES):
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"{FAILED}\n{log.read_text()}")
        time.sleep(0.1)


def office_at(url: str, var: Path) -> Office:
    bases = {name: f"{url}/{name}" for name in composition.NAMES}
    return Office({"": url, **bases}, people.tokens(var / "keys"))


def knows_us(office: Office) -> bool:
    """Whether an office runs there that honours the tokens of this folder."""
    try:
        office.person("front_officer").get("/intake/v1/applications?limit=1")
    except Exception:  # nobody there, somebody else there, or no tokens here: then it is not ours
        return False
    return True


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
