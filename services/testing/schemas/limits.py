"""Limits and procedures over HTTP: one set of plain fields for the plate and the point, all of them text."""

from marshmallow import fields, validate

from services.testing.domain.limits.tables import Verification
from shared.http.shapes import Shape, Text

# What the kinds of the profile tell about themselves, and where on their range the limit is asked for.
PLATE = (
    *("class", "max", "min", "e", "d", "unit", "supports", "load_cells", "ratio"),
    *("nominal", "nominal_l", "nominal_m", "mmq", "mmq_l", "assembly", "qmin", "qmax", "qmax_lpm"),
    *("q3", "r", "dn_mm", "orientation", "vessel", "mark", "itr", "imax", "power_kw", "ac_dc"),
)
POINT = ("load", "volume", "length", "interval", "from", "energy", "zone", "imin", "current")
ACTS = [str(act) for act in Verification]


def _asked(name: str, columns: tuple[str, ...], **more: fields.Field) -> type[Shape]:
    return Shape.from_dict({**{column: Text(min=1, max=40) for column in columns}, **more}, name=name)


ProcedureQuery = _asked(
    "ProcedureQuery", PLATE, verification=fields.String(load_default="subsequent", validate=validate.OneOf(ACTS))
)
SheetQuery = _asked(
    "SheetQuery",
    PLATE,
    verification=fields.String(load_default="subsequent", validate=validate.OneOf(ACTS)),
    units=fields.Integer(load_default=1, validate=validate.Range(1, 20)),
)
MpeQuery = _asked(
    "MpeQuery",
    PLATE + POINT,
    kind=Text(min=1, max=40, required=True),
    verification=fields.String(required=True, validate=validate.OneOf(ACTS)),
)


class NormShape(Shape):
    """Which sheet of which norm, and how sure we are of it."""

    norm = fields.String(required=True)
    edition = fields.String(required=True)
    table = fields.String(required=True)
    confidence = fields.String(required=True)
    legal_source = fields.String(required=True)
    valid_from = fields.String(required=True)
    note = fields.String()


class MpeShape(NormShape):
    """The limit in `unit`, applied as plus and minus unless `low` says otherwise, and the rule it comes from."""

    mpe = fields.String(required=True)
    low = fields.String(required=True)
    high = fields.String(required=True)
    unit = fields.String(required=True)
    rule = fields.String(required=True)


class StepShape(Shape):
    """One test with the loads and positions proposed for this instrument, and the limit of each load.

    `settings` are the numbers that the record will be held against: how near, how often, how much more.
    """

    code = fields.String(required=True)
    method = fields.String(required=True)
    required = fields.Boolean(required=True)
    excusable = fields.Boolean(required=True)
    unit = fields.String()
    loads = fields.List(fields.String())
    limits = fields.List(fields.String())
    positions = fields.List(fields.String())
    settings = fields.Dict()


class ProcedureShape(Shape):
    """The tests of one instrument in the order they are done."""

    kind = fields.String(required=True)
    verification = fields.String(required=True)
    procedure = fields.String(required=True)
    source = fields.Nested(NormShape, required=True)
    mpe_table = fields.Nested(NormShape, required=True)
    steps = fields.List(fields.Nested(StepShape), required=True)
