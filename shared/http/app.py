"""The Flask application of a service: request life, headers, routes; business comes from the service's blueprint."""

import re
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

import flask_smorest
from flask import Flask, Response, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from shared import rate_classes
from shared.auth import revocation
from shared.config import ROOT, path
from shared.errors import NotFound, Refused
from shared.events.envelope import Cause, cause
from shared.http import (
    access,
    admin,
    cross_origin,
    docs,
    feed,
    health,
    peer_copies,
    problems,
    rate_limiting,
    thread_shares,
)
from shared.http.bodies import MAX_UPLOAD, Provider
from shared.http.form_bounds import FormRequest
from shared.http.headers import secure
from shared.http.shapes import UUID_PATTERN
from shared.ids import uuid7
from shared.observe import json_logging

MEGABYTE = 1024 * 1024
CONTROLS, NUL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]"), b"\0"
TRACEPARENT = re.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class BadCharacters(Refused):
    """What cannot stand in a parameter or a header."""

    status = 400


class IdConverter(BaseConverter):
    """`<id:…>` in a route: a UUID, in lower case; anything else is simply not found."""

    regex = UUID_PATTERN.strip("^$")
    part_isolating = True


class Application(Flask):
    """Flask, except that what fails on the way to an answer is recorded as every other failure is."""

    request_class = FormRequest

    def log_exception(self, exc_info: Any) -> None:
        problems.record(exc_info[1])


def create_app(service: Any) -> Flask:
    """Build the application of `service` (see shared.service.Service), which must be open."""
    app = Application(service.name, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_UPLOAD, MAX_FORM_MEMORY_SIZE=MEGABYTE, **docs.settings(service))
    app.json = Provider(app)
    app.json.sort_keys = False
    # Another spelling of an address was led on by a whole address, made of the host that the caller named.
    app.url_map.strict_slashes = app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    app.extensions |= parts(service)
    app.url_map.converters["id"] = IdConverter
    app.before_request(_begin)
    cross_origin.install(app, service.settings.cors_origins, cross_origin.reads_openly)
    app.before_request(access.identify)
    app.after_request(_end)
    rate_limiting.Limiter(rate_classes.rates(service.settings.rate_limits), problems.too_many).install(app)
    thread_shares.install(app, lambda: problems.problem(429, "too-many-at-once", most=thread_shares.MOST))
    app.before_request(_refuse_unstorable)
    app.before_request(health.wait_for)
    _route(app, service)
    problems.install(app)
    if hops := int(service.settings.proxy_hops):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)
    return app


def parts(service: Any) -> dict[str, Any]:
    """What requests need, under its name in `app.extensions`."""
    settings, own = service.settings, service.folder / "data" / "problems.toml"
    verifier = access.Verifier(settings.issuer, service.audience, path(settings.jwks_file), settings.jwks_url)
    verifier.revoked = revocation.of(settings)
    return {
        "service": service,
        "settings": settings,
        "catalogue": problems.Catalogue([ROOT / "shared" / "data" / "problems.toml", own]),
        "verifier": verifier,
    }


def _route(app: Flask, service: Any) -> None:
    api = flask_smorest.Api(app)
    api.register_converter(IdConverter, lambda _: {"type": "string", "format": "uuid", "pattern": UUID_PATTERN})
    docs.describe(app, api)
    for blueprint in [*service.blueprints, feed.blueprint(), peer_copies.blueprint(), admin.blueprint()]:
        api.register_blueprint(blueprint)
    for plain in [*service.pages, health.blueprint(), docs.blueprint()]:
        app.register_blueprint(plain)


def _begin() -> None:
    g.started = time.perf_counter()
    parent = TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    g.trace_id = parent[1] if parent else uuid7().replace("-", "")
    cause.set(Cause(uuid7(), "", f"00-{g.trace_id}-{g.trace_id[-16:]}-01"))
    _log().forget()


def _refuse_unstorable() -> None:
    """No database takes NUL, no route means a control character, and one in a log would begin a new line."""
    if CONTROLS.search(request.path):
        raise NotFound("not-found")
    if NUL in unquote_to_bytes(request.query_string) or any("\0" in value for value in request.headers.values()):
        raise BadCharacters("bad-characters")


def _end(answer: Response) -> Response:
    secure(answer, current_app.extensions["settings"])
    wrote = request.method not in ("GET", "HEAD", "OPTIONS") and answer.status_code < HTTPStatus.BAD_REQUEST
    if wrote and (told := _log().told):
        answer.headers["Event-Position"] = str(told)
    tag = answer.headers.get("ETag")
    fresh = tag and request.method == "GET" and answer.status_code == HTTPStatus.OK
    if fresh and request.if_none_match.contains(tag.strip('"')):
        answer.status_code, answer.data = HTTPStatus.NOT_MODIFIED, b""
    json_logging.request_done(request, answer, g)
    return answer


def _log() -> Any:
    return current_app.extensions["service"].log
