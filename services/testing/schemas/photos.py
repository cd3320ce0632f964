"""Photos of examinations over HTTP."""

from marshmallow import fields

from services.testing.domain.record.photos import Shows
from shared.http.multipart import Upload
from shared.http.shapes import Moment, Shape, Text, one_of


class PhotoUpload(Upload):
    """A photo as a form sends it: the file, what it shows, and words beside it. It proves what it shows as it came."""

    anew = False

    kind = fields.String(required=True, validate=one_of(Shows))
    caption = Text(max=200, load_default="")


class PhotoShape(Shape):
    """A photo: what it shows, and the SHA-256 of its bytes; `carried_from` is the photo of the version before."""

    id = fields.String(required=True)
    examination_id = fields.String(required=True)
    kind = fields.String(required=True)
    caption = fields.String(required=True)
    sha256 = fields.String(required=True)
    media = fields.String(required=True)
    size = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    carried_from = fields.String(required=True, allow_none=True)
    created_at = Moment(required=True)


class PhotoListShape(Shape):
    """The photos of a record, in the order in which they came."""

    items = fields.List(fields.Nested(PhotoShape), required=True)
