"""Reads the bodies of requests, whole and within bounds, before anything is done with them."""

import json
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from flask import Request, request
from flask.json.provider import DefaultJSONProvider
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from shared.errors import Refused

KILOBYTE = 1024
MAX_UPLOAD = 10 * KILOBYTE * KILOBYTE
FORM = "multipart/form-data"
DEEPEST = 32  # no shape of ours nests half as deep
BYTES_PER_VALUE = 16  # a body of nothing but tiny values costs far more to check than its bytes say
MOST_VALUES = 10_000  # checked by their shapes within a second; the longest lawful record has a quarter of it
UTF8 = ("utf-8", "utf-8-sig")
# A string that nothing closes reaches to the end, so that no body makes this search start again and again.
STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
STEPS = dict(zip(b"[{]}", (1, 1, -1, -1), strict=True))
BESIDE = bytes(set(range(256)) - set(STEPS))


@dataclass(frozen=True)
class Limit:
    """How many bytes of body a route takes: `json` counts for everything but forms; a route without `form` takes none.

    The gateway and the server hold a body before any route sees it; their bound is `MAX_UPLOAD`.
    """

    json: int = 64 * KILOBYTE
    form: int = 0


USUAL = Limit()


def take(limit: Limit) -> None:
    """Read the body to its end: nothing waits for the network later, when a transaction is open.

    Forms are taken apart later, where somebody wants their parts.
    """
    form = limit.form if request.mimetype == FORM else 0
    request.max_content_length = form or limit.json
    content = request.get_data(cache=True)
    if request.is_json:
        _weigh(content, limit.json)


def _weigh(content: bytes, limit: int) -> None:
    """Refuse what holds too many values or nests too deep before anybody parses it.

    The search below knows bytes, so the text must be UTF-8, as RFC 8259 section 8.1 demands.
    """
    most = min(limit // BYTES_PER_VALUE, MOST_VALUES)
    if json.detect_encoding(content) not in UTF8:
        raise BadRequest
    if content.count(b",") <= most and content.count(b"[") + content.count(b"{") <= DEEPEST:
        return
    bare = STRING.sub(b"", content)
    if bare.count(b",") > most:
        raise RequestEntityTooLarge
    if max(accumulate(map(STEPS.__getitem__, bare.translate(None, BESIDE))), default=0) > DEEPEST:
        raise BadRequest


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no name is said twice: of two values another reader on the way may have taken the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is said twice")
    return found


class Provider(DefaultJSONProvider):
    """Flask's reader of JSON, with the same rule."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return super().loads(s, object_pairs_hook=unique, **kwargs)


class NoBody(Refused):
    """Whoever says nothing is not taken to agree with everything that a body could leave open."""

    status = 400


class Parser(FlaskParser):
    """webargs' reader, which alone takes another content type or nothing for an empty body, and deep nesting or a
    number that Python reads no further for our fault."""

    # Unknown parameters are refused like unknown fields: the shape decides.
    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": None}

    def load_json(self, req: Request, schema: Schema) -> Any:
        _expect(req, req.is_json)
        if not req.get_data(cache=True):
            raise NoBody("body-missing")
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError):  # only the reading: what the shape says of it comes later
            raise BadRequest from None

    def _raw_load_json(self, req: Request) -> Any:
        return json.loads(req.get_data(cache=True).decode(), object_pairs_hook=unique)

    def load_files(self, req: Request, schema: Schema) -> Any:
        _expect(req, req.mimetype == FORM)
        texts = {name: req.form[name] for name, field in schema.fields.items() if _is_text(field) and name in req.form}
        return {**super().load_files(req, schema), **texts}


def _is_text(field: fields.Field) -> bool:
    """Words beside the file of a form; a file that comes as text is none."""
    return isinstance(field, fields.String)


def _expect(req: Request, suits: bool) -> None:
    if not suits and req.get_data(cache=True):
        raise UnsupportedMediaType
