"""Days of testing over HTTP."""

from marshmallow import fields, validate

from services.testing.domain.lifecycle import SESSION, SessionState
from services.testing.events.words import Mode
from services.testing.schemas.common import LIST, Label, Whole
from services.testing.schemas.examinations import ExaminationShape
from services.testing.storage import Session
from shared.http.access import by
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Shape, Text, one_of

WHOLE = {"type": "integer"}


class StopShape(Shape):
    """One halt: a district, and the market or village."""

    district = Text(min=1, max=20, required=True)
    name = Text(min=1, max=120)


class NewSession(Shape):
    """A day, a team, minutes, one or more stops."""

    date = fields.Date(required=True)
    mode = fields.String(required=True, validate=one_of(Mode))
    stops = fields.List(fields.Nested(StopShape), required=True, validate=validate.Length(1, 20))
    capacity_minutes = Whole(required=True, validate=validate.Range(1, 5000))
    verifiers = fields.List(Label(max=20), required=True, validate=validate.Length(1, 20))


def _used(row: Session) -> int:
    """What is taken, as far as the caller may know."""
    return row.used_for(by())


class SessionShape(Shape):
    """A day of testing and how much of it is free."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(SessionState))
    date = fields.Date(required=True)
    period = fields.String(required=True)
    mode = fields.String(required=True)
    stops = fields.List(fields.Nested(StopShape), required=True)
    verifiers = fields.List(fields.String(), required=True)
    capacity_minutes = fields.Integer(required=True)
    used_minutes = fields.Function(_used, metadata=WHOLE, required=True)
    minutes_left = fields.Function(lambda row: row.capacity_minutes - _used(row), metadata=WHOLE, required=True)
    next = fields.Function(lambda row: SESSION.allowed(row.state), metadata=LIST)


class SessionQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(validate=one_of(SessionState))
    period = Text(max=10)
    mode = fields.String(validate=one_of(Mode))
    date = fields.Date()


class ManifestRow(Shape):
    """One booked order, with the name to call out."""

    order_id = fields.String(attribute="order.id")
    number = fields.String(attribute="order.number")
    state = fields.String(attribute="order.state")
    kind = fields.String(attribute="order.kind")
    verification = fields.String(attribute="order.verification")
    brand = fields.String(attribute="order.brand")
    model = fields.String(attribute="order.model")
    serial = fields.String(attribute="order.serial")
    units = fields.List(fields.Dict(), attribute="order.units")
    minutes = fields.Integer(attribute="order.minutes")
    place = fields.Dict(attribute="order.place")
    owner = fields.String(allow_none=True)


class ManifestShape(Shape):
    """Who is expected on the day."""

    session = fields.Nested(SessionShape)
    orders = fields.List(fields.Nested(ManifestRow))


class BatchApproval(Shape):
    """Which records are approved; none named: all that wait in this session and are not the caller's own."""

    examination_ids = fields.List(Id(), load_default=list, validate=validate.Length(max=200))


class ApprovedShape(Shape):
    """The records that were approved."""

    items = fields.List(fields.Nested(ExaminationShape))


class PeriodShape(Shape):
    """A half year of service."""

    code = fields.String()
    first = fields.Date()
    last = fields.Date()
    name = fields.Dict(keys=fields.String(), values=fields.String())


class PeriodListShape(Shape):
    """Last year's, this year's and next year's periods; `current` is the code of the running one."""

    current = fields.String()
    items = fields.List(fields.Nested(PeriodShape))
