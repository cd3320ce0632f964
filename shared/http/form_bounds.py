"""Reads forms with files: how many parts and how long their heads may be is settled before anybody parses them."""

import io
import re
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MOST_PARTS = 8  # a file and the words beside it; no form of ours has half as many
MOST_HEAD = 2048  # bytes of the head of one part
MOST_LINES = 8
# What werkzeug takes for the end of a line, for the end of a head, and for what may stand behind a boundary.
LINE, HEAD_END = re.compile(rb"\r\n|\n|\r"), re.compile(rb"\r\n\r\n|\r\r|\n\n")
BEHIND_MARK = rb"(--|[^\S\n\r]*(?:\r\n|\n|\r))"


class Forms(FormDataParser):
    """werkzeug's parser of multipart/form-data for a body that was looked through; nothing else is a form here."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        if mimetype != "multipart/form-data":
            return stream, self.cls(), self.cls()
        content = stream.read()
        if boundary := (options or {}).get("boundary", "").encode("ascii", "ignore"):
            bound(content, b"--" + boundary)
        return super().parse(io.BytesIO(content), mimetype, content_length, options)


class FormRequest(Request):
    """Whoever asks it for a form gets one within these bounds."""

    form_data_parser_class = Forms


def bound(content: bytes, mark: bytes) -> None:
    """Refuse more parts, or a longer head of one, than any form of ours has; looks at each byte once or twice.

    What counts as the begin of a part is what werkzeug takes for it, at the least: nothing is a part there only.
    """
    begins = re.compile(re.escape(mark) + BEHIND_MARK)
    for number, begin in enumerate(begins.finditer(content), 1):
        closing = begin[1].startswith(b"--")
        if number > MOST_PARTS or not (closing or _is_short(content[begin.end() : begin.end() + MOST_HEAD])):
            raise RequestEntityTooLarge


def _is_short(head: bytes) -> bool:
    """Whether the head of a part ends within these bytes, after few lines."""
    end = HEAD_END.search(head)
    return bool(end) and len(LINE.findall(head, 0, end.start())) < MOST_LINES
