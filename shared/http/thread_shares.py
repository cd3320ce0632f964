"""How many threads one caller may keep busy at a time, whatever they do: the others stay free for everybody else."""

import threading
from collections import Counter
from collections.abc import Callable

from flask import Flask, Response, current_app, g, request

from shared.http.rate_limiting import class_of, who

MOST = 8  # of the 32 threads of a web process
OWN_SEATS = ("feed", "health")  # waiting readers have seats of their own (shared.http.waiting); health costs nothing

_busy: Counter[str] = Counter()  # of the whole process, which in the embedded office runs all services
_guard = threading.Lock()


def install(app: Flask, refuse: Callable[[], Response]) -> None:
    """To be called behind what identifies the caller; `refuse` makes the answer to one call too many."""

    def take() -> Response | None:
        view = current_app.view_functions.get(request.endpoint or "")
        if class_of(view, request.method) in OWN_SEATS:
            return None
        if _taken(caller := who()):
            g.share = caller
            return None
        answer = refuse()
        answer.headers["Retry-After"] = "1"
        return answer

    app.before_request(take)
    app.teardown_request(_give_back)


def busy() -> int:
    """How many threads work for somebody at the moment."""
    return _busy.total()


def _taken(caller: str) -> bool:
    with _guard:
        if _busy[caller] >= MOST:
            return False
        _busy[caller] += 1
    return True


def _give_back(_: BaseException | None) -> None:
    if caller := g.pop("share", None):
        with _guard:
            _busy[caller] -= 1
            if not _busy[caller]:
                del _busy[caller]
