"""What the server itself refuses, before there is an application: the one error shape, in both languages at once."""

import json
from functools import cache
from http import HTTPStatus

from shared.config import ROOT
from shared.http.problems import HTTP_CODES, LANGUAGES, Catalogue

PARTS = ("title", "detail")
CODES = {status: code for status, code in HTTP_CODES.items() if code != "bad-request"}  # nobody looked at a body here
RETRY = {HTTPStatus.REQUEST_TIMEOUT: 1, HTTPStatus.SERVICE_UNAVAILABLE: 2}


class Said:
    """Stands for the socket to which gunicorn writes its own page; only the status of it is wanted."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def gettimeout(self) -> float:
        return 0.0

    def sendall(self, page: bytes) -> None:
        self.status = HTTPStatus(int(page.split(None, 2)[1]))


@cache
def refusal(status: HTTPStatus) -> bytes:
    """A whole answer, after which the connection ends."""
    code = CODES.get(status, "internal" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad-http")
    catalogue = Catalogue([ROOT / "shared" / "data" / "problems.toml"])
    texts = {part: " / ".join(catalogue.text(code, part, tongue, {}) for tongue in LANGUAGES) for part in PARTS}
    body = {"type": "about:blank", "code": code, "status": status, **texts, "errors": [], "trace_id": ""}
    content = json.dumps(body, ensure_ascii=False).encode()
    again = f"Retry-After: {RETRY[status]}\r\n" if status in RETRY else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n{again}"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content
