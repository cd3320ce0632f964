"""Plays the instruments on the bench: fills in the sheet that testing proposes, as a good or a bad one would read."""

import urllib.parse
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from deploy.http_client import Caller

BAD = 4  # intervals by which a bad scale reads too little
Step = Mapping[str, Any]
Plate = Mapping[str, str]


def sheets(desk: Caller, order: Mapping[str, Any], failing: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Readings of every unit of the instrument; the units named in `failing` are out of their limits."""
    plate = order["parameters"]
    query = urllib.parse.urlencode({"verification": order["verification"], **_known(plate)})
    steps = [step for step in desk.get(f"/testing/v1/procedures/{order['kind']}?{query}")["steps"] if step["required"]]
    rows = []
    for unit in order["units"]:
        tests = _in_place({step["code"]: READ[step["method"]](step, plate) for step in steps})
        rows.append({"unit": unit["unit"], "tests": _worn(tests, plate) if unit["unit"] in failing else tests})
    return rows


def _known(plate: Plate) -> dict[str, str]:
    """What of the plate the proposal depends on."""
    return {name: value for name, value in plate.items() if name in ASKED}


ASKED = ("class", "max", "min", "e", "d", "unit", "load_cells", "supports", "ratio", "nominal", "q3", "r", "mmq_l")


def _worn(tests: dict[str, Any], plate: Plate) -> dict[str, Any]:
    """The same sheet, with too little indicated at every load."""
    short = BAD * Decimal(plate["e"])
    readings = [{**row, "indication": str(Decimal(row["indication"]) - short)} for row in tests[MAIN]["readings"]]
    return {**tests, MAIN: {"readings": readings}}


MAIN = "correctness"
SWAPS, SWAPPED = "substitution", Decimal(20000)  # the demo's office has 20 blocks of 1 t


def _swaps(_: Step, plate: Plate) -> dict[str, Any]:
    """20 t of standards, and material in their place until Max is reached; it weighs just what they do."""
    half = str(Decimal(plate["e"]) / 2)
    enough = {"standards": str(SWAPPED), "repeatability": "0", "delta_load": half, "delta_load_after": half}
    most = int((Decimal(plate["max"]) - 1) // SWAPPED)
    shown = (str(times * SWAPPED) for times in range(1, most + 1))
    return {"readings": [{**enough, "indication": one, "indication_after": one} for one in shown] or [enough]}


def _in_place(tests: dict[str, Any]) -> dict[str, Any]:
    """Material under every load that is heavier than the standards, where the sheet asks for them."""
    rows = {code: test["readings"] for code, test in tests.items() if code != SWAPS and "readings" in test}
    if SWAPS not in tests:
        return tests
    return {**tests, **{code: {"readings": [_on_material(row) for row in given]} for code, given in rows.items()}}


def _on_material(row: dict[str, Any]) -> dict[str, Any]:
    load = Decimal(row.get("load", "0"))
    many = int((load - 1) // SWAPPED) if load > SWAPPED else 0
    return {**row, "load": str(load - many * SWAPPED), "substitutes": many} if many else row


def _nets(step: Step, _: Plate) -> dict[str, Any]:
    """Zero after taring, and net loads."""
    return {"readings": [_exact(load, tare=step["loads"][0]) for load in ("0", *step["loads"])]}


def _exact(load: str, **more: str) -> dict[str, str]:
    return {"load": load, "indication": load, **more}


def _up_and_down(step: Step, _: Plate) -> dict[str, Any]:
    return {
        "readings": [_exact(load, direction=way) for way in step["settings"]["directions"] for load in step["loads"]]
    }


def _corners(step: Step, _: Plate) -> dict[str, Any]:
    return {"readings": [_exact(step["loads"][0], position=at) for at in step["positions"]]}


def _repeats(step: Step, _: Plate) -> dict[str, Any]:
    return {"readings": [_exact(step["loads"][0]) for _ in range(int(step["settings"]["repeats"]))]}


def _swings(step: Step, plate: Plate) -> dict[str, Any]:
    """A balanced beam moves well when half an interval is added."""
    extra = str(Decimal(plate["e"]) / 2)
    return {"readings": [{"load": load, "extra_load": extra, "displacement": "6"} for load in step["loads"]]}


def _division(load: str, plate: Plate) -> Decimal:
    """In which steps the display shows this load; a multi-interval plate has several, with strokes between."""
    parts = zip(str(plate["max"]).split("/"), str(plate.get("d") or plate["e"]).split("/"), strict=True)
    return next(Decimal(d) for most, d in parts if Decimal(load) <= Decimal(most))


def _nudges(step: Step, plate: Plate) -> dict[str, Any]:
    """1.4 divisions more, and the display goes one further."""
    rows = []
    for load in step["loads"]:
        d = _division(load, plate)
        rows.append(_exact(load, extra_load=str(Decimal("1.4") * d), indication_after=str(Decimal(load) + d)))
    return {"readings": rows}


def _moves(step: Step, plate: Plate) -> dict[str, Any]:
    """Half an interval more, and the needle shows all of it."""
    half = Decimal(plate["e"]) / 2
    more = {"extra_load": str(half)}
    return {"readings": [_exact(one, **more, indication_after=str(Decimal(one) + half)) for one in step["loads"]]}


def _runs(step: Step, _: Plate) -> dict[str, Any]:
    run = {"indicated": "20.00", "reference": "20.00"}
    flows, repeats = step["settings"]["flows"], int(step["settings"]["repeats"])
    return {"readings": [{"flow": flow, **run} for flow in flows for _ in range(repeats)]}


def _measured(_: Step, plate: Plate) -> dict[str, Any]:
    return {"readings": [{"reference": plate["nominal"], "nominal": plate["nominal"], "unit": plate["unit"]}]}


READ: dict[str, Callable[[Step, Plate], dict[str, Any]]] = {
    "checklist": lambda _step, _plate: {"passed": True, "findings": []},
    "zero": lambda _step, _plate: {"readings": [_exact("0")]},
    "correctness": _up_and_down,
    "eccentricity": _corners,
    "repeatability": _repeats,
    "discrimination": _nudges,
    "movement": _moves,
    "tare": _nets,
    SWAPS: _swaps,
    "sensitivity": _swings,
    "runs": _runs,
    "comparison": lambda _step, _plate: {"readings": [{"deviation": "0", "uncertainty": "0"}]},
    "measure": _measured,
}
