"""Pseudonyms of accounts: what events and tables carry instead of a person; only the office's key makes them."""

import hmac
import secrets
import sys
import uuid
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from shared.auth.development_issuer import TRIAL_PREFIX, write_once
from shared.ids import name_id, uuid7

COLUMN = "owner_key"
LEAST = 32  # letters of a key
KNOWN = 1024  # accounts whose pseudonym is at hand
OWN_PREFIX = "office-"  # begins a key that an office made for itself; it says so and is no part of the key
MISSING = "{0} is missing: all services of an office need the same key. Make it once with the command office-key"
WEAK = "{0}: each line is a key of at least {1} letters"


class Pseudonyms:
    """One key to a line, the oldest first, and never taken away. A pseudonym is a UUID version 8 (RFC 9562 5.8) whose
    first byte counts the keys that made it; each key is applied to what the key before it made. So any older one, and
    the unkeyed UUIDv5 of the first events, becomes today's without knowing the account, and nobody goes back."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self.of = lru_cache(KNOWN)(self._of)  # asked some times in each request

    def open(self, file: Path, make: bool = True) -> None:
        """Load the keys; on trial the first one is made. Exits when there is none, or one that can be guessed."""
        if not make and not file.exists():
            sys.exit(MISSING.format(file))
        text = write_once(file, trial_key().encode()).decode()
        self._keys = [line.strip().removeprefix(OWN_PREFIX).encode() for line in text.splitlines() if line.strip()]
        if not self._keys or min(map(len, self._keys)) < LEAST:
            sys.exit(WEAK.format(file, LEAST))
        self.of.cache_clear()

    def _of(self, issuer: str, subject: str) -> str:
        """The pseudonym of an account; empty for nobody."""
        return self.newest(name_id(issuer, subject)) if subject else ""

    def newest(self, pseudonym: str) -> str:
        """Today's form of a pseudonym of any age; anything else, and one of a key not known here yet, as it is."""
        known = generation(pseudonym)
        if known is None:
            return pseudonym
        for number, key in enumerate(self._keys[known:], known + 1):
            pseudonym = _made(key, number, pseudonym)
        return pseudonym

    def derived(self, purpose: bytes) -> list[bytes]:
        """For each key one of 32 bytes that serves this purpose alone; the oldest first."""
        return [hmac.new(key, purpose, sha256).digest() for key in self._keys]


office = Pseudonyms()  # of this process: all services of an office have the same keys


def generation(pseudonym: str) -> int | None:
    """How many keys made it; None when it is none."""
    try:
        known = uuid.UUID(pseudonym)
    except ValueError:
        return None
    return {5: 0, 8: known.bytes[0]}.get(known.version or 0)


def new_key() -> str:
    return f"{OWN_PREFIX}{secrets.token_hex(32)}\n"


def trial_key() -> str:
    return f"{TRIAL_PREFIX}{secrets.token_hex(32)}\n"


def ensure(file: Path) -> int:
    """Make the first key when there is none; returns how many there are."""
    return len(write_once(file, new_key().encode()).splitlines())


def rotate(file: Path) -> int:
    """Put one more key at the end; the services take it at their next start. Returns how many there are."""
    ensure(file)
    kept = file.read_text()
    draft = file.with_suffix(f".{uuid7()}")
    draft.touch(mode=0o600)
    draft.write_text(kept + new_key())
    draft.replace(file)
    return len(kept.splitlines()) + 1


def _made(key: bytes, number: int, older: str) -> str:
    digest = hmac.new(key, older.encode(), sha256).digest()
    value = int.from_bytes(bytes([number]) + digest[:15])
    value = value & ~(0xF000 << 64) | 8 << 76
    return str(uuid.UUID(int=value & ~(0xC000 << 48) | 0x8000 << 48))
