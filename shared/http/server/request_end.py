"""Tells when a request has come whole; what it says and where it ends is judged by gunicorn's own parser alone.

Bytes are held as they came and handed to that parser unchanged. A mistake made here could only let a request wait too
long or hand it over too early, and then the parser finds too little and refuses it: nothing is read in two ways.
"""

import io
from typing import Any

from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import Unreader

from shared.http.bodies import KILOBYTE, MAX_UPLOAD

MOST_HEAD = 64 * KILOBYTE
MOST_BODY = MAX_UPLOAD + MAX_UPLOAD // 10  # with the frame of a form or of chunks around it
LONGEST_LINE = 8 * KILOBYTE
FEW_CHUNKS, LEAST_CHUNK = 512, 256  # beyond a few, chunks must be so many bytes on average
MOST_CHUNKS = 16_384  # each costs as much as kilobytes of a large one; a client that sends 1 kB at a time needs 11,264
PIECE = 128 * KILOBYTE
STEP = 1024 * KILOBYTE
HEX = frozenset(b"0123456789abcdefABCDEF")


class Held(Unreader):
    """What has come on a connection and was not parsed yet; where it ends the parser sees an end."""

    def __init__(self) -> None:
        super().__init__()
        self.came, self.taken = bytearray(), 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        piece = bytes(self.came[self.taken : self.taken + min(size_hint or LONGEST_LINE, PIECE)])
        self.taken += len(piece)
        return piece

    def settle(self) -> bytearray:
        """Everything that nobody parsed, in one piece again."""
        self.came, self.taken = bytearray(self.take_buffered()) + self.came[self.taken :], 0
        return self.came


class Parser(RequestParser):
    """gunicorn's parser over what is held: `whole` says when there is something for a thread to do."""

    def __init__(self, cfg: Any, client: Any) -> None:
        super().__init__(cfg, iter(()), client)
        self.unreader = self.held = Held()
        self.failure: BaseException | None = None
        self.begin()

    def begin(self) -> None:
        """Wait for the next request; what was sent ahead of it may be here already."""
        self.request: Request | None = None
        self.seen, self.chunks = 0, Chunks()
        self.held.settle()

    def whole(self) -> bool:
        """Whether a thread can read the whole request, or say what is wrong with it, without waiting."""
        if self.request is None and not (self._head_came() and self._parsed()):
            return self.failure is not None
        reader = self.request.body.reader
        if isinstance(reader, LengthReader):
            return len(self.held.came) >= reader.length
        return self.chunks.ended(self.held.came)

    @property
    def overlong(self) -> bool:
        """Whether more is announced or came than anybody takes, or in more pieces."""
        reader = self.request.body.reader if self.request else None
        return max(len(self.held.came), getattr(reader, "length", 0)) > MOST_BODY or self.chunks.many

    @property
    def expects(self) -> bool:
        """Whether the client waits to be asked for its body; true once."""
        asked = bool(self.request and self.request._expected_100_continue)
        if asked:
            self.request._expected_100_continue = False
        return asked

    def __next__(self) -> Request:
        """For the thread. Chunks are put together first: what is wrong with them is found before anybody acts."""
        if self.failure:
            raise self.failure
        if isinstance(self.request.body.reader, ChunkedReader):
            self.request.body = Body(io.BytesIO(self.request.body.read()))
        return self.request

    def finish_body(self, **_: Any) -> bool:
        """Skip what the application did not read: it is all here, so there is nothing to wait for."""
        if self.mesg is None:
            return True
        while not self.mesg.body.failed and self.mesg.body.read(STEP):
            pass
        return not self.mesg.body.failed

    def _head_came(self) -> bool:
        """An empty line came, however its lines end: whether they may end so the parser says."""
        came, start = self.held.came, max(0, self.seen - 3)
        self.seen = len(came)
        if came.find(b"\n\r\n", start) >= 0 or came.find(b"\n\n", start) >= 0:
            return True
        if self.seen > MOST_HEAD:
            self.failure = LimitRequestHeaders("max buffer headers")
        return False

    def _parsed(self) -> bool:
        try:
            self.request = super().__next__()
        except Exception as error:  # of whatever kind: the thread raises it again and answers it
            self.failure = error
            return False
        self.held.settle()
        return True


class Chunks:
    """Looks for the end of a chunked body and changes nothing in it."""

    def __init__(self) -> None:
        self.at, self.last, self.count = 0, False, 0

    @property
    def many(self) -> bool:
        """More pieces than anybody needs for so many bytes: each keeps the loop, and everybody, from something else."""
        return self.count > min(MOST_CHUNKS, FEW_CHUNKS + self.at // LEAST_CHUNK)

    def ended(self, came: bytearray) -> bool:
        """True at the end, and where the parser will find fault: it shall say so."""
        while not self.last:
            if self.many:
                return False
            end = came.find(b"\r\n", self.at)
            if end < 0:
                return len(came) - self.at > LONGEST_LINE
            digits = bytes(came[self.at : end]).partition(b";")[0].rstrip(b" \t")
            if not digits or not HEX.issuperset(digits):
                return True
            size, self.at, self.count = int(digits, 16), end + 2, self.count + 1
            self.at, self.last = self.at + (size + 2 if size else 0), not size
        trailer_ended = came.startswith(b"\r\n", self.at) or came.find(b"\r\n\r\n", self.at) >= 0
        return trailer_ended or len(came) - self.at > LONGEST_LINE
