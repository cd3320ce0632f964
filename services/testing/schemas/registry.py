"""Verifiers and standards over HTTP."""

from marshmallow import fields, validate

from services.testing.schemas.common import CODE, LABEL, Figure
from shared.http.shapes import Shape, Text

SCOPE = {"validate": validate.Length(1, 100)}


class VerifierChange(Shape):
    """A new decree, a new certificate, another scope, or an end before its time."""

    name = Text(min=1, max=120)
    decree = Text(max=120)
    appointed_from = fields.Date()
    appointed_until = fields.Date()
    certified_until = fields.Date()
    scope = fields.List(Text(min=1, max=40, validate=[validate.Regexp(CODE)]), **SCOPE)


class NewVerifier(VerifierChange):
    """An officer entitled to mark; `subject` is the `sub` of the token, `code` is what the others see."""

    code = Text(min=1, max=20, required=True, validate=[validate.Regexp(LABEL)])
    subject = Text(min=1, max=120, required=True)
    name = Text(min=1, max=120, required=True)
    appointed_from = fields.Date(required=True)
    appointed_until = fields.Date(required=True)
    certified_until = fields.Date(required=True)
    scope = fields.List(Text(min=1, max=40, validate=[validate.Regexp(CODE)]), required=True, **SCOPE)


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
    """What the calibration says the standard is off by at a value."""

    value = Figure(required=True)
    correction = Figure(required=True)
    unit = Text(min=1, max=10, required=True)


class StandardChange(Shape):
    """A new calibration."""

    name = Text(min=1, max=120)
    accuracy_class = Text(max=20)
    range = Text(max=120)
    certificate = Text(max=120)
    valid_until = fields.Date()
    corrections = fields.List(fields.Nested(CorrectionShape), validate=validate.Length(max=100))


class NewStandard(StandardChange):
    """A reference standard and until when its calibration holds."""

    code = Text(min=1, max=40, required=True, validate=[validate.Regexp(LABEL)])
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
    corrections = fields.List(fields.Nested(CorrectionShape))
