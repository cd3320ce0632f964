"""Observation sheets for tests: everything read exactly right, unless a test says otherwise."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from services.testing.domain.limits import mpe, procedure
from services.testing.domain.limits.tables import Limit, Tables
from services.testing.domain.quantity import text
from services.testing.domain.record.conditions import ALONE, Conditions
from services.testing.domain.verdict import verdict
from services.testing.domain.verdict.result import Judged, Result
from services.testing.storage.limits import tables_on

DAY = date(2026, 11, 22)
TRADER = {"class": "III", "max": "30", "min": "0.2", "e": "0.01", "unit": "kg"}
TRUCK = {"class": "III", "max": "60000", "e": "20", "unit": "kg", "load_cells": 6}


def tables() -> Tables:
    return tables_on(DAY)


def instrument(kind: str, parameters: dict[str, Any], *units: str) -> dict[str, Any]:
    return {"kind": kind, "parameters": parameters, "units": [{"unit": unit} for unit in units or ("1",)]}


def sheet(of: dict[str, Any], verification: str = "initial") -> dict[str, Any]:
    """The record of one unit that did every required test and read every load exactly."""
    steps = procedure.required(tables(), of, verification).steps
    record = {step.code: RECORDS[step.method](step, of) for step in steps if step.required}
    return in_place(record, thirds(of)) if "substitution" in record else record


def judged(
    of: dict[str, Any], *records: dict[str, Any], verification: str = "initial", under: Conditions = ALONE
) -> Result:
    """The verdict over one record per unit, in the order of the units."""
    return verdict.evaluate(tables(), of, verification, recorded(of, *records), under)


def recorded(of: dict[str, Any], *records: dict[str, Any], **more: str) -> list[dict[str, Any]]:
    """The records as they are sent in."""
    named = zip(of["units"], records, strict=False)
    return [{"unit": unit["unit"], "tests": record, **more} for unit, record in named]


def ruled(**settings: str) -> Tables:
    """The tables of the day with other rules of decision."""
    known = tables()
    rules = {name: replace(rule, setting=settings.get(name, rule.setting)) for name, rule in known.rules.items()}
    return replace(known, rules=rules)


def found(kind: str, verification: str, **fields: str) -> Limit:
    """The limit, asked for as the public address asks: one set of fields for plate and point."""
    return mpe.limit(tables(), kind, verification, fields, fields)


def of(result: Result, code: str, unit: int = 0) -> Judged:
    """One test of one unit."""
    return next(one for one in result.units[unit].tests if one.test == code)


def with_readings(record: dict[str, Any], code: str, *readings: dict[str, str]) -> dict[str, Any]:
    return {**record, code: {"readings": list(readings)}}


def exactly(load: Decimal | str, **more: str) -> dict[str, str]:
    written = text(Decimal(load))
    return {"load": written, "indication": written, **more}


def thirds(of: dict[str, Any]) -> Decimal:
    """Standards for a third of Max."""
    most, e = (Decimal(str(of["parameters"][name])) for name in ("max", "e"))
    return -(-most // (3 * e)) * e


def in_place(record: dict[str, Any], standards: Decimal) -> dict[str, Any]:
    """The record with material of exactly the mass of the standards under every load that is heavier than they are."""
    rows = ((code, test["readings"]) for code, test in record.items() if "readings" in test and code != "substitution")
    return {**record, **{code: {"readings": [_on_material(row, standards) for row in given]} for code, given in rows}}


def _on_material(row: dict[str, Any], standards: Decimal) -> dict[str, Any]:
    load = Decimal(row.get("load", "0"))
    many = 0 if load <= standards else int((load - 1) // standards)
    return {**row, "load": text(load - many * standards), "substitutes": many} if many else row


def weighed(row: dict[str, Any], standards: Decimal = Decimal(20000)) -> Decimal:
    """What stands on the scale, material and all."""
    return Decimal(row["load"]) + standards * row.get("substitutes", 0)


def _swaps(_step: procedure.Step, of: dict[str, Any]) -> dict[str, Any]:
    """Standards for a third of Max, and twice material in their place that weighs just as much (R 76-1, 3.7.3)."""
    mass, e = thirds(of), Decimal(str(of["parameters"]["e"]))
    rows = []
    for times in (1, 2):
        shown = {"indication": text(times * mass), "indication_after": text(times * mass)}
        half = {"delta_load": text(e / 2), "delta_load_after": text(e / 2)}
        rows.append({"standards": text(mass), "repeatability": text(e * Decimal("0.3")), **shown, **half})
    return {"readings": rows}


def _nets(step: procedure.Step, _of: dict[str, Any]) -> dict[str, Any]:
    """Zero after taring, and a net load."""
    return {"readings": [exactly(load, tare=text(step.loads[0])) for load in ("0", *step.loads)]}


def _directions(step: procedure.Step, _of: dict[str, Any]) -> dict[str, Any]:
    ways = step.settings["directions"]
    return {"readings": [exactly(load, direction=way) for way in ways for load in step.loads]}


def _corners(step: procedure.Step, _of: dict[str, Any]) -> dict[str, Any]:
    return {"readings": [exactly(step.loads[0], position=at) for at in step.positions]}


def _repeats(step: procedure.Step, _of: dict[str, Any]) -> dict[str, Any]:
    return {"readings": [exactly(step.loads[0]) for _ in range(step.settings["repeats"])]}


def _swing(load: Decimal, e: str) -> dict[str, str]:
    return {"load": text(load), "extra_load": text(Decimal(e) / 2), "displacement": "5"}


def _division(load: Decimal, plate: dict[str, str]) -> Decimal:
    """The division in which the scale shows this load."""
    parts = zip(str(plate["max"]).split("/"), str(plate.get("d") or plate["e"]).split("/"), strict=True)
    return next(Decimal(d) for most, d in parts if load <= Decimal(most))


def _nudges(step: procedure.Step, of: dict[str, Any]) -> dict[str, Any]:
    """An extra load of 1.4 d, and one division more on the display."""
    rows = []
    for load in step.loads:
        d = _division(load, of["parameters"])
        rows.append(exactly(load, extra_load=text(Decimal("1.4") * d), indication_after=text(load + d)))
    return {"readings": rows}


def _moves(step: procedure.Step, of: dict[str, Any]) -> dict[str, Any]:
    extra = Decimal(of["parameters"]["e"]) / 2
    more = {load: {"extra_load": text(extra), "indication_after": text(load + extra)} for load in step.loads}
    return {"readings": [exactly(load, **more[load]) for load in step.loads]}


def _runs(step: procedure.Step, _of: dict[str, Any]) -> dict[str, Any]:
    settings = step.settings
    run = {"indicated": "20.00", "reference": "20.00"}
    return {"readings": [{"flow": flow, **run} for flow in settings["flows"] for _ in range(settings["repeats"])]}


def _measured(_step: procedure.Step, of: dict[str, Any]) -> dict[str, Any]:
    plate = of["parameters"]
    return {"readings": [{"reference": plate["nominal"], "nominal": plate["nominal"], "unit": plate["unit"]}]}


RECORDS = {
    "checklist": lambda _step, _of: {"passed": True, "findings": []},
    "zero": lambda _step, _of: {"readings": [exactly("0")]},
    "correctness": _directions,
    "eccentricity": _corners,
    "repeatability": _repeats,
    "runs": _runs,
    "discrimination": _nudges,
    "movement": _moves,
    "tare": _nets,
    "substitution": _swaps,
    "sensitivity": lambda step, of: {"readings": [_swing(load, of["parameters"]["e"]) for load in step.loads]},
    "comparison": lambda _step, _of: {"readings": [{"deviation": "0", "uncertainty": "0"}]},
    "measure": _measured,
}


SCALE = instrument("tbo_elektronik", TRADER)
TABLE_SCALE = instrument("tbo_elektronik", {"class": "III", "max": "6000", "min": "40", "e": "2", "unit": "g"})
NOZZLES = instrument("pu_bbm", {"mmq_l": "2", "qmax_lpm": "40"}, "1", "2", "3", "4")
PERFECT = [
    SCALE,
    TABLE_SCALE,
    NOZZLES,
    instrument("timbangan_jembatan", TRUCK),
    instrument("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}),
    instrument("dacin", {"class": "IIII", "max": "100", "e": "0.5", "unit": "kg"}),
    instrument("sentisimal", {"class": "III", "max": "500", "e": "0.2", "unit": "kg"}),
    instrument("tbo_elektronik", {"class": "III", "max": "6/15", "e": "0.002/0.005", "unit": "kg"}),
    instrument("anak_timbangan", {"class": "M2", "nominal": "1", "unit": "kg"}),
    instrument("ban_ukur", {"class": "II", "nominal": "30", "unit": "m"}),
    instrument("meter_air_le50", {"q3": "2.5", "r": "100", "class": "2"}),
    instrument("meter_arus_pd", {"class": "0.5"}),
    instrument("takaran_basah", {"nominal": "1", "unit": "L"}),
    instrument("tum", {"nominal": "8000", "unit": "L"}),
    instrument("meter_kwh", {"class": "B"}),
    instrument("evse", {"class": "1"}),
]
