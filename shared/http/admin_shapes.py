"""What operators ask and are told about events over HTTP."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from shared.http.paging import PageQuery
from shared.http.shapes import Id, Moment, Shape, Text
from shared.operations.dead_letters import DEAD, STANDINGS

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Bounded(Moment):
    """A moment to compare with: those that no database and no calendar can hold mean the same as the nearest one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=(), **kwargs)

    def _deserialize(self, *args: Any, **kwargs: Any) -> datetime:
        return min(max(super()._deserialize(*args, **kwargs), EARLIEST), LATEST)


class DeadQuery(PageQuery):
    """Which events are wanted; the times are those of receipt.

    `state`: dead; parked behind a dead one of the same subject; waiting, tried in vain and to be tried again.
    """

    standing = fields.String(data_key="state", load_default=DEAD, validate=validate.OneOf(STANDINGS))
    type = Text(max=120, load_default="")
    source = Text(max=120, load_default="")
    since = Bounded(load_default=None)
    until = Bounded(load_default=None)


class OperatorReason(Shape):
    """Why an operator does it; kept in the history."""

    reason = Text(min=1, max=500, required=True)


class DeadEventChoice(OperatorReason):
    """Which dead events are meant; without a choice, all."""

    type = Text(max=120, load_default="")
    source = Text(max=120, load_default="")
    since = Bounded(load_default=None)
    until = Bounded(load_default=None)


class DeadEventShape(Schema):
    """An event that could not be applied; `waiting_behind` counts later ones of its subject."""

    id = Id(required=True)
    state = fields.String(required=True)
    source = fields.String(required=True)
    event_id = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    sequence = fields.Integer(required=True)
    position = fields.Integer(required=True)
    attempts = fields.Integer(required=True)
    received_at = Moment(required=True)
    last_error = fields.String(required=True, allow_none=True)
    waiting_behind = fields.Integer(required=True)


class OperatorDeedShape(Schema):
    """What somebody did about it."""

    at = Moment(required=True)
    by = fields.String(required=True)
    action = fields.String(required=True)
    source = fields.String(required=True)
    target = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


class DeadEventDetailShape(DeadEventShape):
    """The same with the CloudEvent (without data when that is internal) and the last of what was done about it."""

    event = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    history = fields.List(fields.Nested(OperatorDeedShape), required=True)


class CountShape(Schema):
    """How many it were."""

    count = fields.Integer(required=True)


class AsideShape(Schema):
    """An own event that the broker does not take; the feed carries it all the same."""

    position = fields.Integer(required=True)
    event_id = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    quarantined_at = fields.String(required=True)


class SourceShape(Schema):
    """How far a peer was read; `healed` counts what the broker failed to bring and is 0 in calm weather."""

    source = fields.String(required=True)
    position = fields.Integer(required=True)
    epoch = fields.Integer(required=True)
    lag = fields.Integer(required=True)
    healed = fields.Integer(required=True)
    caught_up = fields.Integer(required=True)


class BusShape(Schema):
    """How the service stands with its events; `conserved`: nothing is missing anywhere."""

    service = fields.String(required=True)
    carrier = fields.String(required=True)
    head = fields.Integer(required=True)
    epoch = fields.Integer(required=True)
    log = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    oldest_waiting_seconds = fields.Integer(required=True)
    quarantine = fields.List(fields.Nested(AsideShape), required=True)
    inbox = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    absorbed = fields.Integer(required=True)
    given_up = fields.Integer(required=True)
    sources = fields.List(fields.Nested(SourceShape), required=True)
    conserved = fields.Boolean(required=True)
