"""Promises generated from declarations: the JSON Schemas of an event's data and of the whole event as it travels."""

from collections.abc import Mapping
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from shared.events.declarations import Event, schema_of
from shared.events.envelope import MAX_ID, MAX_TEXT

Schema = dict[str, Any]
TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "string", "pattern": "^[1-9][0-9]{0,9}$", "examples": ["17"]}
# Attributes of CloudEvents 1.0 and our extensions; further ones may come.
ATTRIBUTES: Mapping[str, Schema] = {
    "specversion": {"const": "1.0", "description": "the version of CloudEvents"},
    "id": {**TEXT, "maxLength": MAX_ID, "description": "the same for everybody; source and id together are heard once"},
    "source": {**TEXT, "maxLength": MAX_TEXT, "description": "urn:<system>:<office>:<service>: who tells it"},
    "type": {**TEXT, "maxLength": MAX_TEXT, "description": "what happened, and in which version it is told"},
    "subject": {**TEXT, "maxLength": MAX_TEXT, "description": "the id of the thing that it is about"},
    "time": {"type": "string", "format": "date-time", "description": "when it happened, UTC"},
    "datacontenttype": {"const": "application/json", "description": "how the data are written"},
    "dataschema": {"type": "string", "format": "uri", "description": "where the schema of the data is served"},
    "sequence": {**COUNT, "description": "counts the events of one subject: 1, 2, 3 …"},
    "position": {**COUNT, "description": "the place in the log of the service that tells it; go on from the last one"},
    "epoch": {**COUNT, "description": "rises when the log was restored from a copy: read again from the beginning"},
    "correlationid": {
        "type": "string",
        "maxLength": MAX_ID,
        "description": "the same for all that one request led to; empty where a foreign event led to it and named none",
    },
    "causationid": {**TEXT, "maxLength": MAX_ID, "description": "the id of the event that led to this one"},
    "traceparent": {**TEXT, "maxLength": MAX_ID, "description": "W3C trace context of what led to it"},
}
OPTIONAL = ("causationid", "traceparent")


def json_schema(kind: type[Event]) -> Schema:
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
        **shape,
        "additionalProperties": True,
    }


def envelope_schema(kind: type[Event]) -> Schema:
    """The JSON Schema of the whole body, as a queue and each entry of the feed hold it; it stands alone."""
    data = {name: value for name, value in json_schema(kind).items() if not name.startswith("$")}
    own = {"type": {**ATTRIBUTES["type"], "const": kind.type}, "data": data}
    return {
        "type": "object",
        "title": kind.type,
        "description": data["description"],
        "properties": {**ATTRIBUTES, **own},
        "required": sorted({*ATTRIBUTES, *own} - {*OPTIONAL}),
        "additionalProperties": True,
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
