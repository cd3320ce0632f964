"""Shapes that several resources of testing share."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from services.testing.domain.quantity import UNITS
from shared.http.shapes import Code, Exactly, Shape

LIST = {"type": "array", "items": {"type": "string"}}


class WithPoint(Exactly):
    """The pattern of a number; who writes the comma of his language is told so, and not a pattern."""

    def __call__(self, value: str) -> str:
        if "," in value:
            raise ValidationError("A number has a decimal point, no comma.")
        return super().__call__(value)


class Figure(fields.String):
    """A measured number as it was read, such as "20.00": its zeros tell how well it was read, so it stays text."""

    def __init__(self, **kwargs: Any) -> None:
        number = WithPoint("^-?[0-9]{1,9}(\\.[0-9]{1,6})?$")
        super().__init__(validate=number, metadata={"examples": ["20.00"]}, **kwargs)


class Whole(fields.Integer):
    """A whole number as JSON has it: 20 and 20.0 are the same, 20.5 and "20" are none."""

    def _deserialize(self, value: object, *context: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_whole(value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(int(value), *context, **kwargs)


def _is_whole(number: int | float) -> bool:
    return isinstance(number, int) or number.is_integer()  # an int may be too long to be a float


class Measure(fields.String):
    """A unit of measurement in its one spelling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(list(UNITS)), **kwargs)


class Label(fields.String):
    """A short name that people write on a thing, such as `AT-M1` or `P1`."""

    def __init__(self, max: int, **kwargs: Any) -> None:
        checks = [validate.Length(1, max), Exactly("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
        super().__init__(validate=checks, **kwargs)


class Reason(Shape):
    """Why, as a code."""

    reason_code = Code(required=True)
