"""Drifts over HTTP: errors as shares of their limits, day by day, and the trends they make."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from services.testing.domain.quantity import text
from services.testing.domain.statistics.limit_shares import rounded
from services.testing.domain.statistics.trend import METHOD
from services.testing.schemas.statistics import SentenceShape
from shared.http.shapes import Code, Id, Shape, Text


class Exact(fields.String):
    """A decimal number as text, as it was judged."""

    def _serialize(self, value: Decimal | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else text(value)


class Part(Exact):
    """A share of a limit to a thousandth: 1 is the limit itself."""

    def _serialize(self, value: Decimal | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else text(rounded(value))


class DriftQuery(Shape):
    """Of one instrument, or of a brand, its model and kind; never of both."""

    instrument = Id()
    brand = Text(min=1, max=120)
    model = Text(max=120)
    kind = Code(max=40)


class DriftPlotQuery(DriftQuery):
    """A plot shows one quantity: the one asked for, or that with the most points; `unit` narrows it to one nozzle."""

    quantity = Code(max=60)
    unit = Text(max=40)


class TrendShape(Shape):
    """How much of the limit in a year, over days of test since the last break; null where they are too few."""

    method = fields.Constant(METHOD)
    verifications = fields.Integer(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    per_year = Part(required=True, allow_none=True)


class SeenShape(Shape):
    """The corrected error of one day; `of_limit` over the limit of that day, `of_latest` over the last of the point.

    Rows are compared within one `stretch`: with every adjustment or repair a new one begins.
    """

    examination_id = fields.String(required=True)
    tested_on = fields.Date(required=True)
    broken_by = fields.String(required=True)
    stretch = fields.Integer(required=True)
    error = Exact(required=True)
    low = Exact(required=True)
    high = Exact(required=True)
    verdict = fields.String(required=True)
    of_limit = Part(required=True)
    of_latest = Part(required=True)


class SeriesShape(Shape):
    """One point over the days: the same unit, quantity and load (or flow); or the largest of a quantity."""

    unit = fields.String(required=True)
    quantity = fields.String(required=True)
    name = fields.Nested(SentenceShape, required=True)
    label = fields.String(required=True)
    load = fields.String(required=True, allow_none=True)
    measure = fields.String(required=True)
    point = fields.Nested(SentenceShape, required=True)
    rows = fields.List(fields.Nested(SeenShape), required=True)
    trend = fields.Nested(TrendShape, required=True, allow_none=True)


class VisitShape(Shape):
    """One approved examination; `broken_by` (`adjusted`, `repaired`) begins a new stretch."""

    examination_id = fields.String(required=True)
    tested_on = fields.Date(required=True)
    verification = fields.String(required=True)
    cause = fields.String(required=True)
    broken_by = fields.String(required=True)
    units = fields.Integer(required=True)
    units_rejected = fields.Integer(required=True)


class InstrumentDriftShape(Shape):
    """The drift of one instrument; `older`: how many earlier examinations were not read."""

    instrument_id = fields.String(required=True)
    brand = fields.String(required=True)
    model = fields.String(required=True)
    kind = fields.String(required=True)
    older = fields.Integer(required=True)
    verifications = fields.List(fields.Nested(VisitShape), required=True)
    largest = fields.List(fields.Nested(SeriesShape), required=True)
    series = fields.List(fields.Nested(SeriesShape), required=True)


class QuartilesShape(Shape):
    """Counts, and where the values lie; quartiles between two values in proportion."""

    quantity = fields.String(required=True)
    name = fields.Nested(SentenceShape, required=True)
    examinations = fields.Integer(required=True)
    instruments = fields.Integer(required=True)
    adjusted = fields.Integer(required=True)
    few = fields.Boolean(required=True)
    least = Part(required=True)
    lower = Part(required=True)
    median = Part(required=True)
    upper = Part(required=True)
    largest = Part(required=True)


class YearsShape(QuartilesShape):
    """So many years after the first known verification, under the limits of one kind of verification."""

    verification = fields.String(required=True)
    years = fields.Integer(required=True)


class BrandDriftShape(Shape):
    """The spread over the instruments of a brand; `trends` are shares of the limit per year, one per instrument."""

    brand = fields.String(required=True)
    model = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    instruments = fields.Integer(required=True)
    examinations = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    few = fields.Boolean(required=True)
    few_instruments = fields.Integer(required=True)
    classes = fields.List(fields.Nested(YearsShape), required=True)
    trends = fields.List(fields.Nested(QuartilesShape), required=True)


class DriftShape(Shape):
    """The drift of what was asked for, and what it says in words."""

    instrument = fields.Nested(InstrumentDriftShape, required=True, allow_none=True)
    brand = fields.Nested(BrandDriftShape, required=True, allow_none=True)
    statements = fields.List(fields.Nested(SentenceShape), required=True)
    notes = fields.List(fields.Nested(SentenceShape), required=True)
