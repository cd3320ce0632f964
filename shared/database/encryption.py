"""Seals personal data at rest with a key that lies outside the database."""

import hmac
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from shared.auth.development_issuer import write_once

SEALED = b"sealed:"


class Vault:
    """Opened late, like the database, so that importing a table needs no key."""

    def __init__(self) -> None:
        self._fernet: Fernet | None = None
        self._key = b""

    def __deepcopy__(self, memo: object) -> "Vault":
        """Columns are copied when a table inherits them; the vault that opens later is still the one of the store."""
        return self

    def open(self, key_file: Path) -> None:
        """Load the key, or make one that only its owner can read; two processes may try at once."""
        self._key = write_once(key_file, Fernet.generate_key()).strip()
        self._fernet = Fernet(self._key)

    def seal(self, text: str) -> str:
        return self._opened().encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        return self._opened().decrypt(sealed.encode()).decode()

    def shut(self, raw: bytes) -> bytes:
        """Bytes for the database that only this service can read."""
        return SEALED + self._opened().encrypt(raw)

    def bare(self, kept: bytes | memoryview) -> bytes:
        """What `shut` was given; anything else as it is."""
        raw = bytes(kept)
        if not raw.startswith(SEALED):
            return raw
        try:
            return self._opened().decrypt(raw.removeprefix(SEALED))
        except InvalidToken:  # bytes of a stranger that only look so
            return raw

    def digest(self, text: str) -> str:
        """A keyed hash by which a secret can be looked up without being readable."""
        self._opened()
        return hmac.new(self._key, text.encode(), sha256).hexdigest()

    def _opened(self) -> Fernet:
        if self._fernet is None:
            raise RuntimeError("the vault is not open")
        return self._fernet
