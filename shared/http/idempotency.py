"""A changing request sent twice under one key acts once: its answer is kept in the transaction of the effect."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request

from shared import clock
from shared.database.encryption import Vault
from shared.errors import Conflict, Invalid, Refused
from shared.http.access import by

KEY = "Idempotency-Key"
KEPT = ("Content-Type", "Location", "ETag")
KEY_PATTERN = "^[A-Za-z0-9._:-]{1,200}$"
WELL_FORMED = re.compile(KEY_PATTERN.strip("^$"))
UNGUESSABLE = 16  # letters that the key of a caller without an account must have: with the body it is all that he shows
BYTES = "latin-1"  # each byte is one letter and comes back as it was
Ticket = tuple[str, str, str]
_running: set[Ticket] = set()
_guard = threading.Lock()


class BadKey(Refused):
    """The header is required on creating requests, and well-formed on all."""

    status = 400


def keyed(required: bool) -> Callable[[Callable], Callable]:
    """Refuse a request without a key, where it is `required`, or with a bad one, before anything of it is looked at."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if (required or KEY in request.headers) and not WELL_FORMED.fullmatch(_key()):
                raise BadKey("idempotency-key-required")
            if _key() and not by().sub and len(_key()) < UNGUESSABLE:
                raise BadKey("idempotency-key-too-short", least=UNGUESSABLE)
            return view(*args, **kwargs)

        return guarded

    return declare


def once(view: Callable) -> Callable:
    """Replay the kept answer for the same key and request, refuse the key with another one, act otherwise.

    Without a key, where none is required, every request acts.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not _key():
            return view(*args, **kwargs)
        store, fingerprint = current_app.extensions["service"].store, _fingerprint()
        ticket = (store.service, *ticket_of(store.vault, by().sub, _key(), fingerprint))
        with _alone(ticket), store.transaction():
            kept = store.vault.digest(fingerprint)
            if _acts_first(store, ticket, kept):
                return _act(store, ticket, lambda: view(*args, **kwargs))
            return _replay(store, ticket, kept)

    return guarded


@contextmanager
def _alone(ticket: Ticket) -> Iterator[None]:
    """The same key is at work once in this process; whoever comes meanwhile is told so."""
    with _guard:
        if ticket in _running:
            raise Conflict("idempotency-key-running")
        _running.add(ticket)
    try:
        yield
    finally:
        _running.discard(ticket)


def ticket_of(vault: Vault, sub: str, key: str, fingerprint: str) -> tuple[str, str]:
    """Owner and key as they are kept: keyed digests, because both may name a person.

    Of a caller without an account nothing is kept. His key holds only together with his body: with another body it is
    another key, which neither finds his answer nor tells that there is one.
    """
    if not sub:
        return "", vault.digest(f"key\n{key}\n{fingerprint}")
    return vault.digest(f"owner\n{sub}"), vault.digest(f"key\n{key}")


def acted() -> bool:
    """Whether this very request was answered before, so that only its answer is wanted again."""
    if not _key():
        return False
    store, fingerprint = current_app.extensions["service"].store, _fingerprint()
    owner, key = ticket_of(store.vault, by().sub, _key(), fingerprint)
    sql = "SELECT 1 FROM idempotency_key WHERE owner = ? AND key = ? AND fingerprint = ?"
    return store.execute(sql, owner, key, store.vault.digest(fingerprint)).fetchone() is not None


def _key() -> str:
    return request.headers.get(KEY, "").strip()


def _fingerprint() -> str:
    """Method, path, the version it changes, the caller's roles here, and body; the parts of a form by content, for its
    boundary changes.

    An answer that was given to one role is never handed to the same account in another. Of a caller without roles who
    makes something new it is what the first release made of him: what he repeats after an upgrade is not done twice.
    """
    roles = ",".join(sorted(by().roles))
    version = request.headers.get("If-Match", "").strip()
    line = " ".join(part for part in (request.method, request.path, f"{roles}{version}") if part)
    digest = hashlib.sha256(f"{line}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, file in sorted(request.files.items(multi=True), key=lambda part: part[0]):
            digest.update(f"{name}\x00{file.filename}\x00".encode(errors="replace") + file.stream.read())
            file.stream.seek(0)
        digest.update(json.dumps(sorted(request.form.items(multi=True))).encode())
    else:
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _acts_first(store: Any, ticket: Ticket, fingerprint: str) -> bool:
    """Reserve the key inside the transaction of the effect; another process that holds it is waited for."""
    sql = """INSERT INTO idempotency_key (key, owner, fingerprint, created_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (owner, key) DO NOTHING"""
    owner, key = ticket[1:]
    return store.execute(sql, key, owner, fingerprint, clock.rfc3339(clock.now())).rowcount == 1


def _replay(store: Any, ticket: Ticket, fingerprint: str) -> Response:
    sql = "SELECT fingerprint, status, headers, body FROM idempotency_key WHERE owner = ? AND key = ?"
    kept, status, headers, body = store.execute(sql, *ticket[1:]).fetchone()
    if kept != fingerprint:
        raise Invalid("idempotency-key-reused")
    return Response(store.vault.unseal(bytes(body).decode()).encode(BYTES), status, json.loads(headers))


def _act(store: Any, ticket: Ticket, view: Callable[[], Any]) -> Response:
    """Keep the answer sealed: it holds what the caller wrote about people."""
    answer = make_response(view())
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    body = store.vault.seal(answer.get_data().decode(BYTES)).encode()
    sql = "UPDATE idempotency_key SET status = ?, headers = ?, body = ? WHERE owner = ? AND key = ?"
    store.execute(sql, answer.status_code, json.dumps(headers), body, *ticket[1:])
    return answer
