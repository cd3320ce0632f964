"""Verifiers, standards and approved types over HTTP."""

from marshmallow import fields, validate

from services.testing.domain.doubts import REASONS
from services.testing.schemas.common import Figure, Label, Measure
from shared.http.confirmed_shapes import ConfirmedShape
from shared.http.shapes import Code, Exactly, Lines, Shape, Text

SCOPE = {"validate": validate.Length(1, 100)}
SIZE = {"validate": Exactly("^[0-9]{1,9}(\\.[0-9]{1,6})?$"), "metadata": {"examples": ["0.05"]}}  # never below zero


class VerifierFacts(Shape):
    """What is told of a verifier."""

    name = Text(min=1, max=120)
    decree = Text(max=120)
    appointed_from = fields.Date()
    appointed_until = fields.Date()
    certified_until = fields.Date()
    scope = fields.List(Code(max=40), **SCOPE)


class Withdrawal(Shape):
    """The first day on which nothing counts any more, and why; null takes the withdrawal back."""

    withdrawn_from = fields.Date(allow_none=True)
    withdrawn_code = fields.String(validate=validate.OneOf(REASONS))
    withdrawn_reason = Text(max=500)


class VerifierChange(VerifierFacts, Withdrawal):
    """A new decree or certificate, another scope, an end before its time; only an end from today on counts at once."""


class NewVerifier(VerifierFacts):
    """An officer entitled to mark; `subject` is the `sub` of the token, `code` is what the others see."""

    code = Label(max=20, required=True)
    subject = Text(min=1, max=120, required=True)
    name = Text(min=1, max=120, required=True)
    appointed_from = fields.Date(required=True)
    appointed_until = fields.Date(required=True)
    certified_until = fields.Date(required=True)
    scope = fields.List(Code(max=40), required=True, **SCOPE)


class WithdrawnShape(Shape):
    """Whether and why a thing is withdrawn."""

    withdrawn_from = fields.Date(allow_none=True, required=True)
    withdrawn_code = fields.String(required=True)
    withdrawn_reason = fields.String(required=True)


class VerifierShape(WithdrawnShape, ConfirmedShape):
    """A verifier; he counts once he is confirmed."""

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
    uncertainty = fields.String(**SIZE)
    unit = Measure(required=True)


class StandardFacts(Shape):
    """What is told of a standard; `max_error` is the largest error as stated, in `unit`.

    `valid_from` is the first day of the calibration; a later `valid_until` without it is a calibration of today.
    """

    name = Text(min=1, max=120)
    accuracy_class = Text(max=20)
    range = Text(max=120)
    certificate = Text(max=120)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date()
    max_error = fields.String(allow_none=True, **SIZE)
    unit = Measure()
    corrections = fields.List(fields.Nested(CorrectionShape), validate=validate.Length(max=100))


class StandardChange(StandardFacts, Withdrawal):
    """A new calibration, or since when it is not trusted any more; only an end from today on counts at once."""


class NewStandard(StandardFacts):
    """A reference standard and until when its calibration holds; it counts once a second person confirmed it."""

    code = Label(max=40, required=True)
    name = Text(min=1, max=120, required=True)
    certificate = Text(min=1, max=120, required=True)
    valid_until = fields.Date(required=True)


class StandardCheck(Shape):
    """Whether the standard is whole and clean, its seal in place; and what was seen."""

    sound = fields.Boolean(required=True)
    note = Lines(min=1, max=500, required=True)


class StandardShape(WithdrawnShape, ConfirmedShape):
    """A reference standard; it counts once it is confirmed."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    accuracy_class = fields.String()
    range = fields.String()
    certificate = fields.String()
    valid_from = fields.Date(allow_none=True, required=True)
    valid_until = fields.Date(required=True)
    max_error = fields.String(allow_none=True)
    unit = fields.String()
    corrections = fields.List(fields.Nested(CorrectionShape))
    checked_on = fields.Date(allow_none=True, required=True)


class TypeApprovalChange(Shape):
    """What may become of an approval: its holder, its models, its days."""

    holder = Text(max=200)
    brand = Text(max=120)
    models = fields.List(Text(min=1, max=120), validate=validate.Length(max=100))
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)


class NewTypeApproval(TypeApprovalChange):
    """A type approval (*izin tipe*): its number, the kind it is for, and its first day."""

    number = Text(min=1, max=120, required=True)
    kind = Code(max=40, required=True)
    valid_from = fields.Date(required=True)


class TypeApprovalShape(Shape):
    """An approved type."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    holder = fields.String()
    brand = fields.String()
    models = fields.List(fields.String())
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
