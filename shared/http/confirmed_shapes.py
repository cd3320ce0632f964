"""How a row of authority shows who entered it, who confirmed it, and what waits for a second person."""

from marshmallow import fields

from shared.http.shapes import Moment, Shape


class ProposedShape(Shape):
    """What waits for a second person, and who wants it; without facts it is the entry itself."""

    by = fields.String(required=True)
    facts = fields.Dict(required=True)


class ConfirmedShape(Shape):
    """Who entered and who confirmed it; `proposed` counts once a second person confirmed that too."""

    recorded_by = fields.String(required=True)
    confirmed_by = fields.String(allow_none=True, required=True)
    confirmed_at = Moment(allow_none=True, required=True)
    proposed = fields.Nested(ProposedShape, allow_none=True, required=True)
