"""Messages and notes of the office, its people, improvements, and the counts of a period."""

from marshmallow import fields, validate

from services.complaints.domain.lifecycle import IMPROVEMENT, ImprovementState
from services.complaints.schemas.moves import SHORT, PlannedShape
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Lines, Moment, Shape, Text, one_of


class NewText(Shape):
    """A text."""

    text = Lines(min=1, max=4000, required=True)


class MessageShape(Shape):
    """A public message."""

    id = fields.String()
    at = Moment(attribute="created_at")
    sender = fields.String()
    by = fields.String()
    text = fields.String()


class NoteShape(Shape):
    """An internal note."""

    id = fields.String()
    at = Moment(attribute="created_at")
    by = fields.String()
    text = fields.String()


class AttachmentShape(Shape):
    """A file of the case."""

    id = fields.String()
    at = Moment(attribute="created_at")
    media = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    from_reporter = fields.Boolean()


class SkillsShape(Shape):
    """Under which code examinations name a person, what he can do, to whom he is close, and whether he works here."""

    verifier_code = Text(max=40)

    skills = fields.List(Text(min=1, max=40), validate=validate.Length(max=20))
    conflicts = fields.List(Text(min=1, max=40), validate=validate.Length(max=50))
    active = fields.Boolean()


class NewStaff(SkillsShape):
    """A person of the office; `verifier_code` if examinations name him."""

    subject = Text(min=1, max=120, required=True)
    name = Text(min=1, max=200, required=True)
    verifier_code = Text(max=40, load_default="")
    skills = fields.List(Text(min=1, max=40), required=True, validate=validate.Length(max=20))


class ProposedShape(Shape):
    """An entry or change that waits for a second person, and who entered it."""

    by = fields.String()
    facts = fields.Nested(SkillsShape)


class StaffShape(NewStaff):
    """A person of the office; `proposed` counts once it is confirmed, and so does an entry that never was."""

    id = fields.String()
    version = fields.Integer()
    confirmed = fields.Boolean()
    proposed = fields.Nested(ProposedShape, allow_none=True)


class NewImprovement(PlannedShape):
    """Something to change, outside the evaluation of one case."""

    cause = Text(min=1, max=40, required=True)
    measure = fields.String(required=True, validate=PlannedShape().fields["measure"].validate)
    description = Lines(min=1, max=4000, required=True)
    owner_id = Id(required=True)
    due_on = fields.Date(required=True)
    effect_check = Text(min=1, max=400, required=True)


class MeasuredShape(Shape):
    """What came of it."""

    effective = fields.Boolean(required=True)
    how = Text(min=1, max=400, required=True)
    checked_on = fields.Date(required=True)


class ImprovementShape(Shape):
    """An improvement; `effect` once it was measured."""

    id = fields.String()
    version = fields.Integer()
    state = fields.String()
    complaint_id = fields.String(allow_none=True)
    cause = fields.String()
    measure = fields.String()
    description = fields.String()
    owner_id = fields.String()
    due_on = fields.Date()
    effect_check = fields.String()
    effect = fields.Dict(allow_none=True)
    next = fields.Function(lambda row: IMPROVEMENT.allowed(row.state), metadata={"type": "array", "items": {}})


class ImprovementQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(validate=one_of(ImprovementState))
    cause = Text(max=40)


class CountsShape(Shape):
    """The complaints of a period, counted from their rows."""

    period = fields.String()
    total = fields.Integer()
    by_type = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_cause = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_channel = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_stage = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_state = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_rating = fields.Dict(keys=fields.String(), values=fields.Integer())
    clocks = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String(), values=fields.Integer()))
    reopened = fields.Integer()


class RowShape(Shape):
    """One word of the catalogue in both languages."""

    code = fields.String()
    name = fields.Dict()


class CatalogueShape(Shape):
    """The words with which complaints are classified."""

    stages = fields.List(fields.Dict())
    types = fields.List(fields.Nested(RowShape))
    skills = fields.List(fields.Nested(RowShape))
    causes = fields.List(fields.Nested(RowShape))
    channels = fields.List(fields.Nested(RowShape))


class Reason(Shape):
    """A reason in words."""

    reason = Text(min=1, max=SHORT, required=True)
