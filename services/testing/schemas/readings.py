"""What a verifier writes down at the instrument: readings by unit and test, the air, the marks."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from services.testing.domain.limits.length import STARTS
from services.testing.schemas.common import Figure, Label, Measure, Whole
from shared.http.shapes import CODE_PATTERN, Code, Id, Shape, Text

MARKS = ("sah", "batal", "jaminan", "daerah", "pegawai_berhak")


class UseShape(Shape):
    """A standard in a reading: which, of which nominal value, how often."""

    code = Label(max=40, required=True)
    nominal = Figure()
    unit = Measure()
    count = Whole(validate=validate.Range(1, 100))


class ReadingShape(Shape):
    """One reading; which fields it needs depends on the test. `unit` is the unit of every number in it.

    `deviation` is the difference read between the weight and the standards named in `used`; what their calibration
    says they are beyond their nominal value is added to it.
    """

    unit = Measure()
    load = Figure()
    indication = Figure()
    delta_load = Figure()
    direction = fields.String(validate=validate.OneOf(["up", "down"]))
    position = Text(min=1, max=40)
    to_balance = Figure()
    displacement = Figure()
    indication_after = Figure()
    delta_load_after = Figure()
    extra_load = Figure()
    tare = Figure()
    additive = fields.Boolean()
    mass_unknown = fields.Boolean()
    standards = Figure()
    substitutes = Whole(validate=validate.Range(1, 100))
    repeatability = Figure()
    flow = Code(max=40)
    indicated = Figure()
    reference = Figure()
    warm = fields.Boolean()
    deviation = Figure()
    uncertainty = Figure()
    nominal = Figure()
    interval = Figure()
    from_ = fields.String(data_key="from", attribute="from", validate=validate.OneOf(STARTS))
    used = fields.List(fields.Nested(UseShape), validate=validate.Length(1, 40))


class RecordShape(Shape):
    """One test: a checklist, or readings, or the cause why it was not done."""

    passed = fields.Boolean()
    findings = fields.List(Text(min=1, max=500), validate=validate.Length(max=20))
    readings = fields.List(fields.Nested(ReadingShape), validate=validate.Length(max=60))
    not_applicable = Text(min=1, max=500)


class RecordsByTest(fields.Dict):
    """Records by the code of their test."""

    promised = {"propertyNames": {"pattern": CODE_PATTERN, "minLength": 1, "maxLength": 40}, "maxProperties": 20}

    def __init__(self, **kwargs: Any) -> None:
        records = fields.Nested(RecordShape)
        super().__init__(keys=Code(max=40), values=records, validate=validate.Length(max=20), **kwargs)

    def _deserialize(self, *given: Any, **kwargs: Any) -> object:
        """As usual, but a fault is told where it stands, without marshmallow's own `value` and `key` between."""
        try:
            return super()._deserialize(*given, **kwargs)
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            raise ValidationError({at: one.get("value") or one["key"] for at, one in error.messages.items()}) from error


class UnitRecordShape(Shape):
    """The tests of one unit, by their code in /v1/procedures/{kind}; `stopped` says why there are no more of them."""

    unit = Text(min=1, max=40, required=True)
    tests = RecordsByTest(required=True)
    stopped = Text(min=1, max=500)


class EnvironmentShape(Shape):
    """What the air was like: degrees Celsius, per cent relative humidity."""

    temperature = Figure()
    temperature_start = Figure()
    temperature_end = Figure()
    humidity = Figure()
    humidity_start = Figure()
    humidity_end = Figure()


class TypeConformityShape(Shape):
    """What the verifier saw of the type: when it was placed on the market, whether it is as approved, and findings."""

    placed_on = fields.Date()
    conforms = fields.Boolean()
    findings = fields.List(Text(min=1, max=500), validate=validate.Length(max=20))


class MarkShape(Shape):
    """A mark that was put on, where, and its year; `photo` is the photo of this record that shows it."""

    mark = fields.String(required=True, validate=validate.OneOf(MARKS))
    code = Text(min=1, max=20, required=True)
    position = Text(min=1, max=120, required=True)
    unit = Text(min=1, max=40, required=True)
    year = Whole(required=True, validate=validate.Range(1981, 2100))
    photo = Id()
