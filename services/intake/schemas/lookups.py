"""What intake answers to anybody: kinds, districts, offices, and where a letter is."""

from marshmallow import fields

from services.intake.domain.lifecycle import ItemState, State
from services.intake.domain.paper import Standing
from services.intake.schemas.responses import LabelShape
from shared.http.shapes import Shape, one_of


class NewestPaperShape(Shape):
    """The newest paper of an instrument: an SKHP (`verification`) or the statement of a `rejection`."""

    number = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)


class TrackedItemShape(Shape):
    """One instrument, with the number of its SKHP and how that stands today; `newest` if another paper came later."""

    kind = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(ItemState))
    date = fields.String(required=True, allow_none=True)
    certificate = fields.String(required=True, allow_none=True)
    certificate_state = fields.String(required=True, allow_none=True, metadata={"enum": [*map(str, Standing), None]})
    newest = fields.Nested(NewestPaperShape, required=True, allow_none=True)


class TrackingShape(Shape):
    """What anybody with number and code may know: nothing of a person."""

    number = fields.String()
    state = fields.String(validate=one_of(State))
    progress = fields.String(allow_none=True)
    period = fields.String()
    submitted_on = fields.Date()
    promised_date = fields.Date()
    fee = fields.String()
    next_step = fields.Nested(LabelShape)
    items = fields.List(fields.Nested(TrackedItemShape))


class ParameterUnitShape(Shape):
    """The unit of a parameter: `fixed`, or what the parameter named by `said_by` says, or none."""

    fixed = fields.String(required=True, allow_none=True)
    said_by = fields.String(required=True, allow_none=True)


class ParameterShape(Shape):
    """What the plate tells: `numbers` may hold one number for each partial range, as 6/15."""

    code = fields.String(required=True)
    label = fields.Nested(LabelShape, required=True)
    required = fields.Boolean(required=True)
    form = fields.String(required=True, validate=one_of(["text", "number", "numbers", "choice"]))
    unit = fields.Nested(ParameterUnitShape, required=True)
    options = fields.List(fields.String(), required=True)


class KindShape(Shape):
    """A kind of instrument, with what it must tell about itself."""

    code = fields.String()
    name_id = fields.String()
    name_en = fields.String()
    category = fields.String()
    params = fields.List(fields.String())
    required = fields.List(fields.String())
    most_units = fields.Integer(metadata={"description": "how many units one instrument may have"})
    in_scope = fields.String(metadata={"enum": ["yes", "no"]})
    refer_to = fields.String(metadata={"description": "which office tests it, where this one does not"})
    parameters = fields.List(fields.Nested(ParameterShape), required=True)
    schema = fields.Dict(required=True, metadata={"description": "JSON Schema (2020-12) of an instrument's parameters"})


class DistrictShape(Shape):
    """A district by its code."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class DistrictListShape(Shape):
    """All districts in force today."""

    items = fields.List(fields.Nested(DistrictShape), required=True)


class ReceivingOfficeShape(Shape):
    """Another office, by the code that a referral names."""

    code = fields.String(required=True)
    name_id = fields.String(required=True)
    name_en = fields.String(required=True)


class ReceivingOfficeListShape(Shape):
    """All of them in force today."""

    items = fields.List(fields.Nested(ReceivingOfficeShape), required=True)


class KindListShape(Shape):
    """All kinds in force today."""

    items = fields.List(fields.Nested(KindShape))
