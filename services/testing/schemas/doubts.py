"""Doubts about examinations over HTTP."""

from marshmallow import fields

from services.testing.domain.doubts import Cause
from services.testing.domain.lifecycle import DOUBT, DoubtState
from services.testing.schemas.common import LIST, Label
from shared.http.paging import PageQuery
from shared.http.shapes import Id, Moment, Shape, one_of


class DoubtShape(Shape):
    """Why an approved examination is doubted; `code` is that of the standard or the verifier that was withdrawn."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(DoubtState))
    examination_id = fields.String(required=True)
    cause = fields.String(required=True)
    code = fields.String(required=True)
    since = fields.Date(required=True)
    reason_code = fields.String(required=True)
    end_code = fields.String(required=True)
    created_at = Moment(required=True)
    next = fields.Function(lambda row: ["confirm"] if DOUBT.allowed(row.state) else [], metadata=LIST)


class DoubtQuery(PageQuery):
    """Filters of the list."""

    examination = Id()
    state = fields.String(validate=one_of(DoubtState))
    cause = fields.String(validate=one_of(Cause))
    code = Label(max=40)
