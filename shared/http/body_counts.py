"""What a body holds too many of is told before any of its parts is looked at: checking them costs more than sending."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import islice
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

CROWD, MOST_NAMED = 50, 500  # unknown names that are told one by one, and those that are counted at all
ENOUGH = 50  # faults
NOBODY = -1  # nothing is being checked
_found: ContextVar[int] = ContextVar("found", default=NOBODY)
MANY = (fields.List, fields.Dict)


def crowded(shape: Schema, data: dict[str, Any]) -> dict[str, list[str]]:
    """Faults by name: unknown names when they are a crowd (marshmallow's time grows with the square of their number),
    otherwise lists and dictionaries above the bound of their field."""
    if len(data) > len(shape.fields) + CROWD:
        unknown = (name for name in data if name not in shape.load_fields)
        return {name: ["Unknown field."] for name in islice(unknown, MOST_NAMED)}
    given = ((name, most, data.get(name)) for name, most in _bounds(type(shape)))
    return {
        name: [f"Longer than maximum length {most}."]
        for name, most, value in given
        if isinstance(value, list | dict) and len(value) > most
    }


@contextmanager
def patience() -> Iterator[None]:
    """Around the checking of a shape, and again of each shape in it: after so many faults no further one is looked at.

    An answer tells no more of them, and a fault costs far more to find than to send.
    """
    before = after = _found.get()
    if before >= ENOUGH:
        raise ValidationError("Not checked: enough faults were found before it.")
    _found.set(max(before, 0))
    try:
        yield
    except ValidationError as error:
        after = before if before == NOBODY else before + _leaves(error.messages)
        raise
    finally:
        _found.set(after)


def _leaves(messages: Any) -> int:
    if isinstance(messages, dict):
        return sum(map(_leaves, messages.values()))
    return len(messages) if isinstance(messages, list) else 1


@cache
def _bounds(shape: type[Schema]) -> list[tuple[str, int]]:
    """(name, most) of each list and dictionary of the shape."""
    many = {one.data_key or name: one for name, one in shape().load_fields.items() if isinstance(one, MANY)}
    checks = [(name, check) for name, one in many.items() for check in one.validators]
    return [(name, check.max) for name, check in checks if isinstance(check, validate.Length) and check.max]
