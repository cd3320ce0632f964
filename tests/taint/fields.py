"""Finds every text that a caller can write freely: the fields of all bodies and queries, and of the parts of forms."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from shared.http.shapes import Text
from shared.service import Service

WRITTEN = ("body", "query", "files")


def texts(service: Service, app: Any) -> Iterator[tuple[str, str]]:
    """(`service.Shape.field`, where) of each free text; the same shape may stand in several routes."""
    for rule in app.url_map.iter_rules():
        for part, shape in written(app.view_functions[rule.endpoint]):
            yield from ((name, part) for name in of_shape(service.name, shape))


def written(view: Any) -> Iterator[tuple[str, type[Schema]]]:
    options = getattr(view, "options", {})
    yield from ((part, options[part]) for part in WRITTEN if part in options)


def of_shape(service: str, shape: type[Schema], above: tuple[type, ...] = ()) -> Iterator[str]:
    if shape in above:
        return
    for name, field in shape().fields.items():
        if is_free(field):
            yield f"{service}.{shape.__name__}.{name}"
        elif inner := nested(field):
            yield from of_shape(service, inner, (*above, shape))


def is_free(field: Any) -> bool:
    """A text that no pattern, choice or format narrows; also each of a list of them, or each value of a map."""
    field = getattr(field, "inner", None) or getattr(field, "value_field", None) or field
    return isinstance(field, Text)


def nested(field: Any) -> type[Schema] | None:
    field = getattr(field, "inner", None) or getattr(field, "value_field", None) or field
    return type(field.schema) if isinstance(field, fields.Nested) else None
