"""What every operation's document says beside its shapes: name, roles, headers in and out, and each refusal's body."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from apispec import APISpec

from shared.http.fault_shapes import Problem
from shared.http.idempotency import KEY_PATTERN
from shared.http.operation_options import Options, changes

PROBLEM = "application/problem+json"
COUNT = {"type": "integer", "format": "int64", "minimum": 0}
TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
TAG = {"type": "string", "pattern": '^"[0-9]{1,9}"$', "maxLength": 11}

# Header of an answer: its schema, and what it says.
HEADERS: Mapping[str, tuple[dict[str, Any], str]] = {
    "Content-Language": ({"type": "string", "enum": ["id", "en"]}, "the language of the sentences in the body"),
    "Copies-Next": (COUNT, "the position to ask for next"),
    "Copies-Seen": (COUNT, "how many events of the asking service are kept here"),
    "ETag": (TAG, "the version of what the body shows; goes back in If-Match and If-None-Match"),
    "Event-Position": (COUNT, "the last event that this change told; other services wait for it with Wait-For"),
    "Feed-Epoch": (COUNT, "rises when the log was restored from a copy: begin again at Feed-Next"),
    "Feed-Head": (COUNT, "the position of the newest event of this service"),
    "Feed-Next": (COUNT, "the position to ask for next, as `after`"),
    "Link": ({"type": "string", "maxLength": 1000}, 'the next page: <...>; rel="next"; absent on the last one'),
    "Location": ({"type": "string", "format": "uri-reference", "maxLength": 500}, "where what was made can be read"),
    "RateLimit": (
        {"type": "string", "maxLength": 100},
        "class of calls, how many are left, seconds to more",
    ),
    "RateLimit-Policy": (
        {"type": "string", "maxLength": 300},
        "class of calls, how many in how many seconds",
    ),
    "Retry-After": (COUNT, "seconds after which it may be tried again"),
    "WWW-Authenticate": ({"type": "string", "maxLength": 100}, "Bearer"),
}
# Header of a request: whether it must be there, its schema, and what it is for.
PARAMETERS: Mapping[str, tuple[bool, dict[str, Any], str]] = {
    "Accept-Language": (
        False,
        {"type": "string"},
        "id (if absent) or en: the language of sentences",
    ),
    "Idempotency-Key": (
        True,
        {**TEXT, "pattern": KEY_PATTERN},
        "Up to 200 letters, without an account at least 16; the same key acts once",
    ),
    "Repeat-Key": (
        False,
        {**TEXT, "pattern": KEY_PATTERN},
        "sent again with the same key, the same request gets its first answer and does nothing more",
    ),
    "If-Match": (True, {**TAG, "minLength": 1}, 'The version that was read, as its ETag: "3"'),
    "If-None-Match": (
        False,
        {"type": "string"},
        "a known version: 304 while it is the newest",
    ),
    "Wait-For": (
        False,
        {"type": "string", "pattern": "^[a-z]+=[0-9]+$", "maxLength": 60},
        "service=position: answer once that event was worked on here, or after 5 s; only with a token",
    ),
}
SPELLED = {"Repeat-Key": "Idempotency-Key"}  # where it may be there, and need not
OF_REFUSALS = {401: ("WWW-Authenticate",), 408: ("Retry-After",), 429: ("Retry-After",), 503: ("Retry-After",)}
CODES = (400, 401, 403, 404, 408, 409, 412, 413, 414, 415, 422, 428, 429, 500, 503)
EVERYWHERE = (408, 414, 500)  # said by the server itself, before or after the operation


def declare(spec: APISpec) -> None:
    """Put the headers, the parameters and the refusals where each operation refers to them."""
    for name, (schema, about) in HEADERS.items():
        spec.components.header(name, {"description": about, "schema": schema})
    for name, (required, schema, about) in PARAMETERS.items():
        rest = {"name": SPELLED.get(name, name), "required": required, "description": about, "schema": schema}
        spec.components.parameter(name, "header", rest)
    for code in CODES:
        headers = _references((*OF_REFUSALS.get(code, ()), "Content-Language", "RateLimit", "RateLimit-Policy"))
        body = {PROBLEM: {"schema": Problem}}
        spec.components.response(f"Refused{code}", {"description": phrase(code), "content": body, "headers": headers})


def spoken(doc: str, options: Options) -> str:
    """The docstring of a view with who may call it."""
    allowed, known = options["allow"], options.get("known", ())
    who = f"Roles: {', '.join(allowed)}." if allowed else "Needs no sign-in."
    more = f" Known here as well: {', '.join(known)}." if known else ""
    return f"{doc.strip()}\n\n{who}{more}"


def complete(doc: dict[str, Any], method: str, name: str, options: Options) -> dict[str, Any]:
    """The document of an operation with its name, its headers and what it may be refused with."""
    doc["operationId"] = name
    doc["x-roles"] = sorted(options["allow"])
    doc["parameters"] = [*doc.get("parameters", []), *_asked(method, options)]
    for code, answer in doc["responses"].items():
        if int(code) < HTTPStatus.BAD_REQUEST:
            answer["headers"] = _references(_told(method, options))
    if _has_version(options) and method == "get":
        doc["responses"][304] = {"description": phrase(304), "headers": _references(("ETag",))}
    for code in {int(code) for code in doc["responses"]} | set(EVERYWHERE):
        if code >= HTTPStatus.BAD_REQUEST:
            doc["responses"].pop(str(code), None)
            doc["responses"][code] = f"Refused{code}"
    return doc


def name_of(view: str, rule: str) -> str:
    """What the operation is called: the view's own name, with the thing that its address begins with after the verb.

    `sign` at `/certificates/<id>/signature` is `sign_certificate`, `show_history` below it `show_certificate_history`.
    """
    thing = _singular(rule.split("/")[1].replace("-", "_"))
    verb, *rest = view.rstrip("_").split("_")
    known = set(thing.split("_")) <= {_singular(word) for word in rest}
    return "_".join((verb, *rest) if known else (verb, thing, *rest))


def _singular(word: str) -> str:
    for many, one in (("ies", "y"), ("ches", "ch"), ("us", "us"), ("s", "")):
        if word.endswith(many):
            return word.removesuffix(many) + one
    return word


def phrase(code: int) -> str:
    return HTTPStatus(code).phrase


def _asked(method: str, options: Options) -> Iterator[str]:
    yield "Accept-Language"
    if options["allow"]:
        yield "Wait-For"
    if options.get("match"):
        yield "If-Match"
    if changes(method, options):
        yield "Idempotency-Key" if options.get("creates") else "Repeat-Key"
    if method == "get" and _has_version(options):
        yield "If-None-Match"


def _told(method: str, options: Options) -> Iterator[str]:
    yield from ("RateLimit", "RateLimit-Policy")
    if changes(method, options):
        yield "Event-Position"
    if options.get("creates"):
        yield "Location"
    if options.get("many"):
        yield "Link"
    if _has_version(options):
        yield "ETag"
    yield from options.get("tells", ())


def _has_version(options: Options) -> bool:
    shape = options.get("answer")
    plain = not options.get("many") and not options.get("media")
    return bool(shape and plain and "version" in shape._declared_fields)


def _references(names: Iterable[str]) -> dict[str, str]:
    """Headers by their name among the components, which apispec turns into references."""
    return {name: name for name in names}
