"""Random instruments and readings over HTTP: never a 5xx, never a verdict that nobody explains."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.testing.storage import Order, Verifier, context, profile
from services.testing.storage.limits import tables_on
from shared.service import Service
from tests.support import Caller
from tests.testing.builders import accepted, begun, booked, item, published
from tests.testing.sheets import DAY

KINDS = sorted(tables_on(DAY).kinds)
NUMBERS = [
    "0",
    "0.005",
    "0.01",
    "0.2",
    "1",
    "2",
    "5",
    "10",
    "20",
    "24",
    "30",
    "6/15",
    "60000",
    "-1",
    "1e3",
    "lima",
    "0.1.2",
]
UNITS = ["mg", "g", "kg", "t", "mL", "L", "m", "mm", "kWh", "pon"]
CLASSES = ["I", "II", "III", "IIII", "M1", "M2", "E2", "0.5", "1.0", "1", "2", "A", "B", "", "kelas III"]
POINT = ("volume", "load", "length", "interval", "energy", "imin")
NAMES = ("max", "min", "e", "d", "nominal", "mmq", "supports", "load_cells", *POINT)
TESTS = [
    *("visual", "zero", "correctness", "eccentricity", "repeatability", "discrimination", "tare", "substitution"),
    *("sensitivity", "accuracy", "anti_drain", "totaliser", "comparison", "environment", "intervals", "smell"),
]
FIELDS = [
    *("load", "indication", "delta_load", "to_balance", "displacement", "indication_after", "delta_load_after"),
    *("extra_load", "tare", "standards", "repeatability", "indicated", "reference", "deviation", "uncertainty"),
    *("nominal", "interval"),
]
WRITTEN = st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
FIGURE = WRITTEN | st.sampled_from(["0", "5", "10", "20.00", "30"])
WORDS = {
    "direction": st.sampled_from(["up", "down"]),
    "position": st.sampled_from("123456"),
    "flow": st.sampled_from(["high", "medium", "low", "q1", "q2", "q3", "strong", "none"]),
    "unit": st.sampled_from(UNITS[:-1]),
    "warm": st.booleans(),
    "from": st.sampled_from(["mark", "face"]),
    "substitutes": st.integers(1, 3),
    "used": st.just(["AT-M1"]),
}
READING = st.fixed_dictionaries({}, optional={**dict.fromkeys(FIELDS, FIGURE), **WORDS})
RECORD = st.one_of(
    st.fixed_dictionaries({"passed": st.booleans()}, optional={"findings": st.just(["kotor"])}),
    st.fixed_dictionaries({"readings": st.lists(READING, min_size=1, max_size=6)}),
    st.just({"not_applicable": "tidak ada alatnya"}),
)
SIZES = {name: st.sampled_from(NUMBERS) for name in NAMES}
PLATES = st.fixed_dictionaries(
    {}, optional={**SIZES, "class": st.sampled_from(CLASSES), "unit": st.sampled_from(UNITS)}
)
GOOD = st.sampled_from(
    [
        ("tbo_elektronik", {"class": "III", "max": "30", "e": "0.01", "unit": "kg"}),
        ("timbangan_pegas", {"class": "IIII", "max": "15", "e": "0.05", "unit": "kg"}),
        ("sentisimal", {"class": "III", "max": "500", "e": "0.2", "unit": "kg"}),
        ("pu_bbm", {"mmq_l": "2"}),
        ("anak_timbangan", {"class": "M2", "nominal": "1", "unit": "kg"}),
        ("meter_air_le50", {"class": "2"}),
        ("ban_ukur", {"class": "II", "nominal": "30", "unit": "m"}),
    ]
)
ANY = st.tuples(st.sampled_from([*KINDS, "sendok"]), PLATES)
ACTS = st.sampled_from(["initial", "subsequent"])
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


@CALM
@given(one=ANY, act=ACTS)
def test_whatever_anybody_asks_for_is_a_limit_with_its_source_or_a_named_rule(people, one: Any, act: str):
    kind, plate = one
    asked = {name: value for name, value in plate.items() if value}

    limit = people().get(f"/v1/mpe?{urlencode({'kind': kind, 'verification': act, **asked})}")
    steps = people().get(f"/v1/procedures/{kind}?{urlencode({'verification': act, **_plate_only(asked)})}")

    for answer in (limit, steps):
        assert answer.status_code in (200, 422), answer.json
        assert answer.status_code == 200 or (answer.json["code"] and answer.json["detail"])
    if limit.status_code == 200:
        assert {"mpe", "unit", "table", "edition", "legal_source", "confidence"} <= limit.json.keys()


def _plate_only(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if name not in POINT}


@CALM
@given(one=GOOD | ANY, act=ACTS, tests=st.dictionaries(st.sampled_from(TESTS), RECORD, max_size=8))
def test_whatever_a_verifier_writes_is_refused_where_it_stands_or_judged_with_its_reasons(
    office: Service, people, one: Any, act: str, tests: dict[str, Any]
):
    order = standing(office, *one, act)
    rows = [{"unit": "1", "tests": tests, **({"stopped": "berhenti"} if len(tests) == 3 else {})}]

    answer = people("verifier").post(
        "/v1/examinations", {"order_id": order.id, "readings": rows, "standards": ["AT-M1"], "environment": {}}
    )

    assert answer.status_code in (201, 422), answer.json
    if answer.status_code == 422:
        assert all(one["pointer"] and one["code"] for one in answer.json["errors"])
    else:
        assert_explained(answer.json)
        assert people("verifier").get(f"/v1/examinations/{answer.json['id']}/sheet").status_code == 200


def standing(office: Service, kind: str, plate: dict[str, str], act: str) -> Order:
    """An order of this kind in a day that has begun, wherever the kind is tested."""
    known = kind if kind in Verifier.get(Verifier.code == "P1").scope else "tbo_elektronik"
    [order] = accepted(office, item(known, parameters=plate, verification=act))
    day = published(mode=profile.modes(known, context.today())[0], minutes=5000)
    order = booked(order, day)
    begun(day)
    return order


def assert_explained(record: dict[str, Any]) -> None:
    """Every number has its rule, every gap its name, every unit and the whole their sentence in both languages."""
    result = record["result"]
    lines = result["explanation"]
    assert all(line["id"].strip() and line["en"].strip() for line in lines)
    assert lines[0]["id"].startswith("Batas kesalahan yang diizinkan")
    assert lines[-1]["id"].startswith("Putusan: ")
    for unit in result["units"]:
        points = [point for test in unit["tests"] for point in test["points"]]
        assert all(point["rule"] and point["mpe"] is not None for point in points)
        assert unit["verdict"] != "incomplete" or unit["missing"]
        assert len(lines) >= len(points) + len(unit["tests"]) + 2
    assert result["mpe_table"]["edition"]
    assert (record["verdict"] == "incomplete") == bool(record["missing"])
