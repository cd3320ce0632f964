"""Verifiers and standards over HTTP."""

from marshmallow import fields, validate

from services.testing.schemas.common import Figure, Label, Measure
from shared.http.shapes import Code, Shape, Text

SCOPE = {"validate": validate.Length(1, 100)}


class VerifierChange(Shape):
    """A new decree, a new certificate, another scope, or an end before its time."""

    name = Text(min=1, max=120)
    decree = Text(max=120)
    appointed_from = fields.Date()
    appointed_until = fields.Date()
    certified_until = fields.Date()
    scope = fields.List(Code(max=40), **SCOPE)


class NewVerifier(VerifierChange):
    """An officer entitled to mark; `subject` is the `sub` of the token, `code` is what the others see."""

    code = Label(max=20, required=True)
    subject = Text(min=1, max=120, required=True)
    name = Text(min=1, max=120, required=True)
    appointed_from = fields.Date(required=True)
    appointed_until = fields.Date(required=True)
    certified_until = fields.Date(required=True)
    scope = fields.List(Code(max=40), required=True, **SCOPE)


class VerifierShape(Shape):
    """A verifier."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    subject = fields.String(required=True)
    decree = fields.String()
    appointed_from = fields.Date(required=True)
    appointed_until = fields.Date(required=True)
    certified_until = fields.Date(required=True)
    scope = fields.List(fields.String(), required=True)


class CorrectionShape(Shape):
    """What the calibration says a nominal value really is beyond its name, and how sure that is (k = 2)."""

    nominal = Figure(required=True)
    correction = Figure(required=True)
    uncertainty = Figure()
    unit = Measure(required=True)


class StandardChange(Shape):
    """A new calibration; `max_error` is the largest error as stated, in `unit`."""

    name = Text(min=1, max=120)
    accuracy_class = Text(max=20)
    range = Text(max=120)
    certificate = Text(max=120)
    valid_until = fields.Date()
    max_error = Figure(allow_none=True)
    unit = Measure()
    corrections = fields.List(fields.Nested(CorrectionShape), validate=validate.Length(max=100))


class NewStandard(StandardChange):
    """A reference standard and until when its calibration holds."""

    code = Label(max=40, required=True)
    name = Text(min=1, max=120, required=True)
    certificate = Text(min=1, max=120, required=True)
    valid_until = fields.Date(required=True)


class StandardShape(Shape):
    """A reference standard."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    accuracy_class = fields.String()
    range = fields.String()
    certificate = fields.String()
    valid_until = fields.Date(required=True)
    max_error = fields.String(allow_none=True)
    unit = fields.String()
    corrections = fields.List(fields.Nested(CorrectionShape))
