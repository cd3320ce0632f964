"""What every judge of a test needs at hand: the instrument, its limits, the row of the procedure, the faults so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from services.testing.domain import loads, mpe, registration
from services.testing.domain.faults import Faults, mapping
from services.testing.domain.quantity import amount, spelled
from services.testing.domain.result import Gap, Point
from services.testing.domain.tables import Kind, Limit, Tables


@dataclass(frozen=True)
class Instrument:
    """One unit of one instrument under one verification."""

    tables: Tables
    kind: Kind
    verification: str
    plate: Mapping[str, Any]

    def limit(self, point: Mapping[str, Any]) -> Limit:
        return mpe.limit(self.tables, self.kind.code, self.verification, self.plate, point)

    @property
    def content(self) -> Mapping[str, Any]:
        return self.tables.limits[self.kind.family].content

    @cached_property
    def scale(self) -> registration.Scale:
        return registration.scale(self.content, self.plate)

    @cached_property
    def turning(self) -> tuple[Decimal, ...]:
        return loads.turning(self.content, self.scale)


@dataclass(frozen=True)
class Bench:
    """One test of one unit, about to be judged."""

    instrument: Instrument
    step: Mapping[str, Any]
    faults: Faults
    pointer: str
    zero_error: Decimal = Decimal(0)

    @property
    def test(self) -> str:
        return self.step["code"]

    def turn_to(self, step: Mapping[str, Any], pointer: str) -> "Bench":
        return replace(self, step=step, pointer=pointer)

    def each(self, readings: list[Any], judge: Callable[["Bench", Mapping[str, Any]], Point]) -> list[Point]:
        """A point per reading; readings at fault are noted and left out."""
        points = []
        for index, reading in enumerate(readings):
            with self.faults.at(f"{self.pointer}/readings/{index}"):
                points.append(judge(self, mapping(reading, "")))
        return points


@dataclass(frozen=True)
class Found:
    """What a judge found: points, and what is still missing."""

    points: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()


def optional(reading: Mapping[str, Any], name: str, unit: str) -> Decimal | None:
    return amount(reading, name, unit) if spelled(reading, name) else None
