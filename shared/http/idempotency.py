"""A creating request sent twice acts once: the answer is kept in the transaction of the effect."""

import hashlib
import json
import threading
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, make_response, request

from shared import clock
from shared.errors import Conflict, Invalid, Refused
from shared.http.access import by

KEPT = ("Content-Type", "Location", "ETag")
MAX_KEY = 200
_running: set[tuple[str, str, str]] = set()
_guard = threading.Lock()


class MissingKey(Refused):
    """The header is required on creating requests."""

    status = 400


def once(view: Callable) -> Callable:
    """Replay the kept answer for the same key and body, refuse the key with another body, act otherwise."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > MAX_KEY or not key.isprintable():
            raise MissingKey("idempotency-key-required")
        store = current_app.extensions["service"].store
        ticket = (store.service, by().sub or request.remote_addr or "", key)
        with _guard:
            if ticket in _running:
                raise Conflict("idempotency-key-running")
            _running.add(ticket)
        try:
            with store.transaction():
                return _replay(store, ticket) or _act(store, ticket, lambda: view(*args, **kwargs))
        finally:
            _running.discard(ticket)

    return guarded


def _fingerprint() -> str:
    """Method, path and body; the parts of a form are compared by content, because its boundary changes each time."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.mimetype == "multipart/form-data":
        for name, file in sorted(request.files.items(multi=True)):
            digest.update(f"{name}\x00{file.filename}\x00".encode() + file.stream.read())
            file.stream.seek(0)
        digest.update(json.dumps(sorted(request.form.items(multi=True))).encode())
    else:
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _replay(store: Any, ticket: tuple[str, str, str]) -> Response | None:
    sql = "SELECT fingerprint, status, headers, body FROM idempotency_key WHERE owner = ? AND key = ?"
    row = store.execute(sql, ticket[1], ticket[2]).fetchone()
    if row is None:
        return None
    if row[0] != _fingerprint():
        raise Invalid("idempotency-key-reused")
    return Response(bytes(row[3]), row[1], json.loads(row[2]))


def _act(store: Any, ticket: tuple[str, str, str], view: Callable[[], Any]) -> Response:
    fingerprint = _fingerprint()
    answer = make_response(view())
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        store.execute(
            """INSERT INTO idempotency_key (key, owner, fingerprint, status, headers, body, created_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            *(ticket[2], ticket[1], fingerprint, answer.status_code, json.dumps(headers), answer.get_data()),
            clock.rfc3339(clock.now()),
        )
    return answer
