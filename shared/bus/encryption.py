"""Seals what the services of an office tell each other alone: a broker writes each message to its disk as it comes."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from shared.auth.pseudonyms import office

ENCODING = "sealed"  # the content encoding of such a message
MARK = b"sealed:"


def prepared(body: bytes, internal: bool) -> tuple[bytes, str | None]:
    """What goes to the broker, and its content encoding: only internal events are sealed."""
    return (seal(body), ENCODING) if internal else (body, None)


def seal(body: bytes) -> bytes:
    """The event for who has the office's key; each time other bytes."""
    return MARK + _keys().encrypt(body)


def opened(body: bytes) -> bytes:
    """The event; what nobody sealed, or another office did, as it is: the inbox says whether it is an event."""
    if not body.startswith(MARK):
        return body
    try:
        return _keys().decrypt(body.removeprefix(MARK))
    except InvalidToken:
        return body


def _keys() -> MultiFernet:
    return _of(tuple(office.derived(b"bus")))


@lru_cache(1)
def _of(keys: tuple[bytes, ...]) -> MultiFernet:
    """The newest seals, and each of them opens."""
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in reversed(keys)])
