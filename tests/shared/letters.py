"""What tests of the inbox build with: events of a peer, and a handler that refuses what its test tells it to."""

import json
from dataclasses import dataclass, field
from typing import Any

from shared import clock
from shared.errors import Conflict
from shared.events.declarations import Event
from shared.ids import uuid7
from shared.service import Service


class Noted(Event):
    """Something public was noted."""

    type = "testing.thing.noted.v1"
    about = "thing"

    thing: str
    word: str


class Whispered(Noted):
    """Something internal was noted."""

    type = "testing.thing.whispered.v1"
    internal = True


@dataclass
class Reader:
    """Hears both events in `service`; words in `refused` make it refuse, the others are written down."""

    service: Service
    refused: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.service.inbox.listen({Noted: self.act, Whispered: self.act})

    def act(self, event: Any) -> None:
        if event.word in self.refused:
            raise Conflict("refused-in-state", event=event.word, state="any")
        self.heard.append(event.word)

    def gets(self, *words: str, subject: str = "s", kind: type[Event] = Noted) -> None:
        """Store an event for each word, in the order of the subject, and work on all that can be worked on."""
        sql = "SELECT COUNT(*) FROM inbox_event WHERE subject = ?"
        known = self.service.store.execute(sql, subject).fetchone()[0]
        bodies = [self.body(word, number, subject, kind) for number, word in enumerate(words, known + 1)]
        self.service.inbox.store_page(bodies)
        self.works()

    def works(self) -> None:
        while self.service.inbox.work() is not None:
            pass

    def body(self, word: str, sequence: int, subject: str = "s", kind: type[Event] = Noted) -> bytes:
        source, place = self.service.source_of("testing"), {"sequence": str(sequence), "position": str(sequence)}
        told = {"type": kind.type, "subject": subject, "time": clock.rfc3339(clock.now())}
        data = {"thing": subject, "word": word}
        envelope = {"specversion": "1.0", "id": uuid7(), "source": source, **place, **told, "data": data}
        return json.dumps(envelope).encode()


class Changed(Exception):
    """The reason of a rollback."""


def tell(service: Service, *subjects: str, kind: type = Noted, fails: bool = False) -> None:
    """Tell of each subject in one transaction, which may fail at its end."""
    with service.store.transaction():
        for subject in subjects:
            service.log.emit(kind, thing=subject, word="w")
        if fails:
            raise Changed


def logged(service: Service) -> list[dict[str, Any]]:
    return [json.loads(body) for body in service.log.page(0, 10_000, internal=True).bodies]
