"""The least body that a shape takes, made from its fields: for tests that walk every route."""

from typing import Any

from marshmallow import Schema, fields, validate

from shared.http.shapes import Amount, Code, Facts, Id, Moment
from shared.ids import uuid7

MAKERS = (
    (Id, lambda _: uuid7()),
    (Code, lambda _: "x"),
    (Facts, lambda _: {"x": "1"}),
    (Amount, lambda _: "1"),
    (Moment, lambda _: "2026-11-23T02:00:00Z"),
    (fields.Date, lambda _: "2026-11-23"),
    (fields.Boolean, lambda _: True),
    (fields.Integer, lambda _: 1),
    (fields.Dict, lambda _: {}),
    (fields.Nested, lambda field: least(field.schema)),
    (fields.List, lambda field: [value(field.inner)]),
)


def least(shape: Schema) -> dict[str, Any]:
    """Only what must be said."""
    return {field.data_key or name: value(field) for name, field in shape.fields.items() if field.required}


def value(field: fields.Field) -> Any:
    """Something that the field takes."""
    choices = next((list(one.choices) for one in field.validators if isinstance(one, validate.OneOf)), None)
    if choices:
        return choices[0]
    return next((make(field) for kind, make in MAKERS if isinstance(field, kind)), "1")


def placed(shape: Schema, pointer: str, said: Any) -> dict[str, Any]:
    """The least body with one more value at `pointer` (`*` is the first place of a list), and what lies around it."""
    first, _, rest = pointer.removeprefix("/").partition("/")
    field = next(one for name, one in shape.fields.items() if (one.data_key or name) == first)
    if rest.startswith("*/"):
        inside: Any = [placed(field.inner.schema, rest[2:], said)]
    else:
        inside = placed(field.schema, rest, said) if rest else said
    return {**least(shape), first: inside}
