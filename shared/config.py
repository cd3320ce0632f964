"""The only reader of the environment: every setting with its default, all faults named at once."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT, PRODUCTION = "development", "production"
_RATE = r"\s*[a-z-]+(\.[a-z]+)?=[0-9]+/[0-9a-z ]+(;[0-9]+/[0-9a-z ]+)*\s*"
# What an address of PostgreSQL may say behind `?`; where it leads and as whom stands before.
DIALLED = {"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "connect_timeout"}
CLAMD = re.compile(r"(clamd://[^/\s]+|clamd:///\S+)?")
ORIGINS = re.compile(r"((\*|https?://[^/\s,*@?#]+)(,(?=.)|$))*")
RATES = re.compile(f"({_RATE}(,{_RATE})*)?")


@dataclass(frozen=True)
class Setting:
    """One row of the table of settings: `{service}` and `{var}` in a default are filled in."""

    name: str
    default: str
    meaning: str
    plain: bool = False  # said in one way or not at all: empty, or otherwise under the second name, is a fault


SETTINGS = [
    Setting("MODE", DEVELOPMENT, "development or production; production refuses development keys and tokens", True),
    Setting("VAR_DIR", "var", "folder for databases, keys and documents"),
    Setting(
        "DATABASE_URL", "sqlite:///{var}/{service}.db", "sqlite:///file or postgresql://user:secret@host/{service}"
    ),
    Setting("BUS_URL", "", "empty: services read each other's feeds; amqp://…: RabbitMQ; {service} is filled in"),
    Setting("PEERS", "", "name=url,… of the services whose feeds are read; empty: the embedded addresses"),
    Setting("RECONCILE_SECONDS", "180", "how often feeds are compared with what RabbitMQ brought"),
    Setting("RECONCILE_AGE", "60", "seconds that RabbitMQ has to bring an event before the feed is asked for it"),
    Setting("LEASE_SECONDS", "300", "how long an event stays with a bus process that died over it"),
    Setting("FEED_TOKEN_FILE", "{var}/keys/feed.token", "bearer token with which feeds are read"),
    Setting(
        "OFFICE_KEY_FILE", "{var}/keys/office.key", "keys of the pseudonyms of accounts, the same for all services"
    ),
    Setting("JWKS_FILE", "{var}/keys/jwks.json", "public keys of the token issuer"),
    Setting("JWKS_URL", "", "the same from the identity provider; wins over the file"),
    Setting("REVOKED_FILE", "{var}/access/revoked.json", "tokens and accounts that are refused; written by bus revoke"),
    Setting("TOKEN_ISSUER", "", "`iss` that tokens must carry; empty: the development issuer"),
    Setting("RABBITMQCTL", "rabbitmqctl", "how the command bus reaches the broker's own command"),
    Setting("PROFILE_DIR", "deploy/profiles/musi-banyuasin", "the agency profile"),
    Setting("PUBLIC_URL", "http://127.0.0.1:8000", "address in links and QR codes"),
    Setting("LISTEN", "127.0.0.1:8000", "address the web process binds"),
    Setting("PROXY_HOPS", "0", "how many trusted proxies stand before the web process"),
    Setting(
        "RATE_LIMITS",
        "",
        "class.kind=count/period;…,… instead of the table in shared/rate_classes.py; all=… for every one",
    ),
    Setting("CORS_ORIGINS", "", "https://page.example,…: pages of other sites that may call with a person's token"),
    Setting("SIGNER", "local", "local, pkcs12, bsre-seal or wet"),
    Setting("SIGNER_FILE", "", "PKCS#12 file of the signer pkcs12"),
    Setting("SIGNER_SECRET", "", "secret of the signer"),
    Setting("SCANNER", "", "clamd://host:3310 or clamd:///run/clamav/clamd.ctl that scans what is sent; empty: none"),
    Setting("CRASH_AT", "", "name of the point at which the process kills itself; for fault injection only"),
]


class Unfit(SystemExit):
    """Nothing can start with these settings: all faults on the terminal, exit code 2."""

    def __init__(self, faults: list[str]) -> None:
        text = "\n".join(faults)
        sys.stderr.write(f"{text}\n")
        super().__init__(text)
        self.code = 2


@dataclass(frozen=True)
class Settings:
    """What one process of one service runs with."""

    service: str
    values: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_env(cls, service: str, **overrides: str) -> "Settings":
        """Read the environment (`NAME`, `NAME_FILE`); exits naming all faults. `overrides` win, by lower-case name."""
        return cls._from(service, dict(os.environ), overrides)

    @classmethod
    def of_tool(cls, name: str, **overrides: str) -> "Settings":
        """The same for what is no service: a file that each service has of its own (`NAME_FILE=…/{service}`) is none of
        its business and is not read."""
        own = {f"{setting.name}_FILE" for setting in SETTINGS}
        held = {key: value for key, value in os.environ.items() if not (key in own and "{service}" in value)}
        return cls._from(name, held, overrides)

    @classmethod
    def _from(cls, service: str, held: Mapping[str, str], overrides: Mapping[str, str]) -> "Settings":
        given = {**held, **{name.upper(): str(value) for name, value in overrides.items()}}
        env, faults = {name: value.replace("{service}", service) for name, value in given.items()}, []
        values = {setting.name: _read(setting, env, faults) for setting in SETTINGS}
        filled = {"{service}": service, "{var}": values["VAR_DIR"]}
        for mark, meant in filled.items():
            values = {name: value.replace(mark, meant) for name, value in values.items()}
        if faults := [*faults, *_contradictions(values)]:
            raise Unfit([f"{service}: {fault}" for fault in faults])
        return cls(service, values)

    def __getattr__(self, name: str) -> str:
        try:
            return self.values[name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def var(self) -> Path:
        return path(self.values["VAR_DIR"])

    @property
    def alive(self) -> Path:
        """The file that the bus process touches while it works."""
        return self.var / "run" / f"{self.service}.alive"

    @property
    def production(self) -> bool:
        return self.values["MODE"] == PRODUCTION

    @property
    def issuer(self) -> str:
        return self.values["TOKEN_ISSUER"] or f"{self.values['PUBLIC_URL']}/dev"

    @property
    def peers(self) -> dict[str, str]:
        """Feeds to read, by name of the service."""
        pairs = [part.split("=", 1) for part in _listed(self.values["PEERS"])]
        return {name.strip(): url.strip().rstrip("/") for name, url in pairs}


def path(text: str) -> Path:
    """A path of the settings: relative ones start at the project's folder."""
    return ROOT / text


def environment() -> dict[str, str]:
    """A copy for child processes."""
    return dict(os.environ)


def _contradictions(values: Mapping[str, str]) -> list[str]:
    """What cannot be meant, each in a sentence."""
    mode, hops, peers = values["MODE"], values["PROXY_HOPS"], _listed(values["PEERS"])
    scanner = values["SCANNER"]
    rules = {
        f"MODE must be {DEVELOPMENT} or {PRODUCTION}, not {mode!r}": mode in (DEVELOPMENT, PRODUCTION),
        f"PROXY_HOPS must be a number, not {hops!r}": hops.isdecimal(),
        f"RATE_LIMITS must be class.kind=count/period,… and is {values['RATE_LIMITS']!r}": RATES.fullmatch(
            values["RATE_LIMITS"]
        ),
        f"CORS_ORIGINS must be https://page.example,… and is {values['CORS_ORIGINS']!r}": ORIGINS.fullmatch(
            values["CORS_ORIGINS"]
        ),
        f"SCANNER must be clamd://host:port or clamd:///socket, not {scanner!r}": CLAMD.fullmatch(scanner),
        f"DATABASE_URL may say {', '.join(sorted(DIALLED))}, each once": _dialled(values["DATABASE_URL"]),
        "BUS_URL may say nothing behind ?, where certificates could be left unchecked": "?" not in values["BUS_URL"],
        f"PEERS must be name=url,… and is {values['PEERS']!r}": all("=" in peer for peer in peers),
    }
    return [sentence for sentence, kept in rules.items() if not kept]


def _dialled(url: str) -> bool:
    parts = urlsplit(url)
    query = "" if parts.scheme == "sqlite" else parts.query
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    return DIALLED.issuperset(names) and len(set(names)) == len(names)


def _listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part.strip()]


def _read(setting: Setting, env: Mapping[str, str], faults: list[str]) -> str:
    said = {env[name] for name in (setting.name, f"UTTP_{setting.name}") if name in env}
    if setting.plain and (len(said) > 1 or "" in said):
        faults.append(
            f"{setting.name} is said to be {' and '.join(map(repr, sorted(said)))}; say it once, and what it is"
        )
    if value := env.get(setting.name) or env.get(f"UTTP_{setting.name}"):
        return value
    held = f"{setting.name}_FILE"
    if not (file := env.get(held)) or any(other.name == held for other in SETTINGS):
        return setting.default
    try:
        return path(file).read_text().strip()
    except (OSError, UnicodeError) as error:
        faults.append(f"{held}: {getattr(error, 'strerror', 'is no text')} ({file})")
        return setting.default
