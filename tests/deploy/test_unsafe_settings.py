"""A guard looks at contents: each unsafe setting alone keeps production from starting, the safe ones let it start."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy import composition, people
from services.certificates.adapters.keys import TRIAL
from services.certificates.adapters.unsafe import UNSAFE
from shared import contents, pseudonyms, rates, unsafe_settings
from shared.config import ROOT, SETTINGS, Settings, Unfit
from shared.keys import Issuer
from shared.pseudonyms import Pseudonyms
from shared.unsafe_settings import COMMON
from tests.deploy import safe

DEMO = "demo-office"
Spoil = Callable[[Path], dict[str, str]]


def _with(**changes: str) -> Spoil:
    """Other values, the same files."""
    return lambda folder: {name: value.replace("{folder}", str(folder)) for name, value in changes.items()}


def _file(name: str, content: Any = None, mode: int = 0o600) -> Spoil:
    """The same values, but this file holds something else, or is gone, or has another mode."""

    def spoil(folder: Path) -> dict[str, str]:
        file = folder / name
        if content is None:
            file.chmod(mode)
        elif content == "":
            file.unlink()
        else:
            file.parent.mkdir(exist_ok=True)
            safe.write(file, content() if callable(content) else content, mode)
        return {}

    return spoil


def _folder(place: str, mode: int) -> Spoil:
    """Others can put files where these lie."""

    def spoil(folder: Path) -> dict[str, str]:
        (folder / place).chmod(mode)
        return {}

    return spoil


def _renamed(folder: Path) -> dict[str, str]:
    """The development issuer's key under an honest-looking name."""
    Issuer(folder / "keys-of-development", people.ISSUER, "uttp")
    known = folder / "keys-of-development"
    [key] = json.loads((known / "jwks.json").read_text())["keys"]
    safe.write(folder / "keys" / "issuer.pem", (known / "issuer.pem").read_bytes())
    safe.write(folder / "keys" / "jwks.json", (known / "jwks.json").read_bytes(), 0o644)
    safe.write(folder / "renamed.json", json.dumps({"keys": [{**key, "kid": "mubakab-1"}]}), 0o644)
    return {"JWKS_FILE": str(folder / "renamed.json")}


def _key_set(**parts: Any) -> Callable[[], str]:
    return lambda: json.dumps({"keys": [{**safe.public("mubakab-1"), **parts}]})


def _office_key(content: str, mode: int = 0o600) -> Spoil:
    """The key of the pseudonyms outside the folder of keys, whose modes another row watches."""

    def spoil(folder: Path) -> dict[str, str]:
        safe.write(folder / "office.key", content, mode)
        return {"OFFICE_KEY_FILE": str(folder / "office.key")}

    return spoil


def _weakly_locked(secret: str) -> Spoil:
    """The signer's key under another secret."""

    def spoil(folder: Path) -> dict[str, str]:
        safe.write(folder / "signer.p12", safe.signer("PSrE Contoh", secret=secret))
        return {"SIGNER_SECRET": secret}

    return spoil


def _database(address: str, mode: int = 0o644) -> Spoil:
    """A database file that others can read, under one of the addresses that open it."""
    return lambda folder: {
        **_file("intake.db", "x", mode)(folder),
        "DATABASE_URL": address.format(folder / "intake.db"),
    }


GOOD_KEY = "office-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LOOPBACKS = (
    *("127.0.0.1", "localhost.", "LOCALHOST", "127.1", "2130706433", "0x7f.0.0.1", "017700000001", "127.0.0.1."),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "0", "localhost.localdomain", "a.localhost.", "%6cocalhost"),
    *("ip6-loopback", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021"),
)
FOREIGN = ("tera.mubakab.go.id", "10.0.0.7", "134744072", "8.8", "[2001:db8::1]", "intake.")
JWKS, TOKEN, LIST = "keys/jwks.json", "keys/feed.token", "access/revoked.json"
DB, BUS = "postgresql://{0}@db.mubakab.go.id/intake?sslmode=require", "amqp://{0}@broker/%2F"
LABELLED = "u:development-ZkX39fPq2LmZ7wTb"
SPOILS: dict[str, list[Spoil]] = {
    "issuer-not-https": [
        _with(TOKEN_ISSUER=wrong)
        for wrong in (people.ISSUER, "", "http://id.example", "https://localhost/x", "https://tera.mubakab.go.id/dev")
    ],
    "no-issuer-keys": [_file(JWKS, ""), _file(JWKS, "{}", 0o644), _file(JWKS, "no json", 0o644)],
    "development-keys": [_file(JWKS, _key_set(kid="development"), 0o644), _renamed],
    "private-keys": [_file(JWKS, _key_set(d="AQAB"), 0o644), _file(JWKS, _key_set(kty="oct", k="AQAB"), 0o644)],
    "keys-writable": [_file(JWKS, mode=0o666), _file(JWKS, mode=0o664)],
    "keys-not-https": [
        _with(JWKS_URL="http://id.example/jwks"),
        _with(JWKS_URL="https://[::1"),
        *(_with(JWKS_URL=f"https://{host}/jwks") for host in LOOPBACKS),
    ],
    "address-not-https": [
        _with(PUBLIC_URL=wrong)
        for wrong in (
            "http://127.0.0.1:8000",
            "http://tera.go.id",
            "https://localhost",
            "https://[::1]",
            "https://0.0.0.0",
            *(f"https://{host}" for host in LOOPBACKS),
        )
    ],
    "address-not-public": [
        _with(PUBLIC_URL=f"https://{host}")
        for host in ("10.0.0.7", "192.168.1.1", "172.16.0.1", "[fd00::1]", "169.254.1.1", "0xa.1")
    ],
    "address-not-bare": [
        _with(PUBLIC_URL=f"https://{rest}")
        for rest in ("a.go.id/", "a.go.id/tera/", "a.go.id?x=1", "a.go.id#x", "u:p@a.go.id", "a.go.id//x")
    ],
    "no-hops": [_with(PROXY_HOPS="0"), _with(PROXY_HOPS="")],
    "too-many-hops": [_with(PROXY_HOPS="99"), _with(PROXY_HOPS="4")],
    "crash-point": [_with(CRASH_AT="before_commit")],
    "debugging": [_with(FLASK_DEBUG="1"), _with(PYTHONDEVMODE="1")],
    "no-feed-token": [
        _file(TOKEN, ""),
        _file(TOKEN, "no token"),
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "mubakab-1", exp=1_700_000_000)),
    ],
    "powerful-feed-token": [
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "mubakab-1", roles=["service", "admin"])),
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "mubakab-1", roles=["head"])),
    ],
    "foreign-feed-token": [
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "development")),
        _file(TOKEN, lambda: safe.token(people.ISSUER, "mubakab-1")),
    ],
    "open-feed-token": [_file(TOKEN, mode=0o644), _file(TOKEN, mode=0o640)],
    "weak-database-password": [
        _with(DATABASE_URL=DB.format(login))
        for login in (
            "intake",
            "intake:",
            "intake:intake",
            "postgres:postgres",
            "u:password",
            "u:development-" + "x" * 20,
        )
    ]
    + [_with(DATABASE_URL=f"{scheme}://intake:intake@db/intake") for scheme in ("POSTGRESQL", "pg")],
    "open-database": [
        _database(address) for address in ("sqlite:///{0}", "sqlite:///{0}?x=1", "sqlite:///{0}#x", "SQLITE:///{0}")
    ],
    "weak-broker-login": [
        _with(BUS_URL=BUS.format(login)) for login in ("guest:guest", "intake:intake", "intake", "u:kurang")
    ],
    "broker-in-clear": [
        _with(BUS_URL=f"amqp://intake:{safe.PASSWORD}@{host}/%2F") for host in FOREIGN if host != "intake."
    ],
    "database-in-clear": [
        _with(DATABASE_URL=f"postgresql://intake:{safe.PASSWORD}@{host}/intake{more}")
        for host in FOREIGN[:2]
        for more in ("", "?sslmode=prefer", "?sslmode=disable", "?connect_timeout=3")
    ],
    "database-elsewhere": [_with(**{name: "10.0.0.7"}) for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE")],
    "open-folders": [_folder(place, mode) for place in (".", "keys", "access") for mode in (0o777, 0o775, 0o1777)],
    "open-keys": [_file("keys/intake.data.key", "x", 0o644), _file("keys/signer.key", "x", 0o640)],
    "open-office-key": [_office_key(GOOD_KEY, mode) for mode in (0o666, 0o644, 0o640)],
    "weak-office-key": [
        _office_key(content)
        for content in (
            *("", "\n", "x" * 64, "0123456789abcdef" * 4, "ab" * 32, GOOD_KEY[:38], f"{GOOD_KEY}\n{GOOD_KEY}"),
            *(f"development-{GOOD_KEY}", f"{GOOD_KEY}\n{'0' * 64}", GOOD_KEY.removeprefix("office-")),
            *(f"office-{'0123456789abcdef' * 4}", f"{GOOD_KEY}\n{GOOD_KEY.removeprefix('office-')}"),
        )
    ],
    "peers-in-clear": [_with(PEERS=f"testing=http://testing:8000,intake=http://{host}:8000") for host in FOREIGN],
    "scanner-in-clear": [_with(SCANNER=f"clamd://{host}:3310") for host in FOREIGN],
    "limits-off": [
        _with(RATE_LIMITS=text)
        for text in (
            *("all=999999/second", "read.caller=5/minute,all.wrong=9/second"),
            *(f"{name}.{kind}=1000000/minute" for name, kinds in rates.TABLE.items() for kind in kinds),
            *("code=999999999/year", "token.wrong=61/5 minute", "code.pair=1/second", "public-write=101/minute"),
            *("code.caller=200/minute;600000/hour", "health=1000000/minute,read=1000000/minute"),
        )
    ],
    "demo-people": [_file("keys/issuer.pem", "x"), _file("keys/tokens/admin", "x")],
    "no-revocation-list": [_file(LIST, ""), _file(LIST, "{}", 0o644), _file(LIST, "torn", 0o644)],
    "revocation-list-writable": [_file(LIST, mode=0o666)],
    "signer-local": [_with(SIGNER="local")],
    "signer-unusable": [
        _file("signer.p12", ""),
        _with(SIGNER_FILE=""),
        _with(SIGNER_SECRET="rahasia-yang-lain-sama-sekali"),
        _file("signer.p12", lambda: safe.signer("PSrE Contoh", days=0)),
    ],
    "signer-open": [_file("signer.p12", mode=0o644)],
    "signer-trial": [
        _file("signer.p12", lambda: safe.signer("UPTD", "UPTD")),
        _file("signer.p12", lambda: safe.signer("PSrE", TRIAL)),
    ],
    "signer-no-secret": [_with(SIGNER_SECRET="")],
    "signer-weak-secret": [
        _weakly_locked(secret) for secret in ("rahasia", "password", "12345678", "development-ZkX39fPq2LmZ7wTb")
    ],
}
# What cannot be wrong by itself: one value makes two rows find something.
ALONE = {
    "signer-no-secret": {"signer-unusable"},
    "issuer-not-https": {"foreign-feed-token"},
    "development-keys": {"demo-people"},
}
ROWS = [(name, at) for name, ways in SPOILS.items() for at in range(len(ways))]


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for setting in SETTINGS:
        for name in (setting.name, f"UTTP_{setting.name}", f"{setting.name}_FILE"):
            monkeypatch.delenv(name, raising=False)
    for name in ("FLASK_DEBUG", "PYTHONDEVMODE", "PYTHONASYNCIODEBUG"):
        monkeypatch.delenv(name, raising=False)


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
    _with(
        PEERS="intake=http://intake:8000,testing=http://127.1:1,certificates=https://tera.mubakab.go.id/certificates"
    ),
    _with(SCANNER="clamd://clamav:3310"),
    _with(SCANNER="clamd://127.0.0.1:3310"),
    _with(SCANNER="clamd:///run/clamav/clamd.ctl"),
    *(
        _with(RATE_LIMITS=text)
        for text in (
            "read.caller=5/minute",
            " all=1/day ",
            "code.pair=20/15 minute",
            "public-write=100/minute;600/hour",
        )
    ),
    _with(PUBLIC_URL="https://mubakab.go.id/tera"),
    _with(DATABASE_URL=f"postgresql://intake:{safe.PASSWORD}@intake-db:5432/intake"),
    _with(BUS_URL=f"amqp://intake:{safe.PASSWORD}@broker:5672/%2F"),
    _with(PUBLIC_URL="https://tera.mubakab.go.id."),
    _office_key(f"{GOOD_KEY}\noffice-{GOOD_KEY[:6:-1]}\n"),
    _database("sqlite:///{0}?x=1", 0o600),
]


@pytest.mark.parametrize("way", range(len(INNOCENT)))
def test_what_only_looks_like_an_unsafe_setting_lets_production_start(way, tmp_path, monkeypatch):
    assert found(monkeypatch, safe.settings(tmp_path) | INNOCENT[way](tmp_path)) == set()


def test_an_office_key_that_was_made_on_trial_serves_no_production(tmp_path):
    Pseudonyms().open(tmp_path / "trial.key")
    pseudonyms.ensure(tmp_path / "own.key")

    assert contents.weak_secrets(tmp_path / "trial.key")
    assert not contents.weak_secrets(tmp_path / "own.key")


@pytest.mark.parametrize(("name", "way"), ROWS)
def test_each_unsafe_setting_alone_keeps_production_from_starting(name, way, tmp_path, monkeypatch):
    changes = safe.settings(tmp_path)
    changes |= SPOILS[name][way](tmp_path)

    seen = found(monkeypatch, changes)

    assert name in seen
    assert seen <= {name} | ALONE.get(name, set())
    with pytest.raises(Unfit) as refused:
        unsafe_settings.refuse(Settings.from_env("certificates"), [UNSAFE])
    assert refused.value.code == 2


@pytest.mark.parametrize("rows", [COMMON, UNSAFE], ids=["common", "signer"])
def test_every_row_has_its_setting_its_sentence_and_its_remedy_in_both_languages(rows):
    words = tomllib.loads(rows.words.read_text())
    known = {setting.name for setting in SETTINGS} | {"FLASK_DEBUG", "PGHOST"}

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
        service.room.Marker.create(name="demo")
    changes = {**safe.settings(tmp_path / "production"), "DATABASE_URL": url}
    for name, value in changes.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Unfit, match="demo office"):
        service.open()


def test_what_docker_mounts_is_nobody_elses(tmp_path):
    assert Path("/run/secrets") == contents.MOUNTED
    assert not contents.exposed(tmp_path / "missing")


COMMANDS = [
    *(["services.intake.main", command] for command in ("web", "bus", "migrate", "prepare")),
    ["deploy.front"],
    ["deploy.composition"],
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


@pytest.mark.parametrize("target", ["services.intake.main:wsgi()", "deploy.front:wsgi()", "deploy.composition:wsgi()"])
def test_a_server_started_past_the_command_stops_instead_of_trying_for_ever(target, tmp_path):
    env = {**os.environ, "UTTP_MODE": "production", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:0", target]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert done.returncode == unsafe_settings.WORKER_BOOT_ERROR
    assert "TOKEN_ISSUER" in done.stderr
