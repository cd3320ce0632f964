"""What may be said to certificates."""

from marshmallow import fields, validate

from services.certificates.domain.lifecycle import Kind, State
from shared.http.paging import PageQuery
from shared.http.shapes import Code, Id, Moment, Shape, Text, one_of


class StatedReason(Shape):
    """Why; programs read the code."""

    reason_code = Code(required=True)


class NewBatch(Shape):
    """Certificates to be signed together."""

    certificates = fields.List(Id(), required=True, validate=validate.Length(1, 500))


class CertificateQuery(PageQuery):
    """Filters of the list."""

    instrument = Id()
    item = Id()
    application = Id()
    state = fields.String(validate=one_of(State))
    kind = fields.String(validate=one_of(Kind))
    number = Text(max=60)
    district = Text(max=20)
    held = fields.Boolean(truthy={True, "true"}, falsy={False, "false"})
    since = Moment()


class Question(Shape):
    """Exactly one of the two: a code as printed, or the text of a QR code."""

    code = Text(min=1, max=80)
    qr = Text(min=1, max=2000)
