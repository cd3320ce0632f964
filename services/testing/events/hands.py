"""What testing tells certificates alone of the people behind an examination."""

from marshmallow import fields

from shared.events.envelope import Event


class ExaminationHandled(Event):
    """Which accounts tested and corrected it, and from which it is kept, because a complaint asked for it."""

    type = "testing.examination.handled.v1"
    about = "examination_id"
    internal = True

    examination_id = fields.String(required=True)
    version = fields.Integer(required=True)
    hands = fields.List(fields.String(), required=True)
    kept_from = fields.List(fields.String(), required=True)
    kept = fields.Boolean(required=True)
