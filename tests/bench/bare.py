"""The arithmetic of a record and nothing else: text to Decimal, a row of the table, one comparison, written by hand.

No refusals, no units, no sources, no explanation: it is what an evaluation cannot be faster than in this language, and
it must find the same errors and limits as the engine.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from services.testing.domain.limits.tables import Tables

Found = list[tuple[Decimal, Decimal, bool]]  # error, largest allowed, whether it is within
Units = Sequence[Mapping[str, Any]]
NOTHING = Decimal(0)


class Plate(NamedTuple):
    """What of a scale its limits follow from, and the corrections of its weights."""

    e: Decimal
    bands: list[tuple[Decimal | None, Decimal]]  # up to so much, so large an error
    known: Mapping[tuple[str, str], Mapping[str, Any]]


def scale(tables: Tables, of: Mapping[str, Any], act: str, units: Units, standards: Units) -> Found:
    """A scale of one range, in the unit of its plate."""
    table, e = tables.limits["R76"], Decimal(of["parameters"]["e"])
    rows = [row for row in table.content["bands"] if row["class"] == of["parameters"]["class"]]
    factor = e * table.terms[act].factor
    bands = [(row["up_to_e"] * e if "up_to_e" in row else None, row["limit_e"] * factor) for row in rows]
    known = {(one["code"], row["nominal"]): row for one in standards for row in one["corrections"]}
    return [one for unit in units for one in _unit(unit["tests"], Plate(e, bands, known))]


def _unit(tests: Mapping[str, Any], plate: Plate) -> Found:
    found: Found = []
    zero, materials = NOTHING, ()
    for code, record in tests.items():
        rows = record.get("readings", ())
        if code == "zero":
            judged = [(_error(row, plate.e, NOTHING), plate.e * Decimal("0.25")) for row in rows]
            zero = judged[0][0] if "delta_load" in rows[0] else NOTHING
        elif code == "substitution":
            materials, judged = [_material(row) for row in rows], []
        else:
            judged = OTHERS.get(code, _loads)(rows, plate, zero, materials)
        if code == "repeatability":
            judged += _spreads(rows, plate, materials)
        found += [(error, limit, abs(error) <= limit) for error, limit in judged]
    return found


def _loads(rows: Sequence, plate: Plate, zero: Decimal, materials: Sequence) -> list[tuple[Decimal, Decimal]]:
    return [_weighed(row, plate, zero, materials) for row in rows]


def _nudges(rows: Sequence, plate: Plate, *_: Any) -> list[tuple[Decimal, Decimal]]:
    return [(plate.e - (Decimal(row["indication_after"]) - Decimal(row["indication"])), NOTHING) for row in rows]


def _nets(rows: Sequence, plate: Plate, *_: Any) -> list[tuple[Decimal, Decimal]]:
    """Zero after taring, and net loads as they stand above it."""
    first = _error(rows[0], plate.e, NOTHING) - _correction(rows[0], plate)
    own = first if "delta_load" in rows[0] else NOTHING
    return [(first, plate.e * Decimal("0.25")), *(_weighed(row, plate, own, ()) for row in rows[1:])]


OTHERS = {"discrimination": _nudges, "tare": _nets}


def _weighed(row: Mapping, plate: Plate, zero: Decimal, materials: Sequence) -> tuple[Decimal, Decimal]:
    load = Decimal(row["load"]) + sum(materials[: int(row.get("substitutes", 0))])
    error = _error(row, plate.e, load) - _correction(row, plate)
    limit = next(limit for top, limit in plate.bands if top is None or load <= top)
    return (error - zero if "delta_load" in row else error), limit


def _error(row: Mapping, e: Decimal, load: Decimal) -> Decimal:
    rounding = e / 2 - Decimal(row["delta_load"]) if "delta_load" in row else NOTHING
    return Decimal(row["indication"]) + rounding - load


def _correction(row: Mapping, plate: Plate) -> Decimal:
    used = (one for one in row.get("used", ()))
    return sum(
        (one["count"] * Decimal(plate.known[one["code"], one["nominal"]]["correction"]) for one in used), NOTHING
    )


def _material(row: Mapping) -> Decimal:
    after = Decimal(row["indication_after"]) - Decimal(row["delta_load_after"])
    return Decimal(row["standards"]) + after - (Decimal(row["indication"]) - Decimal(row["delta_load"]))


def _spreads(rows: Sequence, plate: Plate, materials: Sequence) -> list[tuple[Decimal, Decimal]]:
    groups: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in rows:
        groups.setdefault(row["load"], []).append(_weighed(row, plate, NOTHING, materials))
    return [(max(group)[0] - min(group)[0], group[0][1]) for group in groups.values()]


def dispenser(tables: Tables, of: Mapping[str, Any], act: str, units: Units, _: Units) -> Found:
    """Runs of nozzles in litre, and their spread at each flow."""
    table = tables.limits["R117"]
    percent, bands = Decimal(str(table.content["percent"]["system"]["0.5"])), table.content["bands"]
    least = 2 * _of_volume(bands, percent, Decimal(of["parameters"]["mmq_l"]))
    factor = table.terms[act].factor
    found: Found = []
    for unit in units:
        flows: dict[str, list[tuple[Decimal, Decimal]]] = {}
        for row in unit["tests"]["accuracy"]["readings"]:
            reference = Decimal(row["reference"])
            limit = max(_of_volume(bands, percent, reference), least) * factor
            flows.setdefault(row["flow"], []).append((Decimal(row["indicated"]) - reference, limit))
        judged = [one for flow in flows.values() for one in flow]
        share = Decimal("0.4")
        judged += [(max(flow)[0] - min(flow)[0], min(limit for _, limit in flow) * share) for flow in flows.values()]
        found += [(error, limit, abs(error) <= limit) for error, limit in judged]
    return found


def _of_volume(bands: Sequence[Mapping], percent: Decimal, volume: Decimal) -> Decimal:
    band = next(row for row in bands if "below_l" not in row or volume < row["below_l"])
    return band["times"] * percent * Decimal(band.get("of_l", volume)) / 100


def water(tables: Tables, of: Mapping[str, Any], act: str, units: Units, _: Units) -> Found:
    """One run at each flow, a percentage by zone."""
    table, accuracy = tables.limits["R49"], of["parameters"]["class"]
    rows = {row["zone"]: row["percent"] for row in table.content["rows"] if row["class"] == accuracy}
    zones, factor = {"q3": rows["q2_q4"], "q2": rows["q2_q4"], "q1": rows["q1_q2"]}, table.terms[act].factor
    found: Found = []
    for unit in units:
        for row in unit["tests"]["accuracy"]["readings"]:
            reference = Decimal(row["reference"])
            error, limit = Decimal(row["indicated"]) - reference, zones[row["flow"]] * reference / 100 * factor
            found.append((error, limit, abs(error) <= limit))
    return found


def weights(tables: Tables, of: Mapping[str, Any], act: str, units: Units, _: Units) -> Found:
    """Deviations in milligram, within the cell of the table less the uncertainty."""
    table, accuracy = tables.limits["R111"], of["parameters"]["class"]
    cells, factor = table.content["cells"], table.terms[act].factor
    nominal = {unit["unit"]: Decimal(unit["parameters"]["nominal"]) * 1000 for unit in of["units"]}
    found: Found = []
    for unit in units:
        for row in unit["tests"]["comparison"]["readings"]:
            limit = cells[nominal[unit["unit"]], accuracy] * factor - Decimal(row["uncertainty"])
            error = Decimal(row["deviation"])
            found.append((error, limit, abs(error) <= limit))
    return found


JUDGES: dict[str, Callable[[Tables, Mapping[str, Any], str, Units, Units], Found]] = {
    "tbo_elektronik": scale,
    "timbangan_jembatan": scale,
    "pu_bbm": dispenser,
    "meter_air_le50": water,
    "anak_timbangan": weights,
}
