"""Promises generated from declarations: JSON Schemas of events and the AsyncAPI document of a service."""

from collections.abc import Mapping
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from shared.events.declarations import Event, schema_of
from shared.events.envelope import CONTENT_TYPE


def json_schema(kind: type[Event]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of an event's data; further fields may come, so they are allowed."""
    plugin = MarshmallowPlugin()
    spec = APISpec(title=kind.type, version="1", openapi_version="3.1.0", plugins=[plugin])
    converter: Any = plugin.converter
    components: Any = spec.components
    shape = _inlined(converter.schema2jsonschema(schema_of(kind)), components.schemas)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{kind.type}.json",
        "title": kind.type,
        "description": (kind.__doc__ or "").strip(),
        **shape,
        "additionalProperties": True,
    }


def asyncapi(service: Any) -> dict[str, Any]:
    """AsyncAPI 3.0: a channel per type, `send` for what we publish, `receive` for what we hear."""
    spoken = {kind.type: kind for kind in service.published}
    heard = {kind.type: kind for kind in service.handlers}
    channels, operations = {}, {}
    for type_, kind in sorted({**heard, **spoken}.items()):
        name = type_.replace(".", "_")
        channels[name] = _channel(type_, kind, service)
        for verb, kinds in (("send", spoken), ("receive", heard)):
            if type_ in kinds:
                operations[f"{verb}_{name}"] = {"action": verb, "channel": {"$ref": f"#/channels/{name}"}}
    info = {"title": service.name, "version": service.version, "description": service.purpose}
    return {"asyncapi": "3.0.0", "info": info, "channels": channels, "operations": operations}


def _channel(type_: str, kind: type[Event], service: Any) -> dict[str, Any]:
    exchange = service.internal_exchange if kind.internal else service.exchange
    binding = {"is": "routingKey", "exchange": {"name": exchange, "type": "topic", "durable": True}}
    message = {"name": type_, "contentType": CONTENT_TYPE, "payload": json_schema(kind)}
    return {
        "address": type_,
        "messages": {"event": message},
        "bindings": {"amqp": {**binding, "bindingVersion": "0.3.0"}},
    }


def _inlined(node: Any, schemas: Mapping[str, Any]) -> Any:
    """Put nested schemas where they are used, so that each file stands alone."""
    if isinstance(node, list):
        return [_inlined(one, schemas) for one in cast(list[Any], node)]
    if not isinstance(node, dict):
        return node
    known = cast(dict[str, Any], node)
    if reference := known.get("$ref"):
        return _inlined(schemas[reference.rsplit("/", 1)[1]], schemas)
    return {name: _inlined(below, schemas) for name, below in known.items()}
