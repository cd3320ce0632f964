"""What a refusal looks like, for the documents."""

from marshmallow import INCLUDE, fields

from shared.http.shapes import Settled


class Fault(Settled):
    """One faulty field, beside the facts that its sentence was filled with."""

    class Meta:
        unknown = INCLUDE

    pointer = fields.String()
    code = fields.String()
    detail = fields.String()


class Problem(Settled):
    """RFC 9457 problem details: `code` is stable, `title` and `detail` follow Accept-Language."""

    type = fields.String(required=True)
    code = fields.String(required=True)
    status = fields.Integer(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(Fault), required=True, metadata={"maxItems": 50})
    more_errors = fields.Integer(metadata={"description": "At least so many more faults than errors tells"})
    allowed = fields.List(fields.String())
    trace_id = fields.String(required=True)
