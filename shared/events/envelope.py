"""How an event travels: as a CloudEvent whose bytes nobody on the way rewrites."""

import json
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from shared.ids import uuid7

CONTENT_TYPE = "application/cloudevents+json"
MAX_BYTES = 256 * 1024
MAX_DATA = MAX_BYTES - 4 * 1024  # what is left for the data when every attribute is as long as it may be
MAX_TEXT, MAX_ID, MAX_COUNT = 120, 64, 2**31 - 1  # what the columns of the inbox hold


@dataclass(frozen=True)
class Cause:
    """What led to the change at hand; travels in every event it makes."""

    correlation: str = field(default_factory=uuid7)
    causation: str = ""
    traceparent: str = ""


cause: ContextVar[Cause | None] = ContextVar("cause", default=None)


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
