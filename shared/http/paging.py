"""Lists that stay right while rows are added: pages by key, opaque cursors."""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request
from marshmallow import Schema, fields, validate
from peewee import Model, prefetch

from shared.database.audit_trail import MOST_LINES
from shared.database.bounded_reads import filled
from shared.database.encryption import Vault
from shared.errors import Refused
from shared.http.shapes import Moment, Settled, Shape, Text

MOST = 100
KEY = re.compile(r"[\x20-\x7e]{1,36}")  # what ids are made of
CHECK = 32  # letters of the check before the key


class BadCursor(Refused):
    """A cursor that this service did not give out."""

    status = 400


class BackQuery(Shape):
    """Which part of a history is wanted: the newest lines, or by the cursor those before."""

    cursor = Text(max=200, load_default="")


class PageQuery(BackQuery):
    """Which part of a list is wanted; `limit` is the most, and a page of large things ends sooner."""

    limit = fields.Integer(load_default=20, strict=False, validate=validate.Range(1, MOST))


class HistoryShape(Shape):
    """One line of a history."""

    at = Moment(required=True)
    by_name = fields.String(required=True)
    action = fields.String(required=True)
    source = fields.String(required=True)
    target = fields.String(required=True)
    facts = fields.Dict(required=True)


@dataclass(frozen=True)
class Listing:
    """One page of rows, newest first or a part of a history, and the cursor of the next."""

    items: list[Any]
    cursor: str | None

    def headers(self) -> dict[str, str]:
        if not self.cursor:
            return {}
        query = urlencode({**request.args, "cursor": self.cursor})
        return {"Link": f'<{request.script_root}{request.path}?{query}>; rel="next"'}


def page(query: Any, limit: int, cursor: str, *parts: Any) -> Listing:
    """Rows of a peewee query, newest id first, after `cursor`; raises BadCursor (400). At most `limit`, and fewer when
    they are large: the cursor goes on where the page ends.

    `parts`: queries of what belongs to each row, read together.
    """
    model = query.model
    after = _opened(cursor, model) if cursor else ""

    def read(last: Any, count: int) -> list[Any]:
        behind = last.id if last else after
        found = query.where(model.id < behind) if behind else query
        return list(prefetch(found.order_by(model.id.desc()).limit(count), *parts))

    rows, more = filled(read, limit + 1, lambda row: _weight(row, set()))
    return Listing(rows[:limit], _sealed(rows[:limit][-1].id, model) if more else None)


def backwards(query: Any, cursor: str) -> Listing:
    """Lines of a history, oldest first: the newest that an answer bears, and the cursor of those before them."""
    found = page(query, MOST_LINES, cursor)
    return replace(found, items=found.items[::-1])


def _weight(row: Model, seen: set[int]) -> int:
    """Letters of a row and of what was read with it: about what it takes in an answer."""
    seen.add(id(row))
    beside = [one for held in vars(row).values() if isinstance(held, list) for one in held if isinstance(one, Model)]
    others = [one for one in (*beside, *row.__rel__.values()) if isinstance(one, Model) and id(one) not in seen]
    return len(str(row.__data__)) + sum(_weight(one, seen) for one in others)


def _sealed(key: str, listed: type[Model]) -> str:
    return base64.urlsafe_b64encode(f"{_check(key, listed)}{key}".encode()).decode()


def _opened(cursor: str, listed: type[Model]) -> str:
    """The id that a cursor of this list holds. Whoever has not the key of this service makes none."""
    try:
        told = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, UnicodeError, ValueError):
        told = ""
    check, key = told[:CHECK], told[CHECK:]
    good = KEY.fullmatch(key) and check.isascii() and hmac.compare_digest(check, _check(key, listed))
    if not good or _sealed(key, listed) != cursor:  # base64 has several spellings of the same bytes
        raise BadCursor("bad-cursor")
    return key


def _check(key: str, listed: type[Model]) -> str:
    vault: Vault = current_app.extensions["service"].store.vault
    return vault.digest(f"cursor\n{listed.__name__}\n{key}")[:CHECK]


@cache
def page_schema(shape: type[Schema]) -> type[Schema]:
    """The shape of a page of `shape`."""
    name = f"{shape.__name__.removesuffix('Shape')}PageShape"
    members = {"items": fields.List(fields.Nested(shape), required=True), "next": fields.String(allow_none=True)}
    return type(name, (Settled,), members)
