"""Which signers production refuses: the trial key, keys that others can read, certificates that nobody vouches for."""

from pathlib import Path

from services.certificates.adapters.keys import TRIAL, Key, open_pkcs12
from services.certificates.adapters.signing_identity import SIGNERS
from shared.config import Settings, path
from shared.errors import Unavailable
from shared.production import setting_contents
from shared.production.file_access import exposed
from shared.production.unsafe_files import others_replace
from shared.production.unsafe_settings import Rows

PKCS12 = "pkcs12"


def _file(settings: Settings) -> Path | None:
    return path(settings.signer_file) if settings.signer == PKCS12 and settings.signer_file else None


def _key(settings: Settings) -> Key | None:
    """The signer's key, when the file opens with the secret and its certificate is in its days."""
    file = _file(settings)
    try:
        return open_pkcs12(file.read_bytes(), settings.signer_secret, file) if file else None
    except (OSError, Unavailable):
        return None


def _is_vouched_for(key: Key) -> bool:
    """By somebody else than the office, and not a certificate for trial."""
    subject = key.certificate.subject
    return key.certificate.issuer != subject and TRIAL not in subject.rfc4514_string()


def _unusable(settings: Settings) -> bool:
    return settings.signer == PKCS12 and _key(settings) is None


def _open(settings: Settings) -> bool:
    file = _file(settings)
    return bool(file) and exposed(file)


def _trial(settings: Settings) -> bool:
    return bool(key := _key(settings)) and not _is_vouched_for(key)


def _weak(secret: str) -> bool:
    return bool(secret) and setting_contents.weak_password(secret)


UNSAFE = Rows(
    {
        "signer-local": lambda on: on.signer == "local",
        "signer-unknown": lambda on: on.signer not in SIGNERS,
        "signer-unusable": _unusable,
        "signer-open": _open,
        "signer-folder": lambda on: others_replace(on, _file(on)),
        "signer-trial": _trial,
        "signer-no-secret": lambda on: on.signer == PKCS12 and not on.signer_secret,
        "signer-weak-secret": lambda on: on.signer == PKCS12 and _weak(on.signer_secret),
    },
    Path(__file__).parent.parent / "data" / "unsafe_settings.toml",
)
