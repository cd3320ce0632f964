"""Fields of a body, or single values of them, that only some roles may write (OWASP API3:2023, mass assignment)."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from marshmallow import Schema, fields

from shared.errors import Forbidden
from shared.http.access import by

ROLES, VALUES = "x-written-by", "x-written-values"


def written_by(*roles: str, values: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Metadata of a field that only these roles may write; with `values`, only those of its values are theirs."""
    return {ROLES: list(roles), **({VALUES: [str(value) for value in values]} if values else {})}


def guarded(view: Callable, shape: type[Schema]) -> Callable:
    """The view, which gets the parsed body last, behind a check of the reserved fields that the shape has."""
    asked = shape()
    if not any(True for _ in reserved(asked)):
        return view

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if faults := list(_faults(asked, args[-1], "")):
            raise Forbidden("reserved-field", errors=faults)
        return view(*args, **kwargs)

    return checked


def reserved(shape: Schema, at: str = "") -> Iterator[tuple[str, fields.Field]]:
    """(pointer, field) of every reserved field, in parts and lists too; `*` stands for any place of a list."""
    yield from ((pointer, field) for pointer, field in every(shape, at) if ROLES in field.metadata)


def every(shape: Schema, at: str = "") -> Iterator[tuple[str, fields.Field]]:
    """The same of all fields."""
    for name, field in shape.fields.items():
        pointer, inner = f"{at}/{field.data_key or name}", field
        yield pointer, field
        if isinstance(field, fields.List):
            pointer, inner = f"{pointer}/*", field.inner
        if isinstance(inner, fields.Nested):
            yield from every(inner.schema, pointer)


def _faults(shape: Schema, body: Mapping[str, Any], at: str) -> Iterator[dict[str, str]]:
    for name, field in shape.fields.items():
        value, pointer = body.get(field.attribute or name), f"{at}/{field.data_key or name}"
        if value is not None and _is_foreign(field, value):
            yield {"pointer": pointer, "code": "reserved", "roles": ", ".join(field.metadata[ROLES])}
        inner, many = (field.inner, value or []) if isinstance(field, fields.List) else (field, [value])
        if isinstance(inner, fields.Nested):
            for place, part in enumerate(many):
                below = f"{pointer}/{place}" if inner is not field else pointer
                yield from _faults(inner.schema, part, below) if part else ()


def _is_foreign(field: fields.Field, value: Any) -> bool:
    """Whether the caller may not write this, in the roles that count here."""
    values = field.metadata.get(VALUES)
    mine = ROLES not in field.metadata or (values and value not in values)
    return not mine and not by().has(*field.metadata[ROLES])
