"""Gives every route of every service what it does not expect: schemathesis with all its checks, as two identities."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT

from shared.auth.development_issuer import Issuer
from shared.config import ROOT

EXAMPLES = os.environ.get("EXAMPLES", "20")
SEED = os.environ.get("SEED", "1")
AT_ONCE = 2  # runs side by side: a service and its client keep one core busy
OPTIONS = [
    *("--checks", "all", "-n", EXAMPLES, "--seed", SEED, "--continue-on-failure", "--generation-database", "none"),
    *("--wait-for-schema", "60", "--request-timeout", "60", "--no-color", "--warnings", "off"),
    *("--generation-codec", "euc_jis_2004"),  # Latin, Greek, Cyrillic, CJK within and beyond the first plane
    *("--suppress-health-check", "too_slow"),  # of the machine, which is shared
]
STAFF = ("front_officer", "verifier", "head", "complaint_officer", "auditor", "admin", "service")
# Applicants may see only their own things, so the second one tries what the first one made; officers share everything.
RUNS = {"applicants": (("applicant",), True), "officers": (STAFF, False)}
# A rule of the office may refuse what the schema allows (422), a version may have moved (412), a cursor may be none of
# ours (400), heads of a form too long (413).
# That the schema says all it can is watched by our own check in fuzz_hooks. A missing If-Match has a status
# of its own (RFC 6585). Nobody waits for news: the hooks take the parameters for it away.
CONFIG = """
[auth.wfc]
path = "{folder}/wfc.json"
user = "alice"
peers = ["alice", "budi"]
[checks.object_level_authorization]
enabled = {apart}
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "413", "422"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428"]
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "428"]
"""


SHOWN = 20  # of the service's own errors, which say where a 500 came from


def main(names: list[str]) -> int:
    """Fuzz the named services, or all that exist; the exit code is the number of runs that found something."""
    found = sorted(path.parent.name for path in (ROOT / "services").glob("*/main.py"))
    runs = [(name, run) for name in names or found for run in RUNS]
    verdicts = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (name, run), (code, said) in zip(runs, pool.map(fuzz, *zip(*runs, strict=True)), strict=True):
            sys.stdout.write(f"{said}\nfuzz {name:14} as {run:12} {'FAILED' if code else 'ok'}\n")
            sys.stdout.flush()
            verdicts[name, run] = code
    for (name, run), code in verdicts.items():
        sys.stdout.write(f"fuzz {name:14} as {run:12} {'FAILED' if code else 'ok'}\n")
    return sum(code != 0 for code in verdicts.values())


def fuzz(name: str, run: str) -> tuple[int, str]:
    """Start the service alone on fresh data, give it to schemathesis; 0 when every check holds, and what it said."""
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as folder, served(name, Path(folder)) as address:
        prepare(Path(folder), run, address)
        tool = shutil.which("schemathesis", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        where = ["--config-file", f"{folder}/schemathesis.toml", "run", f"{address}/openapi.json", "--url", address]
        hooks = {"SCHEMATHESIS_HOOKS": "tests.fuzz_hooks", "PYTHONPATH": str(ROOT)}
        command = [tool, *where, *OPTIONS]
        played = subprocess.run(command, cwd=folder, env=os.environ | hooks, stdout=PIPE, stderr=STDOUT, text=True)
    return played.returncode, played.stdout


def prepare(folder: Path, run: str, address: str) -> None:
    """Two identities with the roles of the run, and the configuration that names them."""
    roles, apart = RUNS[run]
    issuer = Issuer(folder / "keys", f"{address}/dev", "uttp")
    tokens = {name: issuer.token(f"fuzz-{name}", *roles, name=name) for name in ("alice", "budi")}
    headers = {name: [{"name": "Authorization", "value": f"Bearer {token}"}] for name, token in tokens.items()}
    document = {"auth": [{"name": name, "fixedHeaders": headers[name]} for name in headers]}
    (folder / "wfc.json").write_text(json.dumps(document))
    (folder / "schemathesis.toml").write_text(CONFIG.format(folder=folder, apart=str(apart).lower()))


@contextmanager
def served(name: str, var: Path) -> Iterator[str]:
    """The service alone, others away, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    address = f"http://{listen}"
    own = {"VAR_DIR": str(var), "LISTEN": listen, "PUBLIC_URL": address, "PYTHONPATH": str(ROOT)}
    own |= {"RATE_LIMITS": "all=1000000/minute"}
    base = [sys.executable, "-m", f"services.{name}.main"]
    subprocess.run([*base, "migrate"], cwd=ROOT, env=os.environ | own, check=True, stdout=subprocess.DEVNULL)
    with (
        (var / "web.log").open("w") as log,
        subprocess.Popen([*base, "web"], cwd=ROOT, env=os.environ | own, stdout=log, stderr=log) as web,
    ):
        try:
            yield address
        finally:
            web.send_signal(signal.SIGTERM)
            errors = [line for line in (var / "web.log").read_text().splitlines() if '"level": "error"' in line]
            sys.stdout.writelines(f"{line}\n" for line in errors[:SHOWN])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
