"""A guard looks at contents: each unsafe setting alone keeps production from starting, the safe ones let it start."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from deploy.local import composition
from services.certificates.adapters.unsafe_signers import UNSAFE
from shared.auth import pseudonyms
from shared.auth.pseudonyms import Pseudonyms
from shared.config import ROOT, SETTINGS, Settings, Unfit
from shared.production import file_access, setting_contents, unsafe_environment, unsafe_settings
from shared.production.unsafe_files import FILES
from shared.production.unsafe_settings import COMMON
from tests.deploy import safe
from tests.deploy.spoilt import ALONE, GOOD_KEY, SPOILS, database, office_key, values

DEMO = "demo-office"
ROWS = [(name, at) for name, ways in SPOILS.items() for at in range(len(ways))]


STEERED = {"FLASK_DEBUG", "PGHOST", "PGSSLMODE", "PYTHONPATH", "GUNICORN_CMD_ARGS", "LD_PRELOAD", "SSLKEYLOGFILE"}
STEERED |= {"HTTPS_PROXY", "SSL_CERT_FILE"}


def steering() -> set[str]:
    """What this machine itself has set of the names that the table looks at."""
    env = unsafe_environment
    families = (env.INTERPRETER, env.SERVER, env.LOADER, env.DATABASE, env.ENCRYPTION, env.CALLS)
    return {*env.LEADING, *env.DEBUGGING, *env.TRUSTED} | {name for one in families for name in env.members(one)}


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for setting in SETTINGS:
        for name in (setting.name, f"UTTP_{setting.name}", f"{setting.name}_FILE"):
            monkeypatch.delenv(name, raising=False)
    for name in steering():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(unsafe_environment, "CONTAINERS", ())


def found(monkeypatch: Any, changes: dict[str, str], service: str = "certificates") -> set[str]:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    own = [UNSAFE] if service == "certificates" else []
    return set(unsafe_settings.faults(Settings.from_env(service), own))


def test_every_row_of_the_tables_is_spoilt_here():
    assert set(SPOILS) == COMMON.checks.keys() | UNSAFE.checks.keys()


@pytest.mark.parametrize("service", [*composition.NAMES, "front"])
def test_the_safe_settings_let_every_service_start(service, tmp_path, monkeypatch):
    assert found(monkeypatch, safe.settings(tmp_path), service) == set()


INNOCENT = [
    values(
        PEERS="intake=http://intake:8000,testing=http://127.1:1,certificates=https://tera.mubakab.go.id/certificates"
    ),
    values(SCANNER="clamd://clamav:3310"),
    values(SCANNER="clamd://127.0.0.1:3310"),
    values(SCANNER="clamd:///run/clamav/clamd.ctl"),
    values(LISTEN="10.1.2.3:8000"),
    values(LISTEN="localhost:8000"),
    values(PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="1", PGTZ="UTC", SSL_CERT_FILE="", PYTHON_VERSION="3.11"),
    *(
        values(RATE_LIMITS=text)
        for text in (
            "read.caller=5/minute",
            " all=1/day ",
            "code.pair=20/15 minute",
            "public-write=100/minute;600/hour",
        )
    ),
    values(PUBLIC_URL="https://mubakab.go.id/tera"),
    values(DATABASE_URL=f"postgresql://intake:{safe.PASSWORD}@intake-db:5432/intake"),
    values(BUS_URL=f"amqp://intake:{safe.PASSWORD}@broker:5672/%2F"),
    values(PUBLIC_URL="https://tera.mubakab.go.id."),
    office_key(f"{GOOD_KEY}\noffice-{GOOD_KEY[:6:-1]}\n"),
    database("sqlite:///{0}?x=1", 0o600),
]


@pytest.mark.parametrize("way", range(len(INNOCENT)))
def test_what_only_looks_like_an_unsafe_setting_lets_production_start(way, tmp_path, monkeypatch):
    assert found(monkeypatch, safe.settings(tmp_path) | INNOCENT[way](tmp_path)) == set()


def test_what_belongs_to_another_account_is_named_wherever_it_lies(tmp_path, monkeypatch):
    changes = safe.settings(tmp_path) | values(DATABASE_URL=f"sqlite:///{tmp_path}/own/x.db")(tmp_path)
    changes |= {"OFFICE_KEY_FILE": str(tmp_path / "own" / "office.key")}
    changes |= {"SIGNER_SECRET": "", "SIGNER_SECRET_FILE": str(tmp_path / "own" / "secret")}
    for name in ("own/x.db", "own/office.key", "own/secret", "keys/x.data.key", "files/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        safe.write(tmp_path / name, safe.SECRET if name == "own/secret" else GOOD_KEY)
    (tmp_path / "files").chmod(0o700)
    assert found(monkeypatch, changes) == set()

    monkeypatch.setattr(file_access, "trusted", lambda: {54321})
    # The others lie in VAR_DIR's own folders, and this database asks for no certificate.
    guarded = {name for name in [*FILES, "signer-open"] if not name.endswith(("-folder", "-certificates"))}

    assert found(monkeypatch, changes) == guarded


def test_in_a_container_the_proxy_alone_reaches_every_address(tmp_path, monkeypatch):
    monkeypatch.setattr(unsafe_environment, "CONTAINERS", (str(tmp_path),))

    assert found(monkeypatch, safe.settings(tmp_path) | {"LISTEN": "0.0.0.0:8000"}) == set()
    assert found(monkeypatch, {"LISTEN": "8.8.8.8:8000"}) == {"reached-past-the-proxy"}


def test_an_office_key_that_was_made_on_trial_serves_no_production(tmp_path):
    Pseudonyms().open(tmp_path / "trial.key")
    pseudonyms.ensure(tmp_path / "own.key")

    assert setting_contents.weak_secrets(tmp_path / "trial.key")
    assert not setting_contents.weak_secrets(tmp_path / "own.key")


@pytest.mark.parametrize(("name", "way"), ROWS)
def test_each_unsafe_setting_alone_keeps_production_from_starting(name, way, tmp_path, monkeypatch):
    changes = safe.settings(tmp_path / "var")
    changes |= SPOILS[name][way](tmp_path / "var")

    seen = found(monkeypatch, changes)

    assert name in seen
    assert seen <= {name} | ALONE.get(name, set())
    with pytest.raises(Unfit) as refused:
        unsafe_settings.refuse(Settings.from_env("certificates"), [UNSAFE])
    assert refused.value.code == 2


@pytest.mark.parametrize("rows", [COMMON, UNSAFE], ids=["common", "signer"])
def test_every_row_has_its_setting_its_sentence_and_its_remedy_in_both_languages(rows):
    words = tomllib.loads(rows.words.read_text())
    known = {setting.name for setting in SETTINGS} | STEERED

    assert words.keys() - {DEMO} == rows.checks.keys()
    assert [key for key, one in words.items() if one["setting"] not in known] == []
    assert all(
        one[part][tongue] for one in words.values() for part in ("sentence", "remedy") for tongue in ("id", "en")
    )


def test_all_faults_are_named_at_once_and_development_is_not_asked(tmp_path, monkeypatch, capsys):
    changes = safe.settings(tmp_path) | {"CRASH_AT": "x", "PROXY_HOPS": "99", "SIGNER": "local"}
    for name, value in changes.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Unfit):
        unsafe_settings.refuse(Settings.from_env("certificates"), [UNSAFE])
    said = capsys.readouterr().err
    assert all(f"certificates: {name}: " in said for name in ("CRASH_AT", "PROXY_HOPS", "SIGNER"))

    monkeypatch.setenv("MODE", "development")
    unsafe_settings.refuse(Settings.from_env("certificates"), [UNSAFE])


def test_a_database_with_the_demo_office_serves_no_production(tmp_path, opened, monkeypatch):
    service = opened("testing")
    url = service.settings.database_url
    with service.store.transaction():
        service.context.Marker.create(name="demo")
    changes = {**safe.settings(tmp_path / "production"), "DATABASE_URL": url}
    for name, value in changes.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Unfit, match="demo office"):
        service.open()


def test_what_docker_mounts_is_nobody_elses(tmp_path):
    assert Path("/run/secrets") == file_access.MOUNTED
    assert not file_access.exposed(tmp_path / "missing")


COMMANDS = [
    *(["services.intake.main", command] for command in ("web", "bus", "migrate", "prepare")),
    ["deploy.gateway.start"],
    ["deploy.local.composition"],
    ["deploy.uttp", "run", "--port", "0"],
    ["deploy.uttp", "config", "check"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_process_refuses_by_itself_with_code_2(command, tmp_path):
    env = {**os.environ, "UTTP_MODE": "production", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", *command], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 2
    assert all(name in done.stdout + done.stderr for name in ("TOKEN_ISSUER", "JWKS_FILE", "PUBLIC_URL"))


@pytest.mark.parametrize(
    "target", ["services.intake.main:wsgi()", "deploy.gateway.start:wsgi()", "deploy.local.composition:wsgi()"]
)
def test_a_server_started_past_the_command_stops_instead_of_trying_for_ever(target, tmp_path):
    env = {**os.environ, "UTTP_MODE": "production", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:0", target]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert done.returncode == unsafe_settings.WORKER_BOOT_ERROR
    assert "TOKEN_ISSUER" in done.stderr
