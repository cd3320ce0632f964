"""Every refusal as `application/problem+json`, in Indonesian or English, from one catalogue."""

import json
import logging
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request
from peewee import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from shared.errors import Refused
from shared.http import field_faults
from shared.http.field_faults import MOST_ERRORS

LANGUAGES = ("id", "en")
KEPT_HEADERS = ("Allow", "WWW-Authenticate", "Retry-After")
HTTP_CODES = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    409: "conflict",
    412: "stale",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    428: "precondition-required",
    429: "too-many-requests",
    503: "unavailable",
}
TAKEN = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"}  # what must be unique is there already
log = logging.getLogger("shared.http")


class Catalogue:
    """Titles and details by code and language, read from TOML files; later files add to earlier ones."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.entries: dict[str, Any] = {}
        for file in files:
            if file.exists():
                self.entries |= tomllib.loads(file.read_text())

    def text(self, code: str, part: str, language: str, facts: dict[str, Any]) -> str:
        """The sentence with its facts filled in; unknown facts read as an em dash, unknown codes as themselves."""
        template = self.entries.get(code, {}).get(part, {}).get(language, "")
        return template.format_map(defaultdict(lambda: "—", facts))


def language() -> str:
    """The reader's language: Indonesian unless the caller prefers English."""
    return request.accept_languages.best_match(LANGUAGES, default="id")


def problem(status: int, code: str, errors: list[dict] | None = None, /, **facts: Any) -> Response:
    """The one error shape of the house (RFC 9457)."""
    catalogue, tongue, told = current_app.extensions["catalogue"], language(), (errors or [])[:MOST_ERRORS]
    body = {
        "type": f"{current_app.extensions['service'].public_url}/problems/{code}",
        "code": code,
        "status": status,
        "title": catalogue.text(code, "title", tongue, facts) or code,
        "detail": catalogue.text(code, "detail", tongue, facts),
        "errors": [_spoken(catalogue, error, tongue) for error in told],
        "trace_id": g.get("trace_id", ""),
    }
    if len(errors or []) > MOST_ERRORS:
        body["more_errors"] = len(errors or []) - MOST_ERRORS
    if "allowed" in facts:
        body["allowed"] = facts["allowed"]
    # Half of a surrogate pair in a name of the caller's reads as a question mark.
    written = json.dumps(body, ensure_ascii=False).encode(errors="replace")
    answer = Response(written, status, content_type="application/problem+json")
    answer.headers["Content-Language"] = tongue
    return answer


def too_many(seconds: int) -> Response:
    """One call more than the limit of its class."""
    return problem(429, "too-many-requests", seconds=seconds)


def install(app: Flask) -> None:
    """Translate refusals, HTTP errors and surprises; a 500 never shows the exception's text."""
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(OperationalError, on_database)
    app.register_error_handler(IntegrityError, on_double)
    app.register_error_handler(Exception, on_surprise)


def on_refused(error: Refused) -> Response:
    answer = problem(error.status, error.code, error.errors, **error.facts)
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "1"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def on_http(error: HTTPException) -> Response:
    data = getattr(error, "data", None) or {}
    status = error.code or 500
    general = "internal" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad-request"
    answer = problem(status, HTTP_CODES.get(status, general), field_faults.of(data.get("messages", {})))
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def on_database(error: OperationalError) -> Response:
    """It is away, or it broke a knot of two that waited for each other: nothing was changed, and trying again helps."""
    log.warning("database: %s", type(error.__cause__ or error).__name__, extra={"trace_id": g.get("trace_id", "")})
    answer = problem(503, "unavailable")
    answer.headers["Retry-After"] = "1"
    return answer


def on_double(error: IntegrityError) -> Response:
    """Two did the same at once, and the database let only one of them; every other breach is our own mistake."""
    said = error.orig
    if getattr(said, "sqlite_errorname", getattr(said, "sqlstate", None)) not in TAKEN:
        return on_surprise(error)
    return problem(409, "done-meanwhile")


def on_surprise(error: Exception) -> Response:
    record(error)
    return problem(500, "internal")


def record(error: BaseException | None) -> None:
    """Without the message and without the address: both may hold what a person wrote."""
    log.error("unexpected %s", type(error).__name__, exc_info=error, extra={"trace_id": g.get("trace_id", "")})


def _spoken(catalogue: Catalogue, error: dict[str, Any], tongue: str) -> dict[str, Any]:
    """The sentence for this form of this field, for its code, or for the code of the whole: with an example, if any."""
    code = error["code"]
    names = (f"form-{error.get('form')}", f"field-{code}", code)
    spoken = (catalogue.text(name, "detail", tongue, error) for name in names)
    return {**error, "detail": next(filter(None, spoken), error.get("detail", code))}
