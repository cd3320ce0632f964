"""What rests on a verifier or a standard that is, or would be, withdrawn, over HTTP."""

from marshmallow import fields

from shared.http.shapes import Shape


class SinceQuery(Shape):
    """Another first day than that of the withdrawal, to see beforehand what it would touch."""

    since = fields.Date()


class AffectedSessionShape(Shape):
    """A day that rests on it."""

    session_id = fields.String(required=True, attribute="id")
    date = fields.Date(required=True)
    mode = fields.String(required=True)
    state = fields.String(required=True)


class AffectedExaminationShape(Shape):
    """A test that rests on it; certificates know it by `examination_id`."""

    examination_id = fields.String(required=True, attribute="id")
    revision = fields.Integer(required=True)
    order_id = fields.String(required=True)
    session_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    tested_on = fields.Date(required=True)
    verifier_code = fields.String(required=True)
    state = fields.String(required=True)


class AffectedShape(Shape):
    """What rests on a verifier or a standard outside the days on which it counts, oldest first."""

    since = fields.Date(required=True, allow_none=True)
    sessions = fields.List(fields.Nested(AffectedSessionShape), required=True)
    examinations = fields.List(fields.Nested(AffectedExaminationShape), required=True)
