"""What the server itself refuses, before there is an application: the one error shape, in both languages at once."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

from gunicorn.http import errors

from shared.config import Settings
from shared.http import headers
from shared.http.server import plain_problems

PROCESS = "web"
OURS = HTTPStatus.INTERNAL_SERVER_ERROR
RETRY = {HTTPStatus.REQUEST_TIMEOUT: 1, HTTPStatus.SERVICE_UNAVAILABLE: 2}
STATUSES: Mapping[type[Exception], HTTPStatus] = {
    errors.InvalidResponseHeader: OURS,
    errors.InvalidResponseHeaderName: OURS,
    errors.ConfigurationProblem: OURS,
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


def status_of(fault: BaseException) -> HTTPStatus:
    """What a fault of reading a request is called; anything else is our own."""
    return next((status for kind, status in STATUSES.items() if isinstance(fault, kind)), OURS)


@cache
def refusal(status: HTTPStatus) -> bytes:
    """A whole answer, after which the connection ends."""
    content = plain_problems.body(status.value).encode()
    own = {"Connection": "close", "Content-Type": plain_problems.MEDIA, "Content-Length": str(len(content))}
    own |= {"Retry-After": str(RETRY[status])} if status in RETRY else {}
    own |= headers.standing(Settings.from_env(PROCESS))
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in own.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content
