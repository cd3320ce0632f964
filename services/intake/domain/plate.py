"""Whether a plate can be read, and whether its numbers can be those of its class."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.intake.domain.class_rules import class_faults

# What every test reckons with. The first few may hold one number for each partial range: `6/15`.
SEVERAL = ("max", "e", "d")
NUMBERS = (*SEVERAL, "min", "nominal", "nominal_l", "nominal_m", "mmq", "mmq_l", "load_cells", "supports")
UNITS = ("mg", "g", "kg", "t", "mL", "L", "m3", "mm", "cm", "m", "mA", "A", "Wh", "kWh", "MWh")
SPELLED = {unit.lower() for unit in UNITS} | {"m³"}
NUMBER = re.compile(r"-?(?![0-9.]{17})[0-9]{1,12}(\.[0-9]{1,12})?")  # 15 digits: as many as a test reckons with
MOST_PARTS = 5


def plate_faults(kind: Mapping[str, Any] | None, given: Mapping[str, str], at: str) -> list[dict[str, Any]]:
    """Numbers and unit of the parameters `given` that no test could read, as rows with pointers below `at`.

    A kind that this office refers elsewhere is read elsewhere.
    """
    if kind is None or kind.get("in_scope") == "no":
        return []
    found = {name: _number_fault(name, given[name]) for name in NUMBERS if given.get(name)}
    faults = [{"pointer": f"{at}/parameters/{name}", "code": code} for name, code in found.items() if code]
    if given.get("unit") and given["unit"].lower() not in SPELLED:
        faults.append({"pointer": f"{at}/parameters/unit", "code": "unknown-unit", "known": ", ".join(UNITS)})
    return faults or _class_faults(kind, given, at)


def _class_faults(kind: Mapping[str, Any], given: Mapping[str, str], at: str) -> list[dict[str, Any]]:
    """What testing would refuse on the day of the test is refused while it can still be written anew."""
    rules = kind.get("plate_rules")
    if not rules or not all(given.get(name) for name in ("class", "max", "e")):
        return []
    found = class_faults(rules, given)
    return [{"pointer": f"{at}/parameters/{name}", "code": code, **facts} for name, code, facts in found]


def _number_fault(name: str, written: str) -> str:
    """The first thing wrong with what is written, as a code; empty when it is a number above zero."""
    if "," in written:
        return "decimal-comma"
    pieces = written.split("/") if name in SEVERAL else [written]
    if len(pieces) > MOST_PARTS or not all(map(NUMBER.fullmatch, pieces)):
        return "not-a-number"
    return "" if all(Decimal(piece) > 0 for piece in pieces) else "not-positive"
