"""Acts whose caller the office must not know: account and trace are let go of before anything is written."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import g, request

from shared.auth.actor import Actor
from shared.events.envelope import Cause, cause
from shared.http.access import by, leave
from shared.ids import uuid7

Condition = Callable[[Mapping[str, Any], Actor], bool]


def always(_: Mapping[str, Any], __: Actor) -> bool:
    """For routes on which an account has nothing to say."""
    return True


def unnamed(when: Condition) -> Callable:
    """From here on nobody is the caller when `when` says so of body and caller: neither rows, histories, kept answers,
    events nor logs of this request can be laid to the account, nor to other requests of the same trace."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if when(_body(), by()):
                forget()
            return view(*args, **kwargs)

        return guarded

    return declare


def forget() -> None:
    """The account, and the trace that the client brought: it may be the one of acts under his name."""
    leave()
    g.trace_id = uuid7().replace("-", "")
    cause.set(Cause(uuid7(), "", f"00-{g.trace_id}-{g.trace_id[-16:]}-01"))


def _body() -> Mapping[str, Any]:
    """What the body says, before its shape is checked; a body that cannot be read is refused later."""
    try:
        body = request.get_json(silent=True)
    except (RecursionError, ValueError):
        return {}
    return body if isinstance(body, Mapping) else {}
