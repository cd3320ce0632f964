"""What the services have acknowledged: every write that was answered with 2xx, as the client saw it."""

import json
import threading
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.live.office import Office
from tests.live.speaker import Answer, Speaker

CREATED = 201


@dataclass(frozen=True)
class Acknowledged:
    """One answer: what was asked of whom, under which key, and what was promised."""

    service: str
    path: str
    key: str
    created: bool
    position: int
    id: str

    @property
    def move(self) -> str:
        """The last word of the address: `acceptance`, `booking`, or the plural of what was made."""
        return self.path.rsplit("/", 1)[1]


@dataclass
class Answers:
    """Listens to everybody who speaks."""

    office: Office
    kept: list[Acknowledged] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    speakers: list[Speaker] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def speaker(self, service: str, role: str) -> Speaker:
        """Somebody whose acknowledged writes are remembered."""
        one = self.office.speaker(service, role)
        one.note = lambda request, answer: self._note(service, request, answer)
        self.speakers.append(one)
        return one

    @property
    def retries(self) -> int:
        """How often somebody got no answer and asked again, with the same key."""
        return sum(one.retries for one in self.speakers)

    def _note(self, service: str, request: urllib.request.Request, answer: Answer) -> None:
        if request.get_method() == "GET":
            return
        with self._lock:
            if answer.status_code in (200, CREATED):
                self.kept.append(_read(service, request, answer))
            else:
                self.refused[answer.status_code] += 1


def _read(service: str, request: urllib.request.Request, answer: Answer) -> Acknowledged:
    path, key = urlsplit(request.full_url).path, request.get_header("Idempotency-key", "")
    position = int(answer.headers.get("Event-Position", "0"))
    made = json.loads(answer.data or b"{}").get("id", "")
    return Acknowledged(service, path, key, answer.status_code == CREATED, position, made)
