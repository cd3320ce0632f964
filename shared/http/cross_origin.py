"""Which pages of other sites may call: what anybody may read, any page; everything else, the origins of the setting.

Nothing here rests on cookies, so no answer allows credentials: a page sends a token that it holds, or none.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from shared.http.operation_docs import HEADERS

ANY = "*"
ORIGIN, METHOD = "Access-Control-Allow-Origin", "Access-Control-Request-Method"
PLAIN = ("Accept-Language", "Content-Type", "If-None-Match", "traceparent")  # what a stranger may send
SENT = (*PLAIN, "Authorization", "Idempotency-Key", "If-Match", "Wait-For")
TOLD = ", ".join(sorted({*HEADERS, "Allow", "Content-Disposition"}))  # what a page may read of an answer
AN_HOUR = "3600"
READS = ("GET", "HEAD")
Open = Callable[[str], bool]  # whether anybody may read this address by this method


def install(app: Flask, origins: str, is_open: Open) -> None:
    """Answer what browsers ask beforehand, before anybody is asked who he is; mark every other answer.

    `origins`: exact ones with commas between them.
    """
    listed = {one.strip() for one in origins.split(",")} - {""}

    def mark(answer: Response) -> Response:
        answer.vary.add("Origin")
        allowed = _allowed(listed, is_open)
        if allowed:
            answer.headers[ORIGIN] = allowed
            answer.headers |= _beforehand(allowed) if _asks_beforehand() else {"Access-Control-Expose-Headers": TOLD}
        return answer

    app.before_request(_answer_beforehand)
    app.after_request(mark)


def reads_openly(method: str) -> bool:
    """Whether the address at hand is read by this method without an account."""
    view: Any = current_app.view_functions.get(_endpoint(method))
    reads = method in READS or getattr(view, "options", {}).get("reads")
    return bool(reads) and getattr(view, "allowed_roles", None) == ()


def _endpoint(method: str) -> str:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(method=method)[0] if adapter else ""
    except HTTPException:
        return ""


def _asks_beforehand() -> bool:
    return request.method == "OPTIONS" and METHOD in request.headers


def _answer_beforehand() -> Response | None:
    """It changes nothing and reads nothing, so it costs less than to count it."""
    return Response(status=HTTPStatus.NO_CONTENT) if _asks_beforehand() and "Origin" in request.headers else None


def _allowed(listed: set[str], is_open: Open) -> str:
    """Whom the answer is for: the asking page, any page, or none."""
    origin = request.headers.get("Origin", "")
    if origin and listed & {origin, ANY}:
        return origin
    method = request.headers[METHOD] if _asks_beforehand() else request.method
    return ANY if is_open(method) else ""


def _beforehand(allowed: str) -> dict[str, str]:
    sent = PLAIN if allowed == ANY else SENT
    return {
        "Access-Control-Allow-Methods": request.headers[METHOD],
        "Access-Control-Allow-Headers": ", ".join(sent),
        "Access-Control-Max-Age": AN_HOUR,
    }
