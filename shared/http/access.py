"""Who may call: bearer tokens checked against the issuer's keys, roles declared on every route."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import jwt
from flask import current_app, g, request

from shared.actor import NOBODY, Actor
from shared.errors import Forbidden
from shared.http import bodies
from shared.http.problems import problem
from shared.revoked import Revoked

PUBLIC: tuple[str, ...] = ()
MAX_SUB, MAX_NAME = 120, 200  # what the columns of a history hold
ALGORITHMS = ["ES256", "RS256", "EdDSA"]


class Verifier:
    """Checks signature, issuer, audience and times; keys come from a file (re-read when it changes) or a URL."""

    def __init__(self, issuer: str, audience: list[str], file: Path, url: str = "") -> None:
        self.issuer, self.audience, self.file = issuer, audience, file
        self.revoked: Revoked | None = None
        self.remote = jwt.PyJWKClient(url, lifespan=300, timeout=5) if url else None
        self._read: tuple[float, dict[str, Any]] = (0.0, {})

    def actor(self, token: str) -> Actor:
        """The caller; raises jwt.PyJWTError when anything is wrong with the token."""
        key = self.remote.get_signing_key_from_jwt(token).key if self.remote else self._key(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=self.audience,
            issuer=self.issuer,
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        if not 0 < len(claims["sub"]) <= MAX_SUB or not claims["sub"].isprintable():
            raise jwt.InvalidTokenError("sub cannot stand in a history")
        if self.revoked:
            self.revoked.refuse(claims)
        roles, types = claims.get("roles", []), claims.get("types", [])
        name = str(claims.get("name", ""))[:MAX_NAME]
        return Actor(claims["sub"], name, claims["iss"], frozenset(map(str, roles)), tuple(map(str, types)))

    def _key(self, token: str) -> Any:
        kid = jwt.get_unverified_header(token).get("kid")
        keys = self._keys()
        if kid not in keys:
            raise jwt.InvalidKeyError("unknown kid")
        return keys[kid]

    def _keys(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, jwt.PyJWTError):  # absent or half written: the last good keys go on
            changed = self.file.stat().st_mtime
            if changed != self._read[0]:
                document = json.loads(self.file.read_text())
                self._read = (changed, {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(document).keys})
        return self._read[1]


def by() -> Actor:
    """The caller of the current request."""
    return g.actor


def identify() -> Any:
    """Before each request: read the token if there is one; a bad one is refused even on public routes."""
    g.actor = NOBODY
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError("no bearer token")
        g.actor = current_app.extensions["verifier"].actor(token.strip())
    except (jwt.PyJWTError, ValueError, TypeError):
        return unauthenticated()
    return None


def unauthenticated(code: str = "unauthenticated") -> Any:
    answer = problem(401, code)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def allow(*roles: str, limit: bodies.Limit = bodies.USUAL) -> Callable:
    """Declare who may call a view; `allow()` opens it to everybody. The guard test demands it on every route.

    The body of whoever may is read to its end here, so that no view reads the network inside a transaction.
    """

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if roles and not by().sub:
                return unauthenticated()
            if roles and not by().has(*roles):
                raise Forbidden("forbidden", roles=", ".join(roles))
            bodies.take(limit)
            return view(*args, **kwargs)

        guarded.allowed_roles, guarded.limit = roles, limit
        return guarded

    return declare
