"""What a reporter without an account reads and writes; no shape here has a field for internal text."""

from marshmallow import fields

from services.complaints.schemas.cases import WordsShape
from shared.http.shapes import Lines, Moment, Shape, Text


class CodeQuery(Shape):
    """The code that was shown at lodging."""

    code = Text(min=1, max=60, required=True)


class OptionalCodeQuery(Shape):
    """The code that was shown at lodging; officers need none."""

    code = Text(max=60, load_default="")


class PublicMessage(Shape):
    """One message of the box, from `office` or `reporter`; in old cases also `officer`, who had shown the code."""

    id = fields.String()
    at = Moment(attribute="created_at")
    sender = fields.String()
    text = fields.String()


class StageShape(Shape):
    """One of the seven stages, and whether it is reached."""

    number = fields.Integer()
    name = fields.Nested(WordsShape)
    done = fields.Boolean()


class TrackingShape(Shape):
    """Where a complaint is, what comes next, and what was said."""

    id = fields.String()
    version = fields.Integer()
    number = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)
    kind = fields.String()
    state = fields.String()
    stage = fields.Integer()
    stages = fields.List(fields.Nested(StageShape))
    next_step = fields.Nested(WordsShape)
    received_at = Moment()
    answer_due = fields.Date(allow_none=True)
    messages = fields.List(fields.Nested(PublicMessage))
    resolution = fields.String(allow_none=True)
    feedback_url = fields.String(allow_none=True)
    confirm_until = fields.Date(allow_none=True)
    reopen_until = fields.Date(allow_none=True)
    may = fields.List(fields.String())


class ReporterMessage(Shape):
    """What the reporter writes."""

    code = Text(min=1, max=60, required=True)
    text = Lines(min=1, max=4000, required=True)


class FeedbackShape(Shape):
    """What the feedback link shows."""

    version = fields.Integer()
    number = fields.String()
    state = fields.String()
    resolution = fields.String(allow_none=True)
    rating = fields.Integer(allow_none=True)
    reopen_until = fields.Date(allow_none=True)
    next_step = fields.Nested(WordsShape)
