"""Delegations and interests over HTTP."""

from marshmallow import fields, validate

from shared.http.paging import PageQuery
from shared.http.shapes import Id, Lines, Shape, Text

CAPACITIES = ("on_behalf", "acting", "daily_acting")
RELATIONS = ("owns", "sells", "repairs", "works_for", "kin")


class NewDelegation(Shape):
    """Who approves in the head's place (a.n., Plt., Plh.), by which decree, on which days (both included)."""

    subject = Text(min=1, max=120, required=True)
    capacity = fields.String(required=True, validate=validate.OneOf(CAPACITIES))
    name = Text(min=1, max=200, required=True)
    decree = Text(min=1, max=200, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)


class Ending(Shape):
    """The last day on which it holds."""

    last_day = fields.Date(required=True)


class DelegationShape(NewDelegation):
    """A delegation as recorded."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    recorded_by = fields.String(required=True)


class NewInterest(Shape):
    """What ties a person to an owner or to one instrument; without `subject` the caller speaks for himself."""

    subject = Text(min=1, max=120)
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    party_id = Id()
    instrument_id = Id()
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True)
    note = Lines(max=500)


class InterestShape(Shape):
    """An interest as declared."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    subject = fields.String(required=True)
    relation = fields.String(required=True)
    party_id = fields.String(allow_none=True, required=True)
    instrument_id = fields.String(allow_none=True, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(allow_none=True, required=True)
    note = fields.String(required=True)
    recorded_by = fields.String(required=True)


class DutyQuery(PageQuery):
    """Whose."""

    subject = Text(max=120)
