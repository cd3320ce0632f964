"""One way to declare a route: who may call it, what goes in, what comes out, and which conditions it demands."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Unpack

import flask_smorest
from flask import make_response, request

from shared.http import operation_docs, preconditions, reserved_fields
from shared.http.access import allow
from shared.http.anonymity import unnamed
from shared.http.bodies import MAX_UPLOAD, USUAL, Limit, Parser
from shared.http.idempotency import keyed, once
from shared.http.multipart import admitting, judging
from shared.http.operation_options import Options, changes
from shared.http.paging import Listing, page_schema
from shared.http.shapes import Shape

BINARY = {"type": "string", "format": "binary"}


class Blueprint(flask_smorest.Blueprint):
    """A service's routes. `get`, `post`, `put`, `patch` and `delete` all take the same options."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(self._prepare_declared)

    def operation(self, rule: str, method: str, **options: Unpack[Options]) -> Callable:
        """Route `rule`: access first, then conditions, then shapes, then the view.

        `creates`: 201 with Location; Idempotency-Key, which each change may have, is required. `match`: If-Match is
        required and handed to the view as `match`. `unnamed`: when it says so of the body, nobody is the caller.
        `many`: the view returns a Listing. `media`: the view returns a Response of that type, or of one of several,
        with blanks between them. `reads`: changes nothing, whatever its method.
        `json_limit`: more bytes of body than the usual; `form_limit`: takes a form of so many, as `files` implies.
        `files`: the shape of a form with a file, taken apart once `may`, called like the view, raised no refusal.
        `name`: of the operation, where the view's does not do. `tells`: further headers of its answer. `rate`: its
        class of calls. `known`: roles that count without opening it; `closed`: who is turned away.

        Whatever reads or checks what the caller sent stands before `once`, which opens the transaction.
        """

        def declare(view: Callable) -> Callable:
            wrapped = self._answered(_answering(view, options), options)
            wrapped = self._documented(self._guarded(wrapped, options, method), options, method)
            name = options.get("name") or operation_docs.name_of(view.__name__, rule)
            wrapped._apidoc["declared"] = name, options
            self.route(rule, methods=[method.upper()])(_entrance(wrapped, options))
            return view

        return declare

    def get(self, rule: str, **options: Unpack[Options]) -> Callable:
        return self.operation(rule, "get", **options)

    def post(self, rule: str, **options: Unpack[Options]) -> Callable:
        return self.operation(rule, "post", **options)

    def put(self, rule: str, **options: Unpack[Options]) -> Callable:
        return self.operation(rule, "put", **options)

    def patch(self, rule: str, **options: Unpack[Options]) -> Callable:
        return self.operation(rule, "patch", **options)

    def delete(self, rule: str, **options: Unpack[Options]) -> Callable:
        return self.operation(rule, "delete", **options)

    def _guarded(self, view: Callable, options: Options, method: str) -> Callable:
        (match, files, unknown), acts = map(options.get, ("match", "files", "unnamed")), changes(method, options)
        form = self._form(options) if files else None
        checks = (files, form), (True, self._shaped(options)), (match, preconditions.matching)
        key = keyed(bool(options.get("creates")))
        for wanted, guard in ((acts, once), *checks, (acts, key), (unknown, unnamed(unknown))):
            view = guard(view) if wanted else view
        return view

    def _answered(self, view: Callable, options: Options) -> Callable:
        status = options.get("status", 201 if options.get("creates") else 200)
        if media := options.get("media"):
            shape = options["answer"](many=True) if "answer" in options else BINARY
            first, *more = media.split()
            view = self.response(status, shape, content_type=first)(view)
            if more:
                view = self.doc(responses={status: {"content": {one: {"schema": shape} for one in more}}})(view)
        else:
            shape = options.get("answer")
            view = self.response(status, page_schema(shape) if options.get("many") else shape)(view)
        return view

    def _shaped(self, options: Options) -> Callable:
        """What comes in is checked against its shapes."""

        def shaped(view: Callable) -> Callable:
            view = reserved_fields.guarded(view, options["body"]) if "body" in options else view
            for location, key in (("json", "body"), ("query", "query")):
                if schema := options.get(key):
                    view = self.arguments(schema, location=location)(view)
            return view

        return shaped

    def _form(self, options: Options) -> Callable:
        """A form is taken apart and its file is judged, in this order, once the caller has been let in."""

        def formed(view: Callable) -> Callable:
            view = self.arguments(options["files"], location="files")(judging(options["files"])(view))
            return admitting(options["may"])(view)

        return formed

    def _documented(self, view: Callable, options: Options, method: str) -> Callable:
        codes = {422} if options.keys() & {"body", "query", "files"} else set()
        codes |= {400, 409, 415, 413} if options.keys() & {"body", "files"} else set()
        codes |= {401, 403} if options["allow"] or options.get("known") else {401}
        codes |= {412, 428, 409, 422} if options.get("match") else set()
        codes |= {400, 409, 413, 422} if changes(method, options) else set()
        codes |= {409, 422} if options.get("media") else set()
        for code in sorted(codes | {400, 404, 429, 503}):
            view = self.alt_response(code, description=operation_docs.phrase(code))(view)
        security = [{"bearer": []}] if options["allow"] else [{}, {"bearer": []}]
        view = self.doc(security=security)(view)
        view.__doc__ = operation_docs.spoken(view.__doc__ or "", options)
        return view

    def _prepare_declared(self, doc: dict[str, Any], info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
        """Name, headers and refusals stand beside what flask-smorest makes of the shapes."""
        return operation_docs.complete(doc, method, *info["declared"]) if "declared" in info else doc


def _limit(options: Options) -> Limit:
    form = MAX_UPLOAD if "files" in options else 0
    return Limit(options.get("json_limit", USUAL.json), options.get("form_limit", form))


def _entrance(view: Callable, options: Options) -> Callable:
    """The view behind its door; what was declared of it goes along for whoever writes the contracts."""
    said = {name: options[name] for name in ("known", "closed", "rate") if name in options}
    entrance = allow(*options["allow"], limit=_limit(options), **said)(view)
    entrance.options = options
    return entrance


def _answering(view: Callable, options: Options) -> Callable:
    """Add ETag, Location and Link to what the view returns."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        result = view(*args, **kwargs)
        if options.get("media"):
            return make_response(result)
        if isinstance(result, Listing):
            return {"items": result.items, "next": result.cursor}, _status(options), result.headers()
        return result, _status(options), _headers(result, options)

    return answered


def _status(options: Options) -> int:
    return options.get("status", 201 if options.get("creates") else 200)


def _headers(result: Any, options: Options) -> dict[str, str]:
    headers = {}
    if version := getattr(getattr(result, "whole", result), "version", None):
        headers["ETag"] = f'"{version}"'
    if options.get("creates") and (id := getattr(result, "id", None)):
        headers["Location"] = f"{request.script_root}{request.path}/{id}"
    return headers


class Query(Shape):
    """Base of query parameters: unknown ones are refused."""
