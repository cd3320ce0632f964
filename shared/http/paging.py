"""Lists that stay right while rows are added: pages by key, opaque cursors."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields, validate
from peewee import prefetch

from shared.errors import Refused
from shared.http.shapes import Settled, Shape, Text

MOST = 100


class BadCursor(Refused):
    """A cursor that this service did not give out."""

    status = 400


class PageQuery(Shape):
    """Which part of a list is wanted."""

    limit = fields.Integer(load_default=20, strict=False, validate=validate.Range(1, MOST))
    cursor = Text(max=200, load_default="")


@dataclass(frozen=True)
class Listing:
    """One page of rows, newest first, and the cursor of the next."""

    items: list[Any]
    cursor: str | None

    def headers(self) -> dict[str, str]:
        if not self.cursor:
            return {}
        query = urlencode({**request.args, "cursor": self.cursor})
        return {"Link": f'<{request.script_root}{request.path}?{query}>; rel="next"'}


def page(query: Any, limit: int, cursor: str, *parts: Any) -> Listing:
    """Rows of a peewee query, newest id first, at most `limit`, after `cursor`; raises BadCursor (400).

    `parts`: queries of what belongs to each row, read for the whole page at once.
    """
    model = query.model
    if cursor:
        query = query.where(model.id < _opened(cursor))
    rows = list(prefetch(query.order_by(model.id.desc()).limit(limit + 1), *parts))
    more = len(rows) > limit
    return Listing(rows[:limit], _sealed(rows[limit - 1].id) if more else None)


def _sealed(key: str) -> str:
    check = hashlib.sha256(f"cursor {key}".encode()).hexdigest()[:8]
    return base64.urlsafe_b64encode(f"{check}{key}".encode()).decode()


def _opened(cursor: str) -> str:
    try:
        key = base64.urlsafe_b64decode(cursor.encode()).decode()[8:]
    except (binascii.Error, UnicodeError, ValueError):
        key = ""
    if not key or _sealed(key) != cursor:
        raise BadCursor("bad-cursor")
    return key


@cache
def page_schema(shape: type[Schema]) -> type[Schema]:
    """The shape of a page of `shape`."""
    name = f"{shape.__name__.removesuffix('Shape')}PageShape"
    members = {"items": fields.List(fields.Nested(shape), required=True), "next": fields.String(allow_none=True)}
    return type(name, (Settled,), members)
