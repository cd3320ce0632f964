"""The decision whom the words of a reporter mean."""

from marshmallow import fields

from services.complaints.schemas.moves import SHORT
from shared.http.shapes import Id, Shape, Text


class InvolvementDecision(Shape):
    """Whether the words of the reporter mean this person of the office, and why."""

    staff_id = Id(required=True)
    complained_of = fields.Boolean(required=True)
    why = Text(min=1, max=SHORT, required=True)
