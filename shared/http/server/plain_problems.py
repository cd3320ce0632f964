"""Refusals where no application answers, such as the web server's own: one shape, both languages at once."""

import json
from functools import cache
from http import HTTPStatus

from flask import Response

from shared.config import ROOT
from shared.http.problems import LANGUAGES, Catalogue

MEDIA = "application/problem+json"
CODES = {
    400: "bad-http",
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    411: "length-required",
    413: "too-large",
    414: "address-too-long",
    415: "unsupported-media-type",
    417: "expectation-failed",
    421: "misdirected",
    429: "slow-down",
    431: "headers-too-large",
    497: "needs-https",
    500: "internal",
    501: "not-implemented",
    503: "gateway-away",
    505: "not-implemented",
}


def body(status: int) -> str:
    """What stands in the answer, on one line."""
    code = CODES.get(status, CODES[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400])
    texts = {part: " / ".join(_texts().text(code, part, tongue, {}) for tongue in LANGUAGES) for part in PARTS}
    told = {"type": "about:blank", "code": code, "status": status, **texts, "errors": [], "trace_id": ""}
    return json.dumps(told, ensure_ascii=False)


def answer(status: int) -> Response:
    """The same for an application without a catalogue."""
    return Response(body(status), status, content_type=MEDIA)


@cache
def _texts() -> Catalogue:
    return Catalogue([ROOT / "shared" / "data" / "problems.toml"])


PARTS = ("title", "detail")
