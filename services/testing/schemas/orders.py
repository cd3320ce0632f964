"""Orders over HTTP."""

from marshmallow import fields

from services.testing.domain.lifecycle import ORDER, OrderState
from services.testing.domain.origins import Origin, told_cause
from services.testing.schemas.common import LIST
from shared.http.access import by
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Shape, Text, one_of


class Booking(Shape):
    """Where the order goes."""

    session_id = Id(required=True)


class Anomaly(Shape):
    """What is odd about the instrument: damage, a missing mark, another serial number than the letter says."""

    note = Text(min=1, max=500, required=True)


ANOMALIES = {"type": "array", "items": {"type": "object"}}


def _shown(anomaly: dict[str, str]) -> dict[str, str]:
    """Owners read it as well: the verifier's code, if there is one, never a name."""
    return {"note": anomaly["note"], "at": anomaly["at"], "by": anomaly.get("by_code", "")}


class OrderShape(Shape):
    """One instrument on its way to the test."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(OrderState))
    origin = fields.String(required=True)
    cause = fields.Function(lambda row: told_cause(row.cause), metadata={"type": "string"}, required=True)
    item_id = fields.String(allow_none=True)
    application_id = fields.String(allow_none=True)
    application_number = fields.String(allow_none=True)
    instrument_id = fields.String(required=True)
    kind = fields.String(required=True)
    verification = fields.String(required=True)
    basis = fields.String(required=True)
    lot = fields.String()
    type_approval = fields.String()
    exemption = fields.String()
    brand = fields.String()
    model = fields.String()
    serial = fields.String()
    units = fields.List(fields.Dict())
    parameters = fields.Dict()
    place = fields.Dict()
    district = fields.String()
    channel = fields.String()
    urgent = fields.Boolean()
    promised_date = fields.Date(attribute="promised_on", allow_none=True)
    period = fields.String()
    minutes = fields.Integer()
    missed_count = fields.Integer()
    session_id = fields.String(allow_none=True)
    date = fields.Date(attribute="session.date", allow_none=True)
    offered_until = fields.Date(allow_none=True)
    retest_of = fields.String(allow_none=True)
    retest_until = fields.Date(allow_none=True)
    other_than = fields.Function(lambda row: row.other_than_for(by()), metadata=LIST)
    anomalies = fields.Function(lambda row: [_shown(one) for one in row.anomalies or []], metadata=ANOMALIES)
    next = fields.Function(lambda row: ORDER.allowed(row.state), metadata=LIST)


class OrderQuery(PageQuery):
    """Filters of the list."""

    item = Id()
    application = Id()
    instrument = Id()
    session = Id()
    state = fields.String(validate=one_of(OrderState))
    district = Text(max=20)
    period = Text(max=10)
    origin = fields.String(validate=one_of(Origin))
