"""What complaints asks of the other services, and what it has improved."""

from marshmallow import fields

from shared.events.envelope import Event


class RetestRequested(Event):
    """An instrument shall be examined again, by none of the verifiers in `other_than`; never leaves the four
    services, for it tells of whom somebody complained."""

    type = "complaints.retest.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    certificate_id = fields.String(required=True, allow_none=True)
    reason_code = fields.String(required=True)
    other_than = fields.List(fields.String(), required=True)


class SuspensionRequested(Event):
    """A certificate should not be relied on while the complaint is looked into; the head decides. Never leaves
    the four services."""

    type = "complaints.suspension.requested.v1"
    about = "complaint_id"
    internal = True

    complaint_id = fields.String(required=True)
    certificate_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class ImprovementCompleted(Event):
    """A cause was acted upon, and the effect was measured."""

    type = "complaints.improvement.completed.v1"
    about = "improvement_id"

    improvement_id = fields.String(required=True)
    complaint_id = fields.String(required=True, allow_none=True)
    cause = fields.String(required=True)
    action = fields.String(required=True)
    effective = fields.Boolean(required=True)
    checked_on = fields.Date(required=True)
