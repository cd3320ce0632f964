"""The machine-readable promises of a service, served by itself: OpenAPI, AsyncAPI, event schemas, a plain page."""

import threading
from collections.abc import Callable
from typing import Any

import flask_smorest
from flask import Blueprint, Flask, Response, current_app, jsonify, render_template_string

from shared.errors import NotFound
from shared.events import contracts, messages
from shared.http import operation_docs
from shared.http.access import allow
from shared.http.openapi30 import lowered
from shared.http.problems import LANGUAGES

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}</title><h1>{{ title }}</h1>
<p><a href="openapi.json">OpenAPI 3.1</a> · <a href="openapi-3.0.json">3.0</a>
· <a href="asyncapi.json">AsyncAPI</a></p><table><tr><th>Method<th>Path<th>What it does</tr>
{% for path, methods in paths.items() %}{% for method, op in methods.items() if op is mapping %}
<tr><td>{{ method|upper }}<td><code>{{ path }}</code><td>{{ op.summary }}</tr>{% endfor %}{% endfor %}</table></html>"""

Made = tuple[bytes, str]  # content and media type
_building = threading.Lock()

ABOUT = (
    "Bodies that are no forms may have 64 kB unless the route says more; an answer tells at most 50 faults. "
    "Wait-For: <service>=<position> waits up to 5 s until that event was worked on here; only with a token, for two "
    "requests of an account at a time, eight in all (four only for the staff), beyond that 503 with Retry-After. "
    "A request must come whole: 10 s for its head, then at least 1 kB/s in any 10 s, otherwise 408. "
    "Eight requests of a caller are worked on at a time, beyond that 429 with Retry-After; a form has eight parts at "
    "the most, each with a head of 2 kB in eight lines."
)


def settings(service: Any) -> dict[str, Any]:
    """flask-smorest's configuration."""
    return {
        "API_TITLE": service.name,
        "API_VERSION": service.version,
        "OPENAPI_VERSION": "3.1.0",
        "API_SPEC_OPTIONS": {
            "servers": [{"url": service.public_url}],
            "info": {"description": f"{service.purpose}\n\n{ABOUT}"},
        },
    }


def describe(app: Flask, api: flask_smorest.Api) -> None:
    api.ma_plugin.converter.add_attribute_function(_promised)
    app.extensions["openapi"] = api.spec
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "RFC 8725 applies"}
    api.spec.components.security_scheme("bearer", scheme)
    operation_docs.declare(api.spec)


def _promised(_: Any, field: Any, **__: Any) -> dict[str, Any]:
    """What a field promises beyond what the converter knows."""
    return getattr(field, "promised", {})


def blueprint() -> Blueprint:
    routes = Blueprint("docs", __name__)
    rules = {
        "/openapi.json": openapi,
        "/openapi-3.0.json": openapi_30,
        "/asyncapi.json": asyncapi,
        "/schemas/<name>.json": schema,
        "/problems": catalogue,
        "/problems/<code>": explain,
        "/lifecycles.json": lifecycles,
        "/docs": page,
    }
    for rule, view in rules.items():
        routes.get(rule)(allow()(view))
    return routes


def openapi() -> Response:
    return _kept("openapi", lambda: _json(document(current_app)))


def openapi_30() -> Response:
    """The same for gateways that cannot read 3.1."""
    return _kept("openapi-3.0", lambda: _json(lowered({**document(current_app), "openapi": "3.0.3"})))


def asyncapi() -> Response:
    return _kept("asyncapi", lambda: _json(messages.asyncapi(current_app.extensions["service"])))


def schema(name: str) -> Response:
    """The JSON Schema of an event type that this service publishes."""
    published = {kind.type: kind for kind in current_app.extensions["service"].published}
    if name not in published:
        raise NotFound("not-found")
    return _kept(f"schema {name}", lambda: _json(contracts.json_schema(published[name])))


def explain(code: str) -> Response:
    """What a problem code means, in both languages."""
    catalogue = current_app.extensions["catalogue"]
    if code not in catalogue.entries:
        raise NotFound("not-found")
    return jsonify(code=code, title={tongue: catalogue.text(code, "title", tongue, {}) for tongue in LANGUAGES})


def catalogue() -> Response:
    """Every code of a refusal or of a faulty field, in both languages."""
    entries = current_app.extensions["catalogue"].entries
    return _kept("problems", lambda: _json({"items": [{"code": code, **entries[code]} for code in sorted(entries)]}))


def lifecycles() -> Response:
    """Every thing that has a life cycle, with its states and the moves out of each."""
    tables = current_app.extensions["service"].lifecycles
    moves = {thing: [dict(zip(("from", "action", "to"), map(str, move), strict=True)) for move in table.moves]
             for thing, table in tables.items()}  # fmt: skip
    return _kept("lifecycles", lambda: _json({"items": [{"thing": thing, "moves": moves[thing]} for thing in moves]}))


def page() -> Response:
    return _kept("page", _page)


def document(app: Any) -> dict[str, Any]:
    """The OpenAPI document of the running application."""
    return app.extensions["openapi"].to_dict()


def _kept(name: str, build: Callable[[], Made]) -> Response:
    """A document is built once in each process, because it never changes there and building it costs much."""
    kept = current_app.extensions.setdefault("documents", {})
    with _building:
        content, media = kept[name] if name in kept else kept.setdefault(name, build())
    answer = Response(content, content_type=media)
    answer.add_etag()
    return answer


def _json(data: dict[str, Any]) -> Made:
    return current_app.json.dumps(data).encode(), "application/json"


def _page() -> Made:
    found = document(current_app)
    text = render_template_string(PAGE, title=found["info"]["title"], paths=found["paths"])
    return text.encode(), "text/html; charset=utf-8"
