"""Speaks HTTP to a running office with the standard library: one caller per person, answers as plain data."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.ids import uuid7

PATIENCE = 60.0
PAUSE = 0.05
TRIES = 5
JSON = "application/json"


class Refused(Exception):
    """The office said no: `status`, and its problem document."""

    def __init__(self, asked: str, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{asked}: {status} {problem.get('code', '')}: {problem.get('detail', '')} {problem}")
        self.status, self.problem = status, problem
        self.code = problem.get("code", "")


class Late(Exception):
    """What should have come to pass did not, in the time allowed."""


@dataclass
class Office:
    """Where the services answer, and the last event position each told a caller here."""

    bases: Mapping[str, str]
    tokens: Path
    told: dict[str, int] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """`/intake/v1/…`, wherever intake answers."""
        name, _, rest = path.lstrip("/").partition("/")
        return f"{self.bases[name]}/{rest}" if name in self.bases else f"{self.bases['']}{path}"

    def person(self, file: str = "") -> "Caller":
        """Somebody of the demo office; without a name, anybody from the street."""
        return Caller(self, (self.tokens / file).read_text().strip() if file else "")


@dataclass
class Caller:
    """One person. Every creating request carries a fresh Idempotency-Key, every action the version it acts on."""

    office: Office
    token: str = field(repr=False, default="")

    def get(self, path: str, after: str = "") -> Any:
        """`after`: a service whose last told event shall have been worked on first."""
        headers = {"Wait-For": f"{after}={self.office.told[after]}"} if after in self.office.told else {}
        return json.loads(self.send("GET", path, headers))

    def file(self, path: str, **headers: str) -> bytes:
        return self.send("GET", path, headers)

    def post(self, path: str, body: Any = None, match: Any = None) -> Any:
        return json.loads(self.send("POST", path, _conditions(match), {} if body is None else body) or b"null")

    def patch(self, path: str, body: Any, match: Any) -> Any:
        return json.loads(self.send("PATCH", path, _conditions(match), body))

    def send(self, method: str, path: str, headers: Mapping[str, str], body: Any = None) -> bytes:
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        own = {"Content-Type": JSON} if content is not None else {}
        own |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        own |= {"Idempotency-Key": uuid7()} if method == "POST" else {}
        request = urllib.request.Request(self.office.url(path), content, {**own, **headers}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                self._note(path, answer.headers.get("Event-Position"))
                return answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}", error.code, _problem(error.read())) from error

    def until(self, path: str, so: Callable[[Any], Any], after: str = "") -> Any:
        """Read until `so` holds: what one service knows of another arrives by events, a moment later."""
        deadline = time.monotonic() + PATIENCE
        while not so(seen := self.get(path, after)):
            if time.monotonic() > deadline:
                raise Late(f"{path} after {PATIENCE:.0f} s: {seen}")
            time.sleep(PAUSE)
        return seen

    def _note(self, path: str, position: str | None) -> None:
        if position:
            self.office.told[path.lstrip("/").partition("/")[0]] = int(position)


def on_newest(read: Callable[[], Any], act: Callable[[Any], Any]) -> Any:
    """Act on what was just read; if an event changed it in between, read again, as an officer would."""
    for _ in range(TRIES):
        try:
            return act(read())
        except Refused as no:
            if no.code != "stale":
                raise
    return act(read())


def _conditions(match: Any) -> dict[str, str]:
    return {"If-Match": f'"{match["version"]}"'} if match else {}


def _problem(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {"detail": body[:200].decode(errors="replace")}
