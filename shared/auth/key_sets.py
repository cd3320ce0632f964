"""The issuer's keys, from a file or from its address, and which of them a token may name (RFC 7517, RFC 8725)."""

import json
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

LIFE, COOLDOWN, PATIENCE = 300.0, 30.0, 5.0  # seconds
LARGEST = 256 * 1024
Keys = dict[str, Any]


class KeyFile:
    """A key set beside us, read again when it changes; the last good keys go on when it is lost or broken."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read: tuple[float, Keys] = (0.0, {})

    def key(self, kid: str) -> Any:
        with suppress(OSError, ValueError, jwt.PyJWTError):
            changed = self.file.stat().st_mtime
            if changed != self._read[0]:
                self._read = (changed, _keys(self.file.read_bytes()))
        return _named(self._read[1], kid)


class KeyAddress:
    """A key set at the issuer's address. It is asked when the keys are old, or when a token names one that is not
    there: at most once in a cooldown, whatever the tokens say. The last good keys go on while it cannot be reached."""

    def __init__(self, url: str, life: float = LIFE, cooldown: float = COOLDOWN) -> None:
        self.url, self.life, self.cooldown = url, life, cooldown
        self._known: Keys = {}
        self._asked: float | None = None
        self._turn = threading.Lock()

    def key(self, kid: str) -> Any:
        # Whoever comes while another asks goes on with what is known; only the very first have to wait.
        if self._due(kid) and self._turn.acquire(blocking=not self._known):
            try:
                if self._due(kid):
                    self._asked = time.monotonic()
                    self._ask()
            finally:
                self._turn.release()
        return _named(self._known, kid)

    def _due(self, kid: str) -> bool:
        pause = self.life if kid in self._known else self.cooldown
        return self._asked is None or time.monotonic() - self._asked >= pause

    def _ask(self) -> None:
        wanted, vain = Request(self.url, headers={"Accept": "application/json"}), (OSError, ValueError, HTTPException)
        with suppress(*vain, jwt.PyJWTError), OPENER.open(wanted, timeout=PATIENCE) as answer:
            self._known = _keys(answer.read(LARGEST))


class _Straight(HTTPRedirectHandler):
    """An issuer that points elsewhere is not followed: keys come from the configured address alone."""

    def redirect_request(self, request: Any, fp: Any, code: int, message: str, headers: Any, _: str) -> None:
        raise HTTPError(request.full_url, code, message, headers, fp)


OPENER = build_opener(_Straight)


def _keys(content: bytes) -> Keys:
    return {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(json.loads(content)).keys}


def _named(keys: Keys, kid: str) -> Any:
    if kid not in keys:
        raise jwt.InvalidKeyError("unknown kid")
    return keys[kid]
