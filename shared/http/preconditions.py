"""The headers without which a changing request is refused: which version it read, under which key it acts once."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request

from shared.errors import Refused

OURS = re.compile("[0-9]{1,9}")


class ConditionRequired(Refused):
    """The caller must say which version it read."""

    status = 428


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
