"""The headers without which a changing request is refused: which version it read, under which key it acts once."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request

from shared.errors import Refused
from shared.http.idempotency import KEY_PATTERN

OURS = re.compile("[0-9]{1,9}")


class ConditionRequired(Refused):
    """The caller must say which version it read."""

    status = 428


HEADERS = [
    ("match", "If-Match", 'The version that was read, as its ETag: "3"'),
    ("creates", "Idempotency-Key", "Up to 200 letters, without an account at least 16; the same key acts once"),
]


def header(name: str, why: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    if name == "If-Match":
        schema |= {"pattern": '^"[0-9]{1,9}"$', "maxLength": 11}
    else:
        schema |= {"pattern": KEY_PATTERN}
    return {"in": "header", "name": name, "required": True, "description": why, "schema": schema}


def matching(view: Callable) -> Callable:
    """Hand the version of If-Match to the view."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if not tag:
            raise ConditionRequired("precondition-required")
        # A tag that is none of ours matches nothing.
        return view(*args, match=int(tag) if OURS.fullmatch(tag) else 0, **kwargs)

    return guarded
