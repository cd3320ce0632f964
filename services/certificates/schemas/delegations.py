"""Who signs for the office, over HTTP."""

from marshmallow import fields

from services.certificates.domain.delegation import Capacity
from shared.http.confirmed_shapes import ConfirmedShape
from shared.http.shapes import Lines, Moment, Shape, Text, one_of


class NewDelegation(Shape):
    """Who holds the office or signs for it, by which decree of which day, on which days (both included)."""

    subject = Text(min=1, max=120, required=True)
    capacity = fields.String(required=True, validate=one_of(Capacity))
    name = Text(min=1, max=200, required=True)
    title = Text(max=200, load_default="")
    rank = Text(max=120, load_default="")
    decree = Text(min=1, max=200, required=True)
    decree_on = fields.Date(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, load_default=None)


class DelegationEnding(Shape):
    """The last day on which it holds, the day before its first where it never shall; and why."""

    last_day = fields.Date(required=True)
    reason = Lines(min=1, max=500, required=True)


class DelegationShape(ConfirmedShape):
    """A delegation as recorded; only a confirmed one counts for who is not the head himself."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    subject = fields.String(required=True)
    capacity = fields.String(required=True, validate=one_of(Capacity))
    name = fields.String(required=True)
    title = fields.String(required=True)
    rank = fields.String(required=True)
    decree = fields.String(required=True)
    decree_on = fields.Date(allow_none=True, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, required=True)
    ended_reason = fields.String(required=True)
    created_at = Moment(required=True)
