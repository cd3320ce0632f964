"""Shapes that several resources of testing share."""

from marshmallow import fields, validate

from shared.http.shapes import Moment, Shape, Text

CODE = "^[a-z][a-z0-9_-]*$"
LABEL = "^[A-Za-z0-9][A-Za-z0-9._-]*$"
NUMBER = "^-?[0-9]{1,11}(\\.[0-9]{1,9})?$"
LIST = {"type": "array", "items": {"type": "string"}}


class Figure(fields.String):
    """A measured number as it was read, such as "20.00": its zeros tell how well it was read, so it stays text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(validate=validate.Regexp(NUMBER), metadata={"examples": ["20.00"]}, **kwargs)


class Reason(Shape):
    """Why, as a code."""

    reason_code = Text(min=1, max=60, required=True, validate=[validate.Regexp(CODE)])


class HistoryShape(Shape):
    """One line of a history."""

    at = Moment()
    by_name = fields.String()
    action = fields.String()
    source = fields.String()
    target = fields.String()
    facts = fields.Dict()


class HistoryListShape(Shape):
    """A history, oldest first."""

    items = fields.List(fields.Nested(HistoryShape))
