"""Seals personal data at rest with a key that lies outside the database."""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet


class Vault:
    """Opened late, like the database, so that importing a table needs no key."""

    def __init__(self) -> None:
        self._fernet: Fernet | None = None
        self._key = b""

    def open(self, key_file: Path) -> None:
        """Load the key, or make one that only its owner can read; two processes may try at once."""
        key_file.parent.mkdir(parents=True, exist_ok=True)
        draft = key_file.with_suffix(f".{os.getpid()}")
        if not key_file.exists():
            draft.touch(mode=0o600)
            draft.write_bytes(Fernet.generate_key())
            try:
                os.link(draft, key_file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        self._key = key_file.read_bytes().strip()
        self._fernet = Fernet(self._key)

    def seal(self, text: str) -> str:
        return self._opened().encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        return self._opened().decrypt(sealed.encode()).decode()

    def digest(self, text: str) -> str:
        """A keyed hash by which a secret can be looked up without being readable."""
        self._opened()
        return hmac.new(self._key, text.encode(), sha256).hexdigest()

    def _opened(self) -> Fernet:
        if self._fernet is None:
            raise RuntimeError("the vault is not open")
        return self._fernet
