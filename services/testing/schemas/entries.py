"""What a device in the field wrote down while it was offline, over HTTP."""

from marshmallow import fields, validate

from services.testing.schemas.common import Label, Whole
from services.testing.schemas.readings import EnvironmentShape, MarkShape, TypeConformityShape, UnitRecordShape
from shared.http.shapes import Id, Moment, Shape, Text


class EntryBody(Shape):
    """Some part of a record: tests of units, standards, air, marks; a later word replaces an earlier one."""

    readings = fields.List(fields.Nested(UnitRecordShape), validate=validate.Length(1, 100))
    environment = fields.Nested(EnvironmentShape)
    standards = fields.List(Label(max=40), validate=validate.Length(max=20))
    adjustment = fields.Boolean()
    marks = fields.List(fields.Nested(MarkShape), validate=validate.Length(max=100))
    type_conformity = fields.Nested(TypeConformityShape)
    complete = Whole(validate=validate.Range(1, 500))


class NewEntry(EntryBody):
    """`id` is the device's own; `complete` says how many entries the device has for this order, this one included."""

    id = Id(required=True)
    order_id = Id(required=True)
    taken_at = Moment(required=True, validate=())  # a broken clock costs this entry, not the whole batch


class FieldBatch(Shape):
    """Entries of any orders in any order; what was sent before may come again."""

    device = Text(max=80, load_default="")
    entries = fields.List(fields.Nested(NewEntry), required=True, validate=validate.Length(1, 200))


class EntryOutcome(Shape):
    """`kept`, `known` already, or `refused` with its code."""

    id = fields.String(required=True)
    status = fields.String(required=True)
    code = fields.String(required=True)


class RecordOutcome(Shape):
    """What the entries of one order amount to now; `code` says why they are not written into a record."""

    order_id = fields.String(required=True)
    examination_id = fields.String()
    state = fields.String()
    verdict = fields.String()
    missing = fields.List(fields.Dict(), required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Dict(), required=True)


class BatchOutcome(Shape):
    """What became of every entry, and of every order they are about."""

    entries = fields.List(fields.Nested(EntryOutcome), required=True)
    records = fields.List(fields.Nested(RecordOutcome), required=True)


class EntryShape(Shape):
    """One entry as it came; late ones came on a later day than they were taken."""

    id = fields.String(attribute="entry_id", required=True)
    device = fields.String(required=True)
    taken_at = Moment(required=True)
    received_at = Moment(attribute="created_at", required=True)
    late = fields.Boolean(required=True)
    body = fields.Dict(required=True)
