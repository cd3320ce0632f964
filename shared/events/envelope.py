"""What an event is: declared once as a schema with a name, written as a CloudEvent, read tolerantly."""

import json
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError

from shared import clock
from shared.ids import uuid7

CONTENT_TYPE = "application/cloudevents+json"
MAX_BYTES = 256 * 1024
MAX_DATA = MAX_BYTES - 4 * 1024  # what is left for the data when every attribute is as long as it may be
MAX_TEXT, MAX_ID, MAX_COUNT = 120, 64, 2**31 - 1  # what the columns of the inbox hold


class Part(Schema):
    """A piece of an event; readers ignore what they do not know."""

    class Meta:
        unknown = EXCLUDE


class Event(Schema):
    """A fact that others may hear. `about` names the field that becomes the subject; `internal` ones carry personal
    data and never leave the four services. Who hears it says with `newest` that of all such words about a subject
    only the newest counts: an older one that comes after it, because the broker had lost it, is set aside."""

    type: ClassVar[str]
    about: ClassVar[str]
    internal: ClassVar[bool] = False
    newest: ClassVar[bool] = False

    class Meta:
        unknown = EXCLUDE


@dataclass(frozen=True)
class Cause:
    """What led to the change at hand; travels in every event it makes."""

    correlation: str = field(default_factory=uuid7)
    causation: str = ""
    traceparent: str = ""


cause: ContextVar[Cause | None] = ContextVar("cause", default=None)


@dataclass(frozen=True)
class Draft:
    """An event as the use case told it, before it has a place in the log."""

    kind: type[Event]
    subject: str
    data: dict[str, Any]
    id: str
    time: str
    cause: Cause


def draft(kind: type[Event], facts: dict[str, Any]) -> Draft:
    """Check the facts against the declaration here, at the sender, where the mistake is."""
    schema = _made(kind)
    if strange := facts.keys() - schema.fields.keys():
        raise ValueError(f"{kind.type} knows no {sorted(strange)}")
    data = schema.dump(facts)
    if faults := schema.validate(data):
        raise ValueError(f"{kind.type}: {faults}")
    return Draft(kind, str(data[kind.about]), data, uuid7(), clock.rfc3339(clock.now()), cause.get() or Cause())


def weight(kind: type[Event], facts: dict[str, Any]) -> int:
    """How many bytes the data of an event of these facts have; some of them may not be known yet."""
    return len(written(_made(kind).dump(facts)))


@cache
def _made(kind: type[Event]) -> Event:
    """Nobody changes a schema once it is made, and making one costs more than writing an event."""
    return kind()


def written(value: Any) -> bytes:
    """JSON as it travels."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Envelope:
    """A CloudEvent read from the outside; `raw` are its bytes, which nobody on the way rewrites.

    `later`: the type of the newest word about the subject that was acted on before this one came, or nothing.
    """

    raw: bytes
    attributes: dict[str, Any]
    later: str = ""

    def __getattr__(self, name: str) -> Any:
        try:
            return self.attributes[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def sequence(self) -> int:
        return int(self.attributes["sequence"])

    @property
    def position(self) -> int:
        return int(self.attributes["position"])


class Unreadable(Exception):
    """Bytes that are no event of ours; trying again will not help."""


def unpack(raw: bytes) -> Envelope:
    """Read the envelope, not the data; raises Unreadable naming what is wrong."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"{len(raw)} bytes, more than {MAX_BYTES}")
    try:
        attributes = json.loads(raw)
        envelope = Envelope(raw, attributes)
        wanted = {"id": MAX_ID, "source": MAX_TEXT, "type": MAX_TEXT, "subject": MAX_TEXT, "time": MAX_TEXT}
        if faults := [name for name, most in wanted.items() if not _is_text(attributes[name], most)]:
            raise Unreadable(f"attributes are no short plain text: {faults}")
        places = (envelope.sequence, envelope.position)
        if attributes["specversion"] != "1.0" or min(places) < 1 or max(places) > MAX_COUNT:
            raise Unreadable("no CloudEvent 1.0 with sequence and position")
        if speaker(envelope.source) != envelope.type.split(".")[0]:
            raise Unreadable(f"{envelope.source} cannot tell {envelope.type}")
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return envelope


def speaker(source: str) -> str:
    """The service that a source names."""
    return source.rpartition(":")[2]


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most and value.isprintable()


def read(kind: type[Event], envelope: Envelope) -> SimpleNamespace:
    """The facts that this reader declared, as attributes beside `envelope`; raises Unreadable."""
    try:
        facts = kind().load(envelope.attributes.get("data") or {})
    except ValidationError as error:
        raise Unreadable(f"{kind.type}: {error.messages}") from error
    return SimpleNamespace(**facts, envelope=envelope)
