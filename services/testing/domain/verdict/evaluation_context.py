"""What every judge of a test needs at hand: the instrument, its limits, the row of the procedure, the faults so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from services.testing.domain.limits import loads, mpe, plate_rules
from services.testing.domain.limits.tables import Kind, Limit, Tables
from services.testing.domain.quantity import amount, spelled
from services.testing.domain.record.standards import Kit, Use
from services.testing.domain.verdict.faults import Faults, mapping
from services.testing.domain.verdict.result import Gap, Point

Readings = list[Any]


@dataclass(frozen=True)
class Instrument:
    """One unit of one instrument, the verification whose limits count, and the standards it is held against."""

    kit: Kit
    kind: Kind
    limits_of: str
    plate: Mapping[str, Any]

    @property
    def tables(self) -> Tables:
        return self.kit.tables

    def limit(self, point: Mapping[str, Any]) -> Limit:
        return self._limits.at(point)

    @cached_property
    def _limits(self) -> mpe.Limits:
        return mpe.limits(self.tables, self.kind.code, self.limits_of, self.plate)

    @property
    def content(self) -> Mapping[str, Any]:
        return self.tables.limits[self.kind.family].content

    @cached_property
    def scale(self) -> plate_rules.Scale:
        return plate_rules.scale(self.content, self.plate)

    @cached_property
    def turning(self) -> tuple[Decimal, ...]:
        return loads.turning(self.content, self.scale)


@dataclass(frozen=True)
class Bench:
    """One test of one unit, about to be judged, with what earlier tests of the unit found out.

    `standards` is the mass of standards that are there, None where there are enough for every load; `repeats` says how
    far the weighings of each load lie apart.
    """

    instrument: Instrument
    step: Mapping[str, Any]
    faults: Faults
    pointer: str
    zero_error: Decimal = Decimal(0)
    materials: tuple[Decimal, ...] = ()
    standards: Decimal | None = None
    repeats: Mapping[Decimal, Decimal] = field(default_factory=dict)
    doubts: dict[Any, Gap] = field(default_factory=dict)

    @property
    def test(self) -> str:
        return self.step["code"]

    def turn_to(self, step: Mapping[str, Any], pointer: str) -> "Bench":
        return replace(self, step=step, pointer=pointer, doubts={})

    def each(self, readings: Readings, judge: Callable[["Bench", Mapping[str, Any]], Point]) -> list[Point]:
        """A point per reading; readings at fault are noted and left out."""
        points = []
        for index, reading in enumerate(readings):
            with self.faults.at(f"{self.pointer}/readings/{index}"):
                row = mapping(reading, "")
                points.append(self._backed(judge(self, row), row))
        return points

    def _backed(self, point: Point, reading: Mapping[str, Any]) -> Point:
        """The point with what stands behind it."""
        kit, named = self.instrument.kit, self.doubt(point, reading)
        codes = tuple(use.code for use in named)
        correction = kit.correction(named, point.unit) or None
        return replace(
            point,
            standards=codes,
            correction=correction,
            uncertainty=optional(reading, "uncertainty", point.unit),
        )

    def doubt(self, point: Point, reading: Mapping[str, Any]) -> tuple[Use, ...]:
        """The standards that the reading names; doubts about those it rests on are kept once each."""
        kit = self.instrument.kit
        named = kit.uses(reading)
        for gap in kit.judge(point, named, self.step["method"]):
            self.doubts.setdefault((gap.code, gap.facts["standard"]), gap)
        return named

    def lacks(self, gap: Gap) -> None:
        """Something that keeps the test from its verdict, said once however many readings lack it."""
        self.doubts.setdefault(gap.code, gap)

    def truly(self, reading: Mapping[str, Any], value: Decimal, unit: str) -> Decimal:
        """The value of the standards, corrected as their calibration says."""
        kit = self.instrument.kit
        return value + kit.correction(kit.uses(reading), unit)


@dataclass(frozen=True)
class Found:
    """What a judge found: points, what is still missing, and material that may stand in for standards."""

    points: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    materials: tuple[Decimal, ...] = ()
    unit: str = ""
    remarks: tuple[Gap, ...] = ()


def optional(reading: Mapping[str, Any], name: str, unit: str) -> Decimal | None:
    return amount(reading, name, unit) if spelled(reading, name) else None
