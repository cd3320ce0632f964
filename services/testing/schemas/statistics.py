"""What the data teach, over HTTP: how often is rejected what, counts beside every rate."""

from marshmallow import fields, validate

from shared.http.shapes import Amount, Code, Shape, Text

WAYS = ("kind", "district", "brand", "age")


class RejectionQuery(Shape):
    """By what is counted, and what is counted at all; a period and days narrow together."""

    by = fields.String(required=True, validate=validate.OneOf(WAYS))
    period = Text(max=10)
    since = fields.Date()
    until = fields.Date()
    kind = Code(max=40)


class SentenceShape(Shape):
    """Indonesian and English."""

    id = fields.String(required=True)
    en = fields.String(required=True)


class JudgedShape(Shape):
    """So many rejected of so many judged; `percent` is null where nothing was judged."""

    judged = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    percent = Amount(required=True, allow_none=True)


class TallyShape(Shape):
    """Tests of whole instruments (`partly`: some of the units rejected), and units by themselves."""

    tests = fields.Nested(JudgedShape, required=True)
    partly = fields.Integer(required=True)
    units = fields.Nested(JudgedShape, required=True)


class GroupShape(Shape):
    """One kind, district, brand or age: first tests and those of every other cause, each by itself.

    `few`: the rate of first tests rests on few. `bases`: what the ages of the first tests are counted from.
    """

    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    first = fields.Nested(TallyShape, required=True)
    retest = fields.Nested(TallyShape, required=True)
    voluntary = fields.Nested(TallyShape, required=True)
    sampling = fields.Nested(TallyShape, required=True)
    complaint = fields.Nested(TallyShape, required=True)
    few = fields.Boolean(required=True)
    bases = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class OthersShape(GroupShape):
    """The sum of the groups that a long list leaves out, and how many they are."""

    groups = fields.Integer(required=True)


class RejectionsShape(Shape):
    """How often is rejected what. `since` and `until` are the days counted, both included."""

    by = fields.String(required=True)
    period = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    since = fields.Date(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    few_tests = fields.Integer(required=True)
    total = fields.Nested(GroupShape, required=True)
    groups = fields.List(fields.Nested(GroupShape), required=True)
    others = fields.Nested(OthersShape, required=True)
    not_counted_yet = fields.Integer(required=True)
    notes = fields.List(fields.Nested(SentenceShape), required=True)
