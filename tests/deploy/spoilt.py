"""For each row of the table of unsafe settings the ways to spoil it, alone, in an office that is otherwise safe."""

import json
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy.local import people
from services.certificates.adapters.keys import TRIAL
from shared import rate_classes
from shared.auth.development_issuer import Issuer
from shared.config import ROOT
from tests.deploy import safe

Spoil = Callable[[Path], dict[str, str]]


def values(**changes: str) -> Spoil:
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
    """Others can put files where these lie, or put another folder there."""

    def spoil(folder: Path) -> dict[str, str]:
        (folder / place).chmod(mode)
        return {}

    return spoil


def _open_place(folder: Path, place: str = "", mode: int = 0o777) -> Path:
    """A folder outside VAR_DIR that other accounts can write, or one below such a folder."""
    outside = folder.parent / "outside" / "below"
    outside.mkdir(parents=True)
    (outside.parent if place else outside).chmod(mode)
    return outside


# Names that steer the interpreter, the web server, the loader or a library, by the row that looks at them.
STEERING = {
    "interpreter-steered": "PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONINSPECT PYTHONHASHSEED PYTHONWARNINGS",
    "server-steered": "GUNICORN_CMD_ARGS",
    "loader-steered": "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT GCONV_PATH",
    "encryption-steered": "SSLKEYLOGFILE OPENSSL_CONF OPENSSL_MODULES",
    "calls-led-elsewhere": "HTTPS_PROXY HTTP_PROXY ALL_PROXY https_proxy http_proxy all_proxy",
    "database-steered": "PGSSLMODE PGSSLROOTCERT PGSSLCERT PGSSLKEY PGSSLCRL PGPASSFILE PGOPTIONS PGSERVICEFILE PGUSER",
}


def _trusted(name: str) -> Spoil:
    """Others can put their own authority where OpenSSL looks for those to believe."""

    def spoil(folder: Path) -> dict[str, str]:
        safe.write(file := _open_place(folder) / "ca.pem", "", 0o644)
        return {name: str(file if name.endswith("FILE") else file.parent)}

    return spoil


def _socket(mode: int) -> Spoil:
    """Others can begin to answer where the scanner does."""
    return lambda folder: {"SCANNER": f"clamd://{_open_place(folder, mode=mode)}/clamd.ctl"}


def _linked(name: str) -> Spoil:
    """The file is a symbolic link to where others can put another one."""

    def spoil(folder: Path) -> dict[str, str]:
        file, target = folder / name, _open_place(folder) / "target"
        safe.write(
            target,
            file.read_bytes() if file.exists() else b"x",
            file.stat().st_mode & 0o777 if file.exists() else 0o600,
        )
        file.unlink(missing_ok=True)
        file.symlink_to(target)
        return {}

    return spoil


def _beside(name: str, setting: str, mode: int = 0o600) -> Spoil:
    """The setting names a copy of the file, below a folder that others can write."""

    def spoil(folder: Path) -> dict[str, str]:
        copy = _open_place(folder, "above") / "copy"
        safe.write(copy, (folder / name).read_bytes(), mode)
        return {setting: str(copy)}

    return spoil


def _outside(setting: str, value: str, place: str) -> Spoil:
    """The setting names a closed file in a folder that others can write, or below one."""

    def spoil(folder: Path) -> dict[str, str]:
        outside = _open_place(folder, place)
        for name in ("intake.db", "office.key"):
            safe.write(outside / name, GOOD_KEY)
        return {setting: value.format(outside)}

    return spoil


def _named_authority(mode: int, place: str) -> Spoil:
    """The certificate by which the database server is known lies where others can write."""

    def spoil(folder: Path) -> dict[str, str]:
        file = (_open_place(folder, place) if place else folder) / "ca.pem"
        safe.write(file, "x", mode)
        return {"DATABASE_URL": DB.format(f"intake:{safe.PASSWORD}") + f"&sslrootcert={file}"}

    return spoil


def _secret_from_file(mode: int, outside: bool) -> Spoil:
    """The signer's secret is read from a file that others can read, or replace."""

    def spoil(folder: Path) -> dict[str, str]:
        file = (_open_place(folder) if outside else folder) / "signer.secret"
        safe.write(file, safe.SECRET, mode)
        return {"SIGNER_SECRET": "", "SIGNER_SECRET_FILE": str(file)}

    return spoil


def _profile(name: str, mode: int) -> Spoil:
    """Others can write the rules of the office, or put other ones there."""

    def spoil(folder: Path) -> dict[str, str]:
        own = folder.parent / "rules" / "own"
        shutil.copytree(ROOT / "deploy" / "profiles" / "musi-banyuasin", own)
        for one in (own, *own.rglob("*")):
            one.chmod(0o755 if one.is_dir() else 0o644)
        (own / name).chmod(mode)
        return {"PROFILE_DIR": str(own)}

    return spoil


def _rsa(bits: int, exponent: int = 65537) -> dict[str, Any]:
    """The public half as a key set has it; that no prime was looked for is of no matter here."""
    text = {
        part: urlsafe_b64encode(n.to_bytes(-(-n.bit_length() // 8))).decode().rstrip("=")
        for part, n in (("n", 2 ** (bits - 1) + 1), ("e", exponent))
    }
    return {"kty": "RSA", "kid": "mubakab-2", "alg": "RS256", **text}


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


def office_key(content: str, mode: int = 0o600) -> Spoil:
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


def database(address: str, mode: int = 0o644) -> Spoil:
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
WEAK = [_rsa(1024), _rsa(2047), _rsa(2048, 3), _rsa(4096, 1), {"kty": "RSA", "kid": "mubakab-2"}]
WEAK += [{"kty": "EC", "crv": crv, "kid": "mubakab-2"} for crv in ("P-192", "secp256k1", "")]
WEAK += [{"kty": "OKP", "crv": "X25519", "kid": "mubakab-2"}]
FOREIGN = ("tera.mubakab.go.id", "10.0.0.7", "134744072", "8.8", "[2001:db8::1]", "intake.")
JWKS, TOKEN, LIST = "keys/jwks.json", "keys/feed.token", "access/revoked.json"
DB, BUS = "postgresql://{0}@db.mubakab.go.id/intake?sslmode=verify-full", "amqp://{0}@broker/%2F"
LABELLED = "u:development-ZkX39fPq2LmZ7wTb"
SPOILS: dict[str, list[Spoil]] = {
    "issuer-not-https": [
        values(TOKEN_ISSUER=wrong)
        for wrong in (people.ISSUER, "", "http://id.example", "https://localhost/x", "https://tera.mubakab.go.id/dev")
    ],
    "no-issuer-keys": [_file(JWKS, ""), _file(JWKS, "{}", 0o644), _file(JWKS, "no json", 0o644)],
    "development-keys": [_file(JWKS, _key_set(kid="development"), 0o644), _renamed],
    "weak-keys": [
        _file(JWKS, lambda key=key: json.dumps({"keys": [safe.public("mubakab-1"), key]}), 0o644) for key in WEAK
    ],
    "private-keys": [_file(JWKS, _key_set(d="AQAB"), 0o644), _file(JWKS, _key_set(kty="oct", k="AQAB"), 0o644)],
    "keys-writable": [
        _file(JWKS, mode=0o666),
        _file(JWKS, mode=0o664),
        _linked(JWKS),
        _beside(JWKS, "JWKS_FILE", 0o644),
    ],
    "keys-not-https": [
        values(JWKS_URL="http://id.example/jwks"),
        values(JWKS_URL="https://[::1"),
        *(values(JWKS_URL=f"https://{host}/jwks") for host in LOOPBACKS),
    ],
    "address-not-https": [
        values(PUBLIC_URL=wrong)
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
        values(PUBLIC_URL=f"https://{host}")
        for host in ("10.0.0.7", "192.168.1.1", "172.16.0.1", "[fd00::1]", "169.254.1.1", "0xa.1")
    ],
    "address-not-bare": [
        values(PUBLIC_URL=f"https://{rest}")
        for rest in ("a.go.id/", "a.go.id/tera/", "a.go.id?x=1", "a.go.id#x", "u:p@a.go.id", "a.go.id//x")
    ],
    "no-hops": [values(PROXY_HOPS="0"), values(PROXY_HOPS="")],
    "too-many-hops": [values(PROXY_HOPS="99"), values(PROXY_HOPS="4")],
    "crash-point": [values(CRASH_AT="before_commit")],
    "debugging": [values(FLASK_DEBUG="1"), values(PYTHONDEVMODE="1")],
    **{row: [values(**{name: "/x"}) for name in names.split()] for row, names in STEERING.items()},
    "trust-writable": [_trusted("SSL_CERT_FILE"), _trusted("SSL_CERT_DIR")],
    "reached-past-the-proxy": [values(LISTEN=f"{host}:8000") for host in ("0.0.0.0", "", "0", "[::]", "8.8.8.8")],
    "scanner-folder": [_socket(0o777), _socket(0o770), _socket(0o1777)],
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
    "misdirected-feed-token": [
        _file(TOKEN, lambda aud=aud: safe.token(safe.ISSUER, "mubakab-1", aud=aud))
        for aud in ("other-system", ["intake"], ["other", "uttp.example"], [])
    ],
    "unsigned-feed-token": [
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "unknown-kid")),
        _file(TOKEN, lambda: safe.token(safe.ISSUER, "mubakab-1")[:-4] + "AAAA"),
    ],
    "feed-token-folder": [_linked(TOKEN), _beside(TOKEN, "FEED_TOKEN_FILE")],
    "open-feed-token": [_file(TOKEN, mode=0o644), _file(TOKEN, mode=0o640)],
    "weak-database-password": [
        values(DATABASE_URL=DB.format(login))
        for login in (
            "intake",
            "intake:",
            "intake:intake",
            "postgres:postgres",
            "u:password",
            "u:development-" + "x" * 20,
        )
    ]
    + [values(DATABASE_URL=f"{scheme}://intake:intake@db/intake") for scheme in ("POSTGRESQL", "pg")],
    "open-database": [
        database(address) for address in ("sqlite:///{0}", "sqlite:///{0}?x=1", "sqlite:///{0}#x", "SQLITE:///{0}")
    ],
    "database-folder": [_outside("DATABASE_URL", "sqlite:///{0}/intake.db", place) for place in ("", "above")],
    "database-certificates": [_named_authority(0o666, ""), _named_authority(0o644, "above")],
    "secret-files": [_secret_from_file(0o644, False), _secret_from_file(0o600, True)],
    "weak-broker-login": [
        values(BUS_URL=BUS.format(login)) for login in ("guest:guest", "intake:intake", "intake", "u:kurang")
    ],
    "broker-in-clear": [
        values(BUS_URL=f"amqp://intake:{safe.PASSWORD}@{host}/%2F") for host in FOREIGN if host != "intake."
    ],
    "database-in-clear": [
        values(DATABASE_URL=f"postgresql://intake:{safe.PASSWORD}@{host}/intake{more}")
        for host in FOREIGN[:2]
        for more in (
            "",
            *(f"?sslmode={mode}" for mode in ("prefer", "disable", "require", "verify-ca")),
            "?connect_timeout=3",
        )
    ],
    "database-elsewhere": [values(**{name: "10.0.0.7"}) for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE")],
    "open-folders": [_folder(place, mode) for place in (".", "keys", "access") for mode in (0o777, 0o775, 0o1777)]
    + [_folder("..", mode) for mode in (0o777, 0o770, 0o775)],
    "open-keys": [
        _file("keys/intake.data.key", "x", 0o644),
        _file("keys/signer.key", "x", 0o640),
        _linked("keys/x.data.key"),
    ],
    "open-files": [_file("files/x", "x", 0o600)],
    "profile-writable": [_profile(*one) for one in (("", 0o777), ("agency.toml", 0o666), ("..", 0o775))],
    "office-key-folder": [_outside("OFFICE_KEY_FILE", "{0}/office.key", place) for place in ("", "above")],
    "open-office-key": [office_key(GOOD_KEY, mode) for mode in (0o666, 0o644, 0o640)],
    "weak-data-key": [
        _file("keys/intake.data.key", urlsafe_b64encode(key).decode())
        for key in (bytes(32), b"x" * 32, b"0123456789abcdef" * 2, b"ab" * 16)
    ],
    "weak-office-key": [
        office_key(content)
        for content in (
            *("", "\n", "x" * 64, "0123456789abcdef" * 4, "ab" * 32, GOOD_KEY[:38], f"{GOOD_KEY}\n{GOOD_KEY}"),
            *(f"development-{GOOD_KEY}", f"{GOOD_KEY}\n{'0' * 64}", GOOD_KEY.removeprefix("office-")),
            *(f"office-{'0123456789abcdef' * 4}", f"{GOOD_KEY}\n{GOOD_KEY.removeprefix('office-')}"),
        )
    ],
    "peers-in-clear": [values(PEERS=f"testing=http://testing:8000,intake=http://{host}:8000") for host in FOREIGN],
    "scanner-in-clear": [values(SCANNER=f"clamd://{host}:3310") for host in FOREIGN],
    "any-origin": [values(CORS_ORIGINS="*"), values(CORS_ORIGINS="https://lapor.example.go.id,*")],
    "origin-in-clear": [values(CORS_ORIGINS=f"{one}http://lapor.example") for one in ("", "https://a.example,")],
    "limits-off": [
        values(RATE_LIMITS=text)
        for text in (
            *("all=999999/second", "read.caller=5/minute,all.wrong=9/second"),
            *(f"{name}.{kind}=1000000/minute" for name, kinds in rate_classes.TABLE.items() for kind in kinds),
            *("code=999999999/year", "token.wrong=61/5 minute", "code.pair=1/second", "public-write=101/minute"),
            *("code.caller=200/minute;600000/hour", "health=1000000/minute,read=1000000/minute"),
        )
    ],
    "demo-people": [_file("keys/issuer.pem", "x"), _file("keys/tokens/admin", "x")],
    "no-revocation-list": [_file(LIST, ""), _file(LIST, "{}", 0o644), _file(LIST, "torn", 0o644)],
    "revocation-list-writable": [_file(LIST, mode=0o666), _linked(LIST), _beside(LIST, "REVOKED_FILE", 0o644)],
    "signer-local": [values(SIGNER="local")],
    "signer-unknown": [values(SIGNER=name) for name in ("pkcs11", "wet", "LOCAL")],
    "signer-folder": [_linked("signer.p12"), _beside("signer.p12", "SIGNER_FILE")],
    "signer-unusable": [
        _file("signer.p12", ""),
        values(SIGNER_FILE=""),
        values(SIGNER_SECRET="rahasia-yang-lain-sama-sekali"),
        _file("signer.p12", lambda: safe.signer("PSrE Contoh", days=0)),
    ],
    "signer-open": [_file("signer.p12", mode=0o644)],
    "signer-trial": [
        _file("signer.p12", lambda: safe.signer("UPTD", "UPTD")),
        _file("signer.p12", lambda: safe.signer("PSrE", TRIAL)),
    ],
    "signer-no-secret": [values(SIGNER_SECRET="")],
    "signer-weak-secret": [
        _weakly_locked(secret) for secret in ("rahasia", "password", "12345678", "development-ZkX39fPq2LmZ7wTb")
    ],
}
# What cannot be wrong by itself: one value makes two rows find something.
ALONE = {
    "signer-no-secret": {"signer-unusable"},
    "issuer-not-https": {"foreign-feed-token"},
    "development-keys": {"demo-people", "unsigned-feed-token"},
    "private-keys": {"unsigned-feed-token"},
    "foreign-feed-token": {"unsigned-feed-token"},
}
