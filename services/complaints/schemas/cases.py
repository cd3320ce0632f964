"""A complaint coming in, and everything a case shows to the office."""

from marshmallow import fields, validate

from services.complaints.domain.lifecycle import COMPLAINT, Action, State
from services.complaints.domain.words import OFFICE_CHANNELS, OFFICERS, Channel, Kind, Priority, Type
from shared.http import paging
from shared.http.paging import PageQuery
from shared.http.reserved_fields import written_by
from shared.http.shapes import Id, Lines, Moment, Shape, Text, list_of, one_of


class ReporterShape(Shape):
    """Who complains; each part may be left out."""

    name = Text(max=200)
    phone = Text(max=30)
    email = Text(max=200)


class AboutShape(Shape):
    """What the complaint is about, as far as the reporter knows."""

    certificate_number = Text(max=80)
    certificate_id = Id()
    instrument_id = Id()
    application_number = Text(max=40)
    verifier_code = Text(max=40)


class NewComplaint(Shape):
    """A complaint. `anonymous`: nothing of `reporter` is kept. `secret`: officers see the identity only by giving a
    reason, which is kept. Channels other than online and app, and `received_at`, are for officers."""

    kind = fields.String(load_default=Kind.COMPLAINT, validate=one_of(Kind))
    channel = fields.String(
        load_default=Channel.ONLINE, validate=one_of(Channel), metadata=written_by(*OFFICERS, values=OFFICE_CHANNELS)
    )
    received_at = Moment(metadata={"description": "when it came; now, if absent", **written_by(*OFFICERS)})
    anonymous = fields.Boolean(load_default=False)
    secret = fields.Boolean(load_default=False)
    reporter = fields.Nested(ReporterShape)
    subject = Text(min=1, max=200, required=True)
    text = Lines(min=1, max=8000, required=True)
    about = fields.Nested(AboutShape, load_default=dict)


class WordsShape(Shape):
    """A text in both languages."""

    id = fields.String(required=True)
    en = fields.String(required=True)


class LodgedShape(Shape):
    """The answer to a new complaint: keep number and code, they are the key to the case. The code is shown only here.

    Without an account there is no `number` yet but a `reference`, until the complaint is confirmed by its code.
    """

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(State))
    stage = fields.Integer(required=True)
    identity = fields.String(required=True)
    received_at = Moment(required=True)
    recorded_at = Moment(required=True, attribute="created_at")


class EvidenceShape(Shape):
    """What a move brought with it."""

    at = Moment(attribute="created_at")
    action = fields.String()
    by = fields.String()
    facts = fields.Dict()


IDS = {"type": "array", "items": {"type": "string"}}


class ComplaintShape(Shape):
    """A case as the office sees it. The identity of a secret reporter is opened on its own route."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, validate=one_of(Kind))
    state = fields.String(required=True, validate=one_of(State))
    stage = fields.Integer(required=True)
    channel = fields.String(required=True, validate=one_of(Channel))
    received_at = Moment(required=True)
    recorded_at = Moment(required=True, attribute="created_at")
    taken_by = fields.String(required=True)
    period = fields.String(required=True)
    identity = fields.String(required=True)
    reporter = fields.Function(
        lambda row: row.reporter if row.identity == "named" else None, metadata={"type": ["object", "null"]}
    )
    subject = fields.String(required=True)
    text = fields.String(required=True)
    about = fields.Dict(required=True)
    type = fields.String(allow_none=True)
    severity = fields.String(allow_none=True)
    priority = fields.String(allow_none=True)
    cause = fields.String(allow_none=True)
    assignee_id = fields.String(allow_none=True)
    level = fields.Integer(required=True)
    reopened = fields.Integer(required=True)
    resolution = fields.String(allow_none=True)
    rating = fields.Integer(allow_none=True)
    rating_words = fields.String(allow_none=True)
    evidence = fields.List(fields.Nested(EvidenceShape), attribute="brought")
    retests = fields.List(fields.Dict(), attribute="examined_again")
    withheld_from = fields.List(fields.String())
    claimed = fields.Function(lambda row: sorted(id for id, one in row.claims.items() if one["open"]), metadata=IDS)
    next = fields.Function(lambda row: COMPLAINT.allowed(row.state), metadata=list_of(Action))


class ComplaintRowShape(ComplaintShape):
    """A case in a list: without what was written in it."""

    class Meta:
        exclude = ("withheld_from", "claimed", "evidence", "retests", "text", "resolution", "rating_words", "reporter")


class IdentityShape(Shape):
    """Who complains."""

    version = fields.Integer()
    reporter = fields.Nested(ReporterShape, allow_none=True)


class NewCodeShape(Shape):
    """The new tracking code, shown only here."""

    version = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)


class ClockShape(Shape):
    """One term, with the rule that set it and the days that were counted."""

    code = fields.String()
    name = fields.Nested(WordsShape)
    started = fields.Date()
    due = fields.Date()
    stopped = fields.Date(allow_none=True)
    verdict = fields.String()
    provisional = fields.Boolean()
    days = fields.Integer()
    unit = fields.String()
    counted = fields.List(fields.Date())
    skipped = fields.List(fields.Dict())
    calendar_version = fields.String()
    legal_source = fields.String()
    confidence = fields.String()


class ClockListShape(Shape):
    """All terms of a case."""

    items = fields.List(fields.Nested(ClockShape))


class HistoryShape(paging.HistoryShape):
    """One line of a history, and whose."""

    by = fields.String()


class ComplaintQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(validate=one_of(State))
    stage = fields.Integer(validate=validate.Range(0, 7))
    type = fields.String(validate=one_of(Type))
    priority = fields.String(validate=one_of(Priority))
    channel = fields.String(validate=one_of(Channel))
    period = Text(max=10)
    number = Text(max=40)
