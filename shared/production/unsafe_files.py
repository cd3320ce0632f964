"""The rows of the table of unsafe settings that look at files: who else could read, change or replace each of them."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from shared.config import Settings, environment, path
from shared.database.connect import sqlite_file
from shared.production.file_access import answerable, changeable, exposed, replaceable, way

SECRETS = ("DATABASE_URL", "BUS_URL", "SIGNER_SECRET")  # settings that hold a password


def others_replace(settings: Settings, file: Path | None) -> bool:
    """Whether a folder on the way to the file, outside VAR_DIR's own, belongs to others or can be written by them."""
    return file is not None and replaceable(step for step in way(file) - _known(settings) if step.is_dir())


def others_change(settings: Settings, place: Path | None) -> bool:
    """The same, or the file itself."""
    return place is not None and replaceable(way(place) - _known(settings))


def _keys(settings: Settings) -> Path:
    return settings.var / "keys"


def _own_folders(settings: Settings) -> set[Path]:
    """VAR_DIR and those below it in which files of the settings lie; one row speaks for all of them."""
    named = [settings.jwks_file, settings.revoked_file, settings.feed_token_file, settings.office_key_file]
    below = {path(file).parent for file in named if path(file).is_relative_to(settings.var)}
    return {settings.var, _keys(settings), *below}


def _known(settings: Settings) -> set[Path]:
    return way(*_own_folders(settings))


def _open_folders(settings: Settings) -> bool:
    """Who can write in a folder replaces what lies there, whatever its own mode, or puts there what is missing yet."""
    return any(map(changeable, _own_folders(settings))) or replaceable(_known(settings))


def _key_set(settings: Settings) -> Path | None:
    return None if settings.jwks_url else path(settings.jwks_file)


def _database(settings: Settings) -> Path | None:
    return sqlite_file(settings.database_url)


def _data_keys(settings: Settings) -> bool:
    return any(exposed(key) or others_replace(settings, key) for key in _keys(settings).glob("*.key"))


def _profile(settings: Settings) -> bool:
    """The rules of the office: the folder, whatever leads to it, and every file in it."""
    folder = path(settings.profile_dir)
    return replaceable(way(folder, *folder.rglob("*")) - _known(settings))


def _open_database(settings: Settings) -> bool:
    return bool(file := _database(settings)) and exposed(file)


def _secret_files(settings: Settings) -> bool:
    """NAME_FILE of a setting that holds a secret, when the setting was read from there."""
    env = environment()
    read = [name for name in SECRETS if not (env.get(name) or env.get(f"UTTP_{name}")) and env.get(f"{name}_FILE")]
    files = [path(env[f"{name}_FILE"].replace("{service}", settings.service)) for name in read]
    return any(exposed(file) or others_replace(settings, file) for file in files)


def _dialled(settings: Settings) -> bool:
    """Certificates and keys with which the database server is known and persuaded."""
    said = dict(parse_qsl(urlsplit(settings.database_url).query)) if not _database(settings) else {}
    files = [path(said[name]) for name in ("sslrootcert", "sslcert", "sslkey", "sslcrl") if name in said]
    return any(others_change(settings, file) for file in files)


def _scanner(settings: Settings) -> bool:
    """Who can put another socket there is the scanner. The scanner's own account owns its folder, and nobody else's."""
    place = urlsplit(settings.scanner)
    return bool(place.path) and not place.hostname and answerable(Path(place.path))


FILES: dict[str, Callable[[Settings], bool]] = {
    "keys-writable": lambda on: others_change(on, _key_set(on)),
    "revocation-list-writable": lambda on: others_change(on, path(on.revoked_file)),
    "open-feed-token": lambda on: exposed(path(on.feed_token_file)),
    "feed-token-folder": lambda on: others_replace(on, path(on.feed_token_file)),
    "open-office-key": lambda on: exposed(path(on.office_key_file)),
    "office-key-folder": lambda on: others_replace(on, path(on.office_key_file)),
    "open-database": _open_database,
    "database-folder": lambda on: others_replace(on, _database(on)),
    "secret-files": _secret_files,
    "database-certificates": _dialled,
    "open-folders": _open_folders,
    "open-keys": _data_keys,
    "scanner-folder": _scanner,
    "open-files": lambda on: exposed(on.var / "files"),
    "profile-writable": _profile,
}
