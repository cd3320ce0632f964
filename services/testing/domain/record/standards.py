"""Whether the standards could carry a verdict: in calibration on the day, fine enough; and their corrections."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.testing.domain.limits.tables import Tables
from services.testing.domain.quantity import SPELLINGS, UNITS, amount, convert, count, number, spelled, text, unit
from services.testing.domain.verdict.faults import fault, mapping, rows
from services.testing.domain.verdict.result import Gap, Point

# Only here is a load held against its limit; a nudge or a zero asks other things of its standards.
COARSE = {"correctness", "eccentricity", "repeatability", "tare", "substitution", "runs", "measure", "intervals"}
COARSE |= {"comparison"}  # R 111-1, 5.2: held to the limit of the table, not to what the uncertainty leaves of it


@dataclass(frozen=True)
class Use:
    """A standard in a reading: which, of which nominal value, how often."""

    row: Mapping[str, Any]
    nominal: Decimal | None = None
    unit: str = ""
    times: int = 1

    @property
    def code(self) -> str:
        return str(self.row["code"])

    def corrected(self) -> Mapping[str, Any] | None:
        """The row of its calibration for this nominal value; a standard of one row needs no telling which."""
        known = self.row.get("corrections") or []
        if self.nominal is None:
            return known[0] if len(known) == 1 else None
        same = (one for one in known if amount(one, "nominal", self.unit) == self.nominal)
        return next(same, None)

    def holds(self, measure: str) -> Decimal | None:
        """What it measures in one go, as the reading or its calibration tells; None where neither does."""
        if self.nominal is not None and UNITS[self.unit][0] == UNITS[measure][0]:
            return convert(self.nominal, self.unit, measure)
        known = (row for row in self.row.get("corrections") or () if _told(row, "nominal") == UNITS[measure][0])
        told = max((amount(row, "nominal", measure) for row in known), default=None)
        return _size(str(self.row.get("range") or ""), measure) if told is None else told

    def errors(self) -> tuple[tuple[Mapping[str, Any], str], ...]:
        """Where it is told how far the standard may be wrong, the better word first."""
        return (self.corrected() or {}, "uncertainty"), (self.row, "max_error")


@dataclass(frozen=True)
class Kit:
    """The standards of one examination, on the day of the test."""

    tables: Tables
    rows: Sequence[Mapping[str, Any]] = ()

    def uses(self, reading: Mapping[str, Any]) -> tuple[Use, ...]:
        """The standards a reading names; without names it may rest on any of the examination."""
        named = rows(reading.get("used") or [], "/used")
        return tuple(self._use(one, f"/used/{index}") for index, one in enumerate(named))

    @property
    def all(self) -> tuple[Use, ...]:
        """Every standard of the examination, each once."""
        return tuple(Use(row) for row in self.rows)

    def _use(self, given: Any, pointer: str) -> Use:
        told = mapping({"code": given} if isinstance(given, str) else given, pointer)
        row = next((row for row in self.rows if row["code"] == told.get("code")), None)
        if row is None:
            known = ", ".join(str(one["code"]) for one in self.rows) or "–"
            raise fault("standard-unknown", f"{pointer}/code", standard=str(told.get("code"))[:40], known=known)
        times = count(told.get("count", 1), f"{pointer}/count")
        if spelled(told, "nominal") is None:
            return Use(row, times=times)
        measure = unit(told.get("unit", ""), f"{pointer}/unit")
        return Use(row, amount(told, "nominal", measure), measure, times)

    def correction(self, named: Sequence[Use], measure: str) -> Decimal:
        """What the named standards really are more than they say."""
        known = ((use, use.corrected() or {}) for use in named)
        ours = ("", UNITS[measure][0])
        told = ((use, row) for use, row in known if _told(row, "correction") in ours)
        return sum((use.times * amount(row, "correction", measure) for use, row in told), Decimal(0))

    def judge(self, point: Point, named: Sequence[Use], method: str) -> Iterator[Gap]:
        """What keeps this point from giving a verdict: a standard out of calibration, or too coarse."""
        uses = named or self.all
        yield from (gap for use in uses for gap in _expired(use, self.tables.day))
        if method in COARSE and point.load:  # at zero nothing stands there
            fit = tuple(use for use in uses if self._may_carry(use, point.unit))
            others = tuple(use for use in named if use not in fit) if named else (() if fit else uses)
            groups = [fit] if named and fit else [(use,) for use in fit]
            yield from (Gap("standard-of-other-quantity", {"standard": use.code}) for use in others)
            yield from (gap for group in groups for gap in self._coarse(point, group))

    def _may_carry(self, use: Use, measure: str) -> bool:
        """Not a standard of another quantity; of one that tells nothing of itself nobody knows."""
        known = _quantities(use, _weights(self.tables)["classes"])
        return not known or UNITS[measure][0] in known

    def _coarse(self, point: Point, group: Sequence[Use]) -> Iterator[Gap]:
        one_in = Decimal(self.tables.rules["standards"].setting)
        errors = [error_of(self.tables, use, point.load, point.unit) for use in group]
        known = sum(error for error in errors if error is not None)
        yield from (self._unknown(use) for use, error in zip(group, errors, strict=True) if error is None)
        if known * one_in > point.mpe:
            names = ", ".join(use.code for use in group)
            facts = {"standard": names, "error": text(known), "limit": text(point.mpe), "load": text(point.load)}
            yield Gap("standard-too-coarse", {**facts, "unit": point.unit, "of": text(one_in)})

    def _unknown(self, use: Use) -> Gap:
        return Gap("standard-error-unknown", {"standard": use.code, "of": self.tables.rules["standards"].setting})


def _size(written: str, measure: str) -> Decimal | None:
    """The size that a register tells as `5 L`; a span such as `1 mg sampai 20 kg` is none."""
    found = SIZE.fullmatch(written.strip())
    known = found and SPELLINGS.get(found["unit"].lower())
    if not found or not known or UNITS[known][0] != UNITS[measure][0]:
        return None
    return convert(number(found["size"].replace(",", ".")), known, measure)


SIZE = re.compile(r"(?P<size>[0-9]{1,6}([.,][0-9]{1,6})?) ?(?P<unit>[A-Za-z0-9]{1,3})", re.ASCII)


def error_of(tables: Tables, use: Use, reference: Decimal, measure: str) -> Decimal | None:
    """How far the standard may be wrong at `reference`; None where nothing is known of it.

    After a correction its uncertainty is left; otherwise its largest error as stated, or that of its class of weights.
    """
    for row, name in use.errors():
        if _concerns(row, name, measure):
            return use.times * amount(row, name, measure)
    weights = _weights(tables)
    if use.row.get("class") not in weights["classes"] or UNITS[measure][0] != "mass":
        return None
    mass = convert(reference, measure, "mg") if use.nominal is None else convert(use.nominal, use.unit, "mg")
    return convert(use.times * _put_together(weights["heaviest_first"][use.row["class"]], mass), "mg", measure)


def _weights(tables: Tables) -> Mapping[str, Any]:
    return tables.limits["R111"].content if "R111" in tables.limits else {"classes": ()}


def _concerns(row: Mapping[str, Any], name: str, measure: str) -> bool:
    """Whether the row tells `name` in the quantity that was measured; a rule of 1 m says nothing of a load.

    An error below zero is none: nothing is known then.
    """
    return _told(row, name) in ("", UNITS[measure][0]) and amount(row, name, measure) >= 0


def _told(row: Mapping[str, Any], name: str) -> str | None:
    """In which quantity the row tells `name`: none where it is silent, empty where it names no unit."""
    key = spelled(row, name)
    if key is None:
        return None
    written = key.removeprefix(name).removeprefix("_") or row.get("unit")
    return UNITS[unit(written)][0] if written else ""


def _quantities(use: Use, classes: Sequence[str]) -> set[str]:
    """What this standard is a standard of, as far as its register, its calibration or its class of weights tells."""
    told = {_told(use.row, "max_error"), *(_told(row, "nominal") for row in use.row.get("corrections") or ())}
    told |= {"mass"} if use.row.get("class") in classes else set()
    return {quantity for quantity in told if quantity}


def _put_together(column: Sequence[tuple[Decimal, Decimal]], mass: Decimal) -> Decimal:
    """The largest error of a load made of as few weights of one class as possible."""
    total, left = Decimal(0), mass
    for nominal, cell in column:
        total += left // nominal * cell
        left %= nominal
    return total


def _expired(use: Use, day: date) -> Iterator[Gap]:
    """Out of calibration or withdrawn on the day of the test; days are compared as dates or as ISO text."""
    first, last = (str(use.row.get(name) or day) for name in ("valid_from", "valid_until"))
    if not first <= day.isoformat() <= last:
        yield Gap("standard-out-of-calibration", {"standard": use.code, "valid_until": last})
    since = use.row.get("withdrawn_from")
    if since and str(since) <= day.isoformat():
        yield Gap("standard-withdrawn", {"standard": use.code, "withdrawn_from": str(since)})
