"""Delegations and interests over HTTP."""

from marshmallow import fields, validate

from services.testing.domain.delegation import Capacity
from shared.http.confirmed_shapes import ConfirmedShape
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Lines, Shape, Text

CAPACITIES = tuple(map(str, Capacity))
RELATIONS = ("owns", "sells", "repairs", "works_for", "kin")


class NewDelegation(Shape):
    """Who approves as the head or for him (a.n., Plt., Plh.), by which decree of which day; both days included."""

    subject = Text(min=1, max=120, required=True)
    capacity = fields.String(required=True, validate=validate.OneOf(CAPACITIES))
    name = Text(min=1, max=200, required=True)
    decree = Text(min=1, max=200, required=True)
    decree_on = fields.Date(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, load_default=None)


class Ending(Shape):
    """The last day on which it holds."""

    last_day = fields.Date(required=True)


class DelegationEnding(Ending):
    """The last day on which it holds, the day before its first where it never shall; and why."""

    reason = Lines(min=1, max=500, required=True)


class DelegationShape(ConfirmedShape):
    """A delegation as recorded; only a confirmed one counts for who is not the head himself."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    subject = fields.String(required=True)
    capacity = fields.String(required=True, validate=validate.OneOf(CAPACITIES))
    name = fields.String(required=True)
    decree = fields.String(required=True)
    decree_on = fields.Date(allow_none=True, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, required=True)
    ended_reason = fields.String(required=True)


class NewInterest(Shape):
    """What ties a person to an owner or to one instrument; without `subject` the caller speaks for himself."""

    subject = Text(min=1, max=120)
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    party_id = Id()
    instrument_id = Id()
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True)
    note = Lines(max=500)


class InterestShape(ConfirmedShape):
    """An interest as declared; what others say of somebody counts once it is confirmed."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    subject = fields.String(required=True)
    relation = fields.String(required=True)
    party_id = fields.String(allow_none=True, required=True)
    instrument_id = fields.String(allow_none=True, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, required=True)
    note = fields.String(required=True)


class DutyQuery(PageQuery):
    """Whose."""

    subject = Text(max=120)
