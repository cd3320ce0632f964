"""What an instrument must tell about itself before it can be tested, by its kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.intake.domain.plate import plate_faults

COMMON = {"unit", "type_approval", "year_made"}


def parameter_faults(kind: Mapping[str, Any] | None, instrument: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    """Everything wrong with kind and parameters, as rows with JSON pointers below `at`."""
    if kind is None:
        return [{"pointer": f"{at}/kind", "code": "unknown-kind"}]
    given: Mapping[str, str] = instrument.get("parameters") or {}
    known = {*kind["params"], *COMMON}
    missing = [name for name in kind["required"] if given.get(name) in (None, "")]
    faults = [{"pointer": f"{at}/parameters/{name}", "code": "required"} for name in missing]
    strange = sorted(set(given) - known)
    faults += [{"pointer": f"{at}/parameters/{name}", "code": "unknown"} for name in strange]
    faults += plate_faults(kind, given, at)
    units: Sequence[Mapping[str, Any]] = instrument.get("units") or []
    if len(units) > kind["most_units"]:  # as many as the record of one test can tell of
        faults.append({"pointer": f"{at}/units", "code": "too-many-units", "most": kind["most_units"]})
    return faults + unit_faults(units, at)


def unit_faults(units: Sequence[Mapping[str, Any]], at: str) -> list[dict[str, Any]]:
    """Units of one instrument are told apart by their label."""
    labels = [unit["unit"] for unit in units]
    doubles = [index for index, label in enumerate(labels) if label in labels[:index]]
    return [{"pointer": f"{at}/units/{index}/unit", "code": "double"} for index in doubles]


def initial_fault(verification: str, approval: str, exemption: str, at: str) -> list[dict[str, Any]]:
    """First verification needs a type approval or a stated exemption."""
    lacks = verification == "initial" and not (approval or exemption)
    return [{"pointer": f"{at}/type_approval", "code": "required"}] if lacks else []


def lot_fault(basis: str, lot: str, at: str) -> list[dict[str, Any]]:
    """A sample stands for a lot, and only a sample does."""
    wrong = {(True, False): "required", (False, True): "only-for-sampling"}.get((basis == "sampling", bool(lot)))
    return [{"pointer": f"{at}/lot", "code": wrong}] if wrong else []


def progress(states: Sequence[str]) -> str:
    """How far the items of an accepted letter are, in one word."""
    living = [state for state in states if state not in ("referred", "withdrawn", "not_presented")]
    done = [state for state in living if state in ("tested", "certified", "rejected_on_test", "awaiting_retest")]
    dated = [state for state in living if state == "scheduled"]
    if living and len(done) == len(living):
        return "tested"
    if living and len(done) + len(dated) == len(living):
        return "scheduled"
    return "partly_scheduled" if done or dated else "waiting"
