"""Who may call: bearer tokens checked against the issuer's keys, roles declared on every route."""

from collections.abc import Callable, Collection
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import jwt
from flask import current_app, g, request

from shared.auth.actor import NOBODY, Actor
from shared.auth.development_issuer import ALGORITHMS
from shared.auth.key_sets import KeyAddress, KeyFile
from shared.auth.revocation import Revoked
from shared.errors import Forbidden
from shared.http.bodies import USUAL, Limit, take
from shared.http.problems import problem

PUBLIC: tuple[str, ...] = ()
MAX_SUB, MAX_NAME = 120, 200  # what the columns of a history hold
TYPES, ACCESS = ("jwt", "at+jwt"), "Bearer"


class Verifier:
    """Checks type, signature, issuer, audience and times; what a token says of its own key is not read."""

    def __init__(self, issuer: str, audience: list[str], file: Path, url: str = "") -> None:
        self.issuer, self.audience = issuer, audience
        self.revoked: Revoked | None = None
        self.keys = KeyAddress(url) if url else KeyFile(file)

    def actor(self, token: str) -> Actor:
        """The caller; raises jwt.PyJWTError when anything is wrong with the token."""
        claims = jwt.decode(
            token,
            self._key(token),
            algorithms=ALGORITHMS,
            audience=self.audience,
            issuer=self.issuer,
            options={"require": ["exp", "sub", "iss", "aud"]},
        )
        if not 0 < len(claims["sub"]) <= MAX_SUB or not claims["sub"].isprintable():
            raise jwt.InvalidTokenError("sub cannot stand in a history")
        if claims.get("typ", ACCESS) != ACCESS:  # Keycloak's word; others say it in the header
            raise jwt.InvalidTokenError("not for access")
        if self.revoked:
            self.revoked.refuse(claims)
        roles, types = claims.get("roles", []), claims.get("types", [])
        name, token = str(claims.get("name", ""))[:MAX_NAME], str(claims.get("jti") or "")
        return Actor(claims["sub"], name, claims["iss"], frozenset(map(str, roles)), tuple(map(str, types)), token)

    def _key(self, token: str) -> Any:
        header = jwt.get_unverified_header(token)
        if str(header.get("typ", "jwt")).lower().removeprefix("application/") not in TYPES or "crit" in header:
            raise jwt.InvalidTokenError("another type of token")
        return self.keys.key(header.get("kid", ""))


def by() -> Actor:
    """The caller of the current request, in those of his roles that opened its route; outside a route, in none.

    Nothing but this module knows the others, so no use case can take the scope of a role from another door.
    """
    return g.get("acting", NOBODY)


def holds(roles: Collection[str]) -> bool:
    """Whether the caller has one of these roles, before a door opens: for places in a queue, never for what he sees."""
    return g.caller.has(*roles)


def leave() -> None:
    """From here on nobody is the caller of this request."""
    g.caller = g.acting = NOBODY


def identify() -> Any:
    """Before each request: read the token if there is one; a bad one is refused even on public routes."""
    g.caller = g.acting = NOBODY
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError("no bearer token")
        g.caller = current_app.extensions["verifier"].actor(token.strip())
    except (jwt.PyJWTError, ValueError, TypeError):
        return current_app.extensions["limiter"].bad_token() or unauthenticated()
    g.acting = g.caller.within(())
    return None


def unauthenticated(code: str = "unauthenticated") -> Any:
    answer = problem(401, code)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


class Closed(NamedTuple):
    """Roles that are refused where everybody else may enter, and the code of that refusal."""

    code: str = ""
    roles: tuple[str, ...] = ()


TO_NOBODY = Closed()


def allow(
    *roles: str, known: Collection[str] = (), closed: Closed = TO_NOBODY, limit: Limit = USUAL, rate: str = ""
) -> Callable:
    """Declare who may call a view; `allow()` opens it to everybody. The guard test demands it on every route.

    `known`: roles that open nothing and still count; all others are left at the door. `closed`: who is turned away,
    unless he also has a known role that is not. `rate`: its class, if it does not follow from roles and method.
    The body of whoever may is read to its end here, so that no view reads the network inside a transaction.
    """

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if roles and not g.caller.sub:
                return unauthenticated()
            _enter(roles, known, closed)
            take(limit)
            return view(*args, **kwargs)

        guarded.allowed_roles, guarded.known_roles = roles, tuple(known)
        guarded.closed_roles, guarded.limit, guarded.rate_class = closed.roles, limit, rate
        return guarded

    return declare


def _enter(roles: Collection[str], known: Collection[str], closed: Closed) -> None:
    """The caller acts from here on in those of his roles that count at this door; or he is refused."""
    if roles and not g.caller.has(*roles):
        raise Forbidden("forbidden", roles=", ".join(roles))
    if g.caller.has(*closed.roles) and not g.caller.has(*{*known} - {*closed.roles}):
        raise Forbidden(closed.code, roles="")
    g.acting = g.caller.within({*roles, *known})
