"""The AsyncAPI document of a service: what it tells and hears, each message as its whole body, and where to get it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from shared.events.contracts import envelope_schema
from shared.events.declarations import Event
from shared.events.envelope import CONTENT_TYPE

BATCH = "application/cloudevents-batch+json"
INTERNAL = "Only for the services of the office, never granted to anybody else."
SECURITY = {
    "login": {
        "type": "userPassword",
        "description": "login and password of the own queue, made by the operator of the office",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "a token of the role subscriber that names the types it may read, or of the role service",
    },
}
ABOUT = (
    "\n\nEvery message is a CloudEvent, JSON in structured mode, with its bytes as they stand in its teller's log. "
    "RabbitMQ brings it to a queue that the operator made; the feed hands the same bytes out by position, for ever, so "
    "what a queue lost is read there. A message may come twice: source and id are then the same. Order is promised "
    "within one subject, by sequence. Readers ignore fields and words that they do not know; further ones may come."
)
AMQP = {"bindingVersion": "0.3.0"}
QUERY = {
    "after": {"type": "integer", "minimum": 0, "description": "the position that was seen last"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 500, "description": "how many at the most"},
    "wait": {"type": "integer", "minimum": 0, "maximum": 20, "description": "seconds to wait for news"},
    "type": {"type": "string", "description": "only these types, with commas between them"},
}


def asyncapi(service: Any) -> dict[str, Any]:
    """AsyncAPI 3.0: a channel per type, `send` for what we publish, `receive` for what we hear; and our feed."""
    spoken = {kind.type: kind for kind in service.published}
    heard = {kind.type: kind for kind in service.handlers}
    kinds = {key(type_): kind for type_, kind in sorted({**heard, **spoken}.items())}
    operations = [(verb, name) for name, kind in kinds.items() for verb in _verbs(kind.type, spoken, heard)]
    told = [key(type_) for type_ in sorted(spoken)]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": service.name, "version": service.version, "description": f"{service.purpose}{ABOUT}"},
        "defaultContentType": CONTENT_TYPE,
        "servers": _servers(service),
        "channels": {**{name: _channel(name, kind, service) for name, kind in kinds.items()}, "feed": _feed(told)},
        "operations": {**{f"{verb}_{name}": _operation(verb, name) for verb, name in operations}, "send_feed": _page()},
        "components": {
            "securitySchemes": SECURITY,
            "messages": {**{name: _message(name, kind, service) for name, kind in kinds.items()}, "page": _batch(told)},
            "schemas": {name: envelope_schema(kind) for name, kind in kinds.items()},
        },
    }


def key(type_: str) -> str:
    """What an event type is called in the document, where a name holds no dot."""
    return type_.replace(".", "_")


def _verbs(type_: str, spoken: Mapping[str, Any], heard: Mapping[str, Any]) -> list[str]:
    return [verb for verb, kinds in (("send", spoken), ("receive", heard)) if type_ in kinds]


def _servers(service: Any) -> dict[str, Any]:
    """The broker, whose address and login the operator hands out, and the feed, at the address of the office."""
    address: str = service.public_url
    feed = urlsplit(address)
    broker = {"description": "host and port, as the operator says", "default": "localhost:5671"}
    return {
        "broker": {
            "host": "{broker}",
            "protocol": "amqps",
            "protocolVersion": "0-9-1",
            "description": "RabbitMQ, where the office has one: one queue for each subscriber.",
            "variables": {"broker": broker},
            "security": [_ref("components", "securitySchemes", "login")],
        },
        "feed": {
            "host": feed.netloc,
            "pathname": feed.path,
            "protocol": feed.scheme,
            "description": "The log by position, with long poll; always there.",
            "security": [_ref("components", "securitySchemes", "bearer")],
        },
    }


def _channel(name: str, kind: type[Event], service: Any) -> dict[str, Any]:
    exchange = service.internal_exchange if kind.internal else service.exchange
    binding = {"is": "routingKey", "exchange": {"name": exchange, "type": "topic", "durable": True}, **AMQP}
    return {
        "address": kind.type,
        "title": kind.type,
        "description": f"{_said(kind)} {INTERNAL}" if kind.internal else _said(kind),
        "servers": [_ref("servers", "broker")],
        "messages": {"event": _ref("components", "messages", name)},
        "bindings": {"amqp": binding},
    }


def _message(name: str, kind: type[Event], service: Any) -> dict[str, Any]:
    teller = kind.type.split(".")[0]
    whole = {"description": f"the document of {teller}, which tells it, with every field"}
    foreign = {"externalDocs": {**whole, "url": f"{service.public_url_of(teller)}/asyncapi.json"}}
    return {
        "name": kind.type,
        "title": _said(kind).partition("\n")[0],
        "contentType": CONTENT_TYPE,
        "payload": _ref("components", "schemas", name),
        "bindings": {"amqp": {"messageType": kind.type, **AMQP}},
        **({} if teller == service.name else foreign),
    }


def _feed(told: list[str]) -> dict[str, Any]:
    return {
        "address": "/v1/events",
        "title": "The feed",
        "description": f"The {len(told)} types that this service tells, by GET; Feed-Next is the next `after`.",
        "servers": [_ref("servers", "feed")],
        "messages": {"page": _ref("components", "messages", "page")},
    }


def _batch(told: list[str]) -> dict[str, Any]:
    events = {"oneOf": [_ref("components", "schemas", name) for name in told]}
    schema = {
        "type": "array",
        "maxItems": 500,
        "description": "Events in the order of their positions.",
        "items": events,
    }
    return {"name": "page", "title": "A page of the feed", "contentType": BATCH, "payload": schema}


def _operation(verb: str, name: str) -> dict[str, Any]:
    return {
        "action": verb,
        "channel": _ref("channels", name),
        "messages": [_ref("channels", name, "messages", "event")],
    }


def _page() -> dict[str, Any]:
    query = {"type": "object", "properties": QUERY}
    return {
        "action": "send",
        "channel": _ref("channels", "feed"),
        "messages": [_ref("channels", "feed", "messages", "page")],
        "bindings": {"http": {"method": "GET", "query": query, "bindingVersion": "0.3.0"}},
    }


def _said(kind: type[Event]) -> str:
    return (kind.__doc__ or "").strip()


def _ref(*names: str) -> dict[str, str]:
    return {"$ref": f"#/{'/'.join(names)}"}
