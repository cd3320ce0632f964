"""What each move may bring. Nothing is required here: what is missing, the domain names all at once (409)."""

from typing import Any

from marshmallow import fields, validate

from services.complaints.domain.words import OFFICE_CHANNELS, Measure, Severity, Type
from shared.http.shapes import Code, Id, Lines, Shape, Text, one_of

LONG, SHORT = 4000, 400


class AuthenticityShape(Shape):
    """Keaslian: whether it is authentic, and why we think so."""

    authentic = fields.Boolean()
    why = Text(max=SHORT)


class ImportanceShape(Shape):
    """Kepentingan: whether it matters, whose concern it is, and why."""

    important = fields.Boolean()
    standing = Text(max=SHORT)
    why = Text(max=SHORT)


class DeedShape(Shape):
    """Something somebody did on a day."""

    what = Text(max=SHORT)
    who = Text(max=200)
    when = fields.Date()


class ByCode(Shape):
    """The code that was shown at lodging."""

    code = Text(min=1, max=60, required=True)


class TakingIn(Shape):
    """Why a complaint is taken in that its reporter did not confirm."""

    why = Text(max=SHORT)


class Verification(Shape):
    """Stage 2. Either `root_cause`, with its code in the catalogue if there is one, or why it was not found."""

    authenticity = fields.Nested(AuthenticityShape)
    importance = fields.Nested(ImportanceShape)
    steps = fields.List(fields.Nested(DeedShape), validate=validate.Length(max=50))
    problem = Lines(max=LONG)
    root_cause = Lines(max=LONG)
    root_cause_code = Text(max=40)
    root_cause_not_found_because = Text(max=SHORT)


class Dismissal(Verification):
    """The evidence of a verification, and what the reporter is told."""

    message = Lines(max=LONG)


class Classification(Shape):
    """Stage 3; the priority follows from the matrix."""

    type = fields.String(validate=one_of(Type))
    severity = fields.String(validate=one_of(Severity))


class Assignment(Shape):
    """Stage 4: whom, and why this person."""

    staff_id = Id()
    why = Text(max=SHORT)


class Start(Shape):
    """Stage 4: what will be done."""

    plan = Lines(max=LONG)


class Report(Shape):
    """Stage 5: what was done."""

    actions = fields.List(fields.Nested(DeedShape), validate=validate.Length(max=50))


class Resumption(Shape):
    """Why it did not work."""

    why = Text(max=SHORT)


class EffectShape(Shape):
    """How the effect was checked, when, and by whom."""

    how = Text(max=SHORT)
    when = fields.Date()
    by = Text(max=200)


class Resolution(Shape):
    """Stage 6: the effect was checked; `resolution` is delivered to the reporter as it stands."""

    effect = fields.Nested(EffectShape)
    resolution = Lines(max=LONG)


class Stars(fields.Integer):
    """1 (bad) to 5 (good). JSON knows no integers: 4.0 is 4, and 4.5 is refused."""

    def __init__(self) -> None:
        super().__init__(strict=True, validate=validate.Range(1, 5))

    def _deserialize(self, value: Any, *context: Any, **kwargs: Any) -> int:
        whole = isinstance(value, float) and value.is_integer()
        return super()._deserialize(int(value) if whole else value, *context, **kwargs)


class Rating(Shape):
    """The reporter's answer: 1 (bad) to 5 (good), and words."""

    rating = Stars()
    words = Lines(max=LONG)


class Answer(Rating):
    """The same on the case itself: `code` is the tracking code or the token of the feedback link."""

    code = Text(min=1, max=60, required=True)


class CauseShape(Shape):
    """The confirmed cause, by its code, or why none was found."""

    code = Text(max=40)
    not_found_because = Text(max=SHORT)


class RatingReviewShape(Shape):
    """A low rating is linked to a cause, or refused with a reason."""

    linked_to_cause = Text(max=40)
    refused_because = Text(max=SHORT)


class PlannedShape(Shape):
    """What will be changed."""

    measure = fields.String(validate=one_of(Measure))
    description = Lines(max=LONG)
    owner_id = Id()
    due_on = fields.Date()
    effect_check = Text(max=SHORT)


class Evaluation(Shape):
    """Stage 7."""

    note = Lines(max=LONG)
    cause = fields.Nested(CauseShape)
    rating_review = fields.Nested(RatingReviewShape)
    improvement = fields.Nested(PlannedShape)


class Transfer(Shape):
    """The competent agency, and what the reporter is told."""

    agency = Text(max=200)
    message = Lines(max=LONG)


class ByReporter(Shape):
    """Why; `code` when the reporter himself speaks; `way` by which an officer heard it, whose word needs a second."""

    code = Text(max=60, load_default="")
    why = Text(max=SHORT)
    way = fields.String(validate=validate.OneOf(OFFICE_CHANNELS))


class Demand(Shape):
    """Why another service shall act."""

    reason_code = Code(required=True)


class RetestDemand(Demand):
    """Which instrument, when the case names none."""

    instrument_id = Id()
