"""Identifiers: UUIDv7 that sort by time, and codes that people can read out over a telephone."""

import os
import secrets
import threading
import time
import uuid

from shared.look_alikes import ALPHABET, check_letter

_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A UUID version 7 (RFC 9562 5.7), strictly increasing within this process."""
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() // 1_000_000 << 12)
        stamp = _last
    value = (stamp >> 12) << 80 | 7 << 76 | (stamp & 0xFFF) << 64 | 2 << 62
    return str(uuid.UUID(int=value | int.from_bytes(os.urandom(8)) >> 2))


def name_id(*parts: str) -> str:
    """The same UUIDv5 for the same parts, for ever: pseudonyms and fixed ids."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(parts)))


def code(groups: int = 6, length: int = 4) -> str:
    """A random code such as `K7QM-…`: five bits a letter, the last letter checks the others."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(groups * length - 1))
    letters += check_letter(letters)
    return "-".join(letters[i : i + length] for i in range(0, len(letters), length))


def normal(typed: str) -> str:
    """A code as typed by a person, made canonical: case, blanks, dashes, and the letters people mistake."""
    plain = typed.upper().translate(str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""}))
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))
