"""What has to be done with an instrument: its tests, and the loads, positions, flows and repeats of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from services.testing.domain.limits import loads, mpe, plate_rules
from services.testing.domain.limits.tables import Kind, Limit, LimitTable, Source, Tables, verification
from services.testing.domain.quantity import amount, convert, spelled
from services.testing.domain.verdict.faults import mapping
from services.testing.domain.verdict.result import plain

# Settings of a test's row that whoever fills in the sheet may read as they stand.
SHOWN = (
    *(
        "checks",
        "directions",
        "flows",
        "repeats",
        "min_loads",
        "volume",
        "uncertainty_of",
        "balance",
        "moves",
        "display",
    ),
    *(
        "near",
        "near_max_e",
        "near_extra",
        "near_vessel",
        "at",
        "extra_d",
        "most_d",
        "share",
        "share_of",
        "few_supports",
    ),
    *("limit_e", "max_load_e", "zero_e", "least_share", "least_volume", "least_kg", "shares", "repeatability_share"),
)


@dataclass(frozen=True)
class Step:
    """One test, with the loads proposed for this instrument, the limit of each, and what else its sheet asks for."""

    code: str
    method: str
    required: bool
    excusable: bool = False  # what the instrument lacks is marked "/" with the cause, never left out
    unit: str = ""
    loads: tuple[Decimal, ...] = ()
    limits: tuple[Decimal, ...] = ()
    positions: tuple[str, ...] = ()
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Procedure:
    """The tests of one instrument in the order they are done."""

    kind: str
    verification: str
    procedure: str
    source: Source
    mpe_table: Source
    steps: tuple[Step, ...]
    environment: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {**plain(self), "steps": [_step_json(step) for step in self.steps]}


def required(tables: Tables, instrument: Mapping[str, Any], of: str) -> Procedure:
    """The procedure for this instrument; refuses one that no table covers. `of` is the verification."""
    act = verification(of)
    kind = tables.kind(instrument.get("kind"))
    table = tables.procedures[kind.procedure]
    plate = {**kind.defaults, **mapping(instrument.get("parameters") or {}, "/parameters")}
    limits = tables.limits[kind.family]
    scale = _scale(limits, plate)
    steps = tuple(_step(row, scale, plate, limits.content) for row in tests_of(tables, kind, plate))
    known = mpe.limits(tables, kind.code, act, plate)
    steps = tuple(_with_limits(step, known.at) for step in steps)
    sources = table.source, mpe.source(tables, kind.code, act)
    return Procedure(kind.code, act, table.code, *sources, steps, table.environment)


def tests_of(tables: Tables, kind: Kind, plate: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows that concern this instrument; some tests are for large scales only. Refuses an impossible plate."""
    scale = _scale(tables.limits[kind.family], plate)
    rows = tables.procedures[kind.procedure].tests
    if scale is None:
        return rows
    return tuple(_of_class(row, scale) for row in rows if "above_max_kg" not in row or _heavy(scale, row))


def _of_class(row: Mapping[str, Any], scale: plate_rules.Scale) -> Mapping[str, Any]:
    """The row as it is for scales of this class: the finer ones repeat more often."""
    more = row.get("repeats_of_class", {}).get(scale.accuracy)
    return row if more is None else {**row, "repeats": more}


def _scale(limits: LimitTable, plate: Mapping[str, Any]) -> plate_rules.Scale | None:
    return plate_rules.scale(limits.content, plate) if limits.rule == "scale" else None


def _heavy(scale: plate_rules.Scale, row: Mapping[str, Any]) -> bool:
    return convert(scale.max, scale.unit, "kg") > row["above_max_kg"]


def _with_limits(step: Step, limit: Callable[[Mapping[str, Any]], Limit]) -> Step:
    """The step with the limit of each of its loads, where the loads themselves are judged."""
    name = JUDGED_BY.get(step.method)
    if name is None:
        return step
    points = ({name: load, "unit": step.unit} for load in step.loads)
    return replace(step, limits=tuple(limit(point).into(step.unit).high for point in points))


JUDGED_BY = {  # under which name a point of the test asks for its limit
    **dict.fromkeys(("correctness", "eccentricity", "repeatability", "tare"), "load"),
    "runs": "volume",
    "comparison": "nominal",
}


def _step(
    row: Mapping[str, Any], scale: plate_rules.Scale | None, plate: Mapping[str, Any], content: Mapping[str, Any]
) -> Step:
    common = {"code": row["code"], "method": row["method"], "required": row["required"]}
    common["excusable"] = row.get("excusable", not row["required"])
    shown = {name: row[name] for name in SHOWN if name in row}
    if scale is None:
        return Step(**common, unit=row.get("unit", ""), settings=shown, loads=_quantities(row, plate))
    found = PROPOSALS.get(row["method"], _nothing)(row, scale, plate, content)
    return Step(**common, unit=scale.unit, settings=shown, **found)


def _quantities(row: Mapping[str, Any], plate: Mapping[str, Any]) -> tuple[Decimal, ...]:
    """The volume of a run where the procedure names one; the nominal value of a weight."""
    if row["method"] == "comparison" and spelled(plate, "nominal"):
        return (amount(plate, "nominal", row["unit"], "g"),)
    return (Decimal(row["volume"]),) if "volume" in row else ()


def _correctness(row: Mapping, scale: plate_rules.Scale, _plate: Mapping, content: Mapping) -> dict[str, Any]:
    return {"loads": loads.proposed(content, scale, row["min_loads"])}


def _eccentricity(row: Mapping, scale: plate_rules.Scale, plate: Mapping, _content: Mapping) -> dict[str, Any]:
    load, positions, _ = loads.corners(scale, loads.supports(plate, row), row)
    return {"loads": (load,), "positions": tuple(str(at + 1) for at in range(positions))}


def _repeatability(row: Mapping, scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    share = loads.whole_intervals(row["load_share"] * scale.max, scale)
    return {"loads": (max(scale.min, min(share, scale.max)),)}


def _ends(_row: Mapping, scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    return {"loads": (scale.min, scale.max)}


def _half_way(_row: Mapping, scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    """Min, about half of Max, Max (R 76-1, A.4.8, from memory)."""
    return {"loads": (scale.min, loads.whole_intervals(scale.max / 2, scale), scale.max)}


def _share(row: Mapping, scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    share = loads.whole_intervals(row["load_share"] * scale.max, scale)
    return {"loads": (max(scale.min, share),)}


def _zero(_row: Mapping, _scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    return {"loads": (Decimal(0),)}


def _nothing(_row: Mapping, _scale: plate_rules.Scale, _plate: Mapping, _content: Mapping) -> dict[str, Any]:
    return {}


PROPOSALS = {
    "correctness": _correctness,
    "eccentricity": _eccentricity,
    "repeatability": _repeatability,
    "zero": _zero,
    "discrimination": _half_way,
    "tare": _share,
    "movement": _half_way,
    "sensitivity": _ends,
}


def _step_json(step: Step) -> dict[str, Any]:
    return {**plain(step), "settings": plain(dict(step.settings or {}))}
