"""Speaks HTTP to a real process with the standard library; bears processes that die while answering."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from shared.ids import uuid7

PATIENCE = 90


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of an answer, in the words of Flask's test client."""

    status_code: int
    headers: Any
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data or b"null")


@dataclass
class Speaker:
    """One person at one service. A request that gets no answer is sent again, with the same Idempotency-Key."""

    url: str
    token: str = ""
    retries: int = field(default=0)
    note: Callable[[urllib.request.Request, Answer], None] = field(default=lambda *_: None)

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, match: Any = None, key: str = "", **headers: str) -> Answer:
        return self.send("POST", path, {} if body is None else body, match, key, **headers)

    def send(
        self, method: str, path: str, body: Any = None, match: Any = None, key: str = "", **headers: str
    ) -> Answer:
        tag = match.headers["ETag"] if hasattr(match, "headers") else f'"{match["version"]}"' if match else None
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        own |= {"Idempotency-Key": key or uuid7()} if method == "POST" else {}
        own |= {"If-Match": tag} if tag else {}
        own |= {"Content-Type": "application/json"} if body is not None else {}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", content, {**own, **headers}, method=method)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._once(request)
                self.note(request, answer)
                return answer
            except (OSError, HTTPException):
                self.retries += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _once(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())
