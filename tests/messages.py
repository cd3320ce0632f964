"""Judges real message bodies by nothing but the AsyncAPI document that a service publishes."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from shared.events import messages
from shared.service import Service

_documents: dict[tuple[str, str], dict[str, Any]] = {}  # by service and address


def document(service: Service) -> dict[str, Any]:
    """As it is served; made once in each process."""
    key = service.name, service.public_url
    if key not in _documents:
        _documents[key] = json.loads(json.dumps(messages.asyncapi(service)))
    return _documents[key]


def faults(document: dict[str, Any], bodies: Iterable[bytes]) -> Iterator[str]:
    """What is wrong with each body as the payload of the message of its type; a type of a test's own has none."""
    for body in bodies:
        event = json.loads(body)
        name = messages.key(event["type"])
        if name in document["components"]["messages"]:
            yield from (f"{name}: {fault.json_path} {fault.message}" for fault in judge(document, name, event))


def judge(document: dict[str, Any], message: str, body: Any) -> Iterator[Any]:
    """The faults of one body, by the message's name."""
    whole = {**document, **document["components"]["messages"][message]["payload"]}
    return Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(body)


def told(service: Service) -> list[bytes]:
    """The bodies in the log of a service, internal ones too, as they are published."""
    return service.log.page(0, 100_000, internal=True).bodies
