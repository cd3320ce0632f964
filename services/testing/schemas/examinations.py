"""Records of readings over HTTP, and what came out."""

from marshmallow import fields, validate

from services.testing.domain.lifecycle import ExaminationState
from services.testing.schemas.common import LIST, Label
from services.testing.schemas.readings import EnvironmentShape, MarkShape, TypeConformityShape, UnitRecordShape
from shared.http.paging import PageQuery
from shared.http.shapes import Code, Id, Lines, Moment, Shape, Text, one_of


class Amendment(Shape):
    """What may be written into a record as long as it is not handed in."""

    readings = fields.List(fields.Nested(UnitRecordShape), validate=validate.Length(max=100))
    environment = fields.Nested(EnvironmentShape)
    standards = fields.List(Label(max=40), validate=validate.Length(max=20))
    adjustment = fields.Boolean()
    type_conformity = fields.Nested(TypeConformityShape)
    marks = fields.List(fields.Nested(MarkShape), validate=validate.Length(max=100))


class NewExamination(Amendment):
    """The record of a booked instrument; the verifier is whoever holds the token."""

    order_id = Id(required=True)
    readings = fields.List(fields.Nested(UnitRecordShape), load_default=list, validate=validate.Length(max=100))


class Correction(Amendment):
    """What is different in the new version, and why there is one."""

    reason = Text(min=1, max=500, required=True)


class DepartedUnit(Shape):
    """A unit, and the verdict decided for it."""

    unit = Text(min=1, max=40, required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(["valid", "rejected"]))


class Departure(Shape):
    """A verdict against the rule needs its reason; the head confirms it by approving."""

    units = fields.List(fields.Nested(DepartedUnit), required=True, validate=validate.Length(1, 100))
    reason = Text(min=10, max=500, required=True)


class Note(Shape):
    """What the verifier should look at again."""

    note = Lines(min=1, max=500, required=True)


class UsedStandardShape(Shape):
    """A standard as it was on the day."""

    code = fields.String()
    name = fields.String()
    class_ = fields.String(data_key="class", attribute="class")
    certificate = fields.String()
    valid_from = fields.String(metadata={"format": "date"}, allow_none=True)
    valid_until = fields.String(metadata={"format": "date"})
    max_error = fields.String(allow_none=True)
    unit = fields.String()
    corrections = fields.List(fields.Dict())


class SoftwareShape(Shape):
    """The legally relevant part that judged: its version, and checksums (SHA-256) of program and parameters."""

    version = fields.String(required=True)
    program = fields.String(required=True)
    parameters = fields.String(required=True)


class ExaminationShape(Shape):
    """A record with its verdict: every number with its limit and its rule, and the whole in words."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    revision = fields.Integer(required=True)
    state = fields.String(required=True, validate=one_of(ExaminationState))
    order_id = fields.String(required=True)
    session_id = fields.String(required=True)
    instrument_id = fields.String(required=True)
    supersedes = fields.String(allow_none=True)
    superseded_by = fields.String(allow_none=True)
    tested_on = fields.Date(required=True)
    verifier_code = fields.String(required=True)
    corrected_by = fields.Function(lambda row: [hand["code"] for hand in row.corrected_by or []], metadata=LIST)
    approved_by_code = fields.String(allow_none=True)
    approved_at = Moment(allow_none=True)
    approved_under = fields.Dict(allow_none=True)
    verdict = fields.String(required=True)
    missing = fields.List(fields.Dict(), attribute="lacking", required=True)
    readings = fields.List(fields.Dict())
    result = fields.Dict()
    software = fields.Nested(SoftwareShape, required=True)
    departure = fields.Dict(allow_none=True)
    intact = fields.Boolean(required=True)
    environment = fields.Dict()
    standards = fields.List(fields.Nested(UsedStandardShape))
    adjustment = fields.Boolean()
    type_conformity = fields.Dict(allow_none=True)
    marks = fields.List(fields.Nested(MarkShape))
    reason = fields.String()
    note = fields.String()
    retest_until = fields.Date(allow_none=True)
    next = fields.List(fields.String())


class DifferenceShape(Shape):
    """A place of the result where a second evaluation says something else; null where one of them says nothing."""

    pointer = fields.String(required=True)
    stored = fields.String(required=True, allow_none=True)
    again = fields.String(required=True, allow_none=True)


class ReproductionShape(Shape):
    """Whether the stored readings give the stored verdict again, by the tables of the day of the test."""

    examination_id = fields.String(required=True)
    reproduced = fields.Boolean(required=True)
    intact = fields.Boolean(required=True)
    differences = fields.List(fields.Nested(DifferenceShape), required=True)
    software = fields.Nested(SoftwareShape, required=True)
    software_now = fields.Nested(SoftwareShape, required=True)


class ExaminationQuery(PageQuery):
    """Filters of the list."""

    order = Id()
    session = Id()
    instrument = Id()
    state = fields.String(validate=one_of(ExaminationState))
    verifier = Text(max=20)


class BrokenMark(Shape):
    """A mark or seal found broken in the field."""

    instrument_id = Id(required=True)
    mark = Code(max=40, required=True)


class BrokenMarkShape(Shape):
    """What was told of it."""

    instrument_id = fields.String()
    mark = fields.String()
    found_on = fields.Date()
    by = fields.String()
