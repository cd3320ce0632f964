"""Makes the project's own Python environment from a lock file, and says in one sentence what is in the way.

Runs before anything is installed, on whatever `python3` the machine has: standard library and old syntax only.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (3, 11)
TOO_OLD = (
    "Diperlukan Python {0} atau lebih baru, yang ada {1}. / Python {0} or newer is needed, this is {1}. "
    "Bila ada yang lain / if you have another: make PYTHON=python3.12 …"
)
NO_VENV = (
    "Modul venv/ensurepip belum terpasang: apt install python3-venv. / "
    "The venv/ensurepip module is missing: apt install python3-venv."
)
READ_ONLY = "Folder {0} tidak dapat ditulisi. / The folder {0} cannot be written to."
NOT_INSTALLED = (
    "Pemasangan paket gagal; periksa sambungan internet, lalu ulangi. / "
    "Installing the packages failed; check the network, then try again.\n  {0}"
)
INSTALLING = "Memasang {0} paket ke {1}, sekali saja. / Installing {0} packages into {1}, just once."


class Hindered(Exception):
    """Why there can be no environment, in a sentence for whoever typed the command."""


def check(version, folder, has=importlib.util.find_spec):
    """Raise Hindered when this Python or this folder cannot do it."""
    if version < NEEDED:
        raise Hindered(TOO_OLD.format(_dotted(NEEDED), _dotted(version)))
    if not (has("venv") and has("ensurepip")):
        raise Hindered(NO_VENV)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise Hindered(READ_ONLY.format(folder)) from fault


def stamp(lock, version=sys.version_info):
    """What the environment must have been made from to be left alone."""
    return hashlib.sha256(lock.read_bytes()).hexdigest() + " python " + _dotted(version[:2])


def make(folder, lock):
    """The environment in `folder` with what `lock` says; returns at once when it is there already."""
    mark = folder / (lock.name + ".stamp")
    if _works(folder) and mark.exists() and mark.read_text() == stamp(lock):
        return
    check(sys.version_info[:2], folder)
    if not (_works(folder) and list(folder.glob("*.stamp"))):
        _new(folder)
    _install(folder, lock)
    mark.write_text(stamp(lock))


def _new(folder):
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, check=False)
    if made.returncode:
        raise Hindered(NO_VENV)


def _install(folder, lock):
    total = sum("==" in line for line in lock.read_text().splitlines())
    sys.stderr.write(INSTALLING.format(total, folder.name) + "\n")
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", str(lock)]
    quiet = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--no-warn-script-location"]
    with subprocess.Popen(pip + quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        last = _follow(running.stdout, total)
    if running.returncode:
        raise Hindered(NOT_INSTALLED.format(last))


def _follow(lines, total):
    """Count the packages on a terminal while they come; the last line that says why, if one does."""
    done, last = 0, ""
    for line in lines:
        done += line.startswith(("Collecting", "Requirement already", "Ignoring"))
        last = line.strip() if line.startswith("ERROR") or not last.startswith("ERROR") else last
        if sys.stderr.isatty():
            sys.stderr.write(f"\r  {min(done, total)}/{total} ")
    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 20 + "\r")
    return last


def _works(folder):
    python = folder / "bin" / "python"
    return python.exists() and not subprocess.run([str(python), "-c", ""], check=False).returncode


def _dotted(version):
    return ".".join(str(part) for part in version)


def main(arguments):
    try:
        make(ROOT / ".venv", ROOT / (arguments or ["requirements.lock"])[0])
    except Hindered as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main(sys.argv[1:])
