"""A full examination after R 76 over HTTP: a trader's scale, and a 60 t truck scale with 20 t of standards."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.testing.storage import Order
from shared.service import Service
from tests import paperwork
from tests.support import Caller
from tests.testing.builders import accepted, begun, booked, item, published, ready
from tests.testing.sheets import TRADER

AIR = {"temperature_start": "28.1", "temperature_end": "29.4", "humidity_start": "71", "humidity_end": "68"}
TRUCK = {"class": "III", "max": "60000", "min": "400", "e": "20", "unit": "kg", "load_cells": "6"}
E = Decimal(20)


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


def proposed(desk: Caller, order: Order) -> dict[str, Any]:
    """The steps of the procedure for this instrument, by code, as anybody can ask for them."""
    plate = "&".join(f"{name}={value}" for name, value in order.parameters.items())
    answer = desk.get(f"/v1/procedures/{order.kind}?verification={order.verification}&{plate}")
    assert answer.status_code == 200
    return {step["code"]: step for step in answer.json["steps"]}


def read(load: str, delta: str, **more: Any) -> dict[str, Any]:
    """A display that shows the load, and the extra load at which it went one step further."""
    return {"load": load, "indication": load, "delta_load": delta, **more}


def trader(steps: dict[str, Any]) -> dict[str, Any]:
    """Everything R 76-2 asks of a scale, read as a verifier would: with extra loads, up and down."""
    up = [read(load, "0.004", direction="up") for load in steps["correctness"]["loads"]]
    down = [read(load, "0.006", direction="down") for load in reversed(steps["correctness"]["loads"][:-1])]
    [corner], [weight] = steps["eccentricity"]["loads"], steps["repeatability"]["loads"]
    nudged = {"extra_load": "0.014"}
    return {
        "visual": {"passed": True, "findings": ["Waterpas diperbaiki sebelum pengujian"]},
        "zero": {"readings": [read("0", "0.005")]},
        "correctness": {"readings": [*up, *down]},
        "eccentricity": {"readings": [read(corner, "0.005", position=at) for at in steps["eccentricity"]["positions"]]},
        "repeatability": {"readings": [read(weight, delta) for delta in ("0.004", "0.005", "0.006")]},
        "discrimination": {
            "readings": [
                {"load": load, "indication": load, **nudged, "indication_after": str(Decimal(load) + Decimal("0.01"))}
                for load in steps["discrimination"]["loads"]
            ]
        },
        "tare": {"not_applicable": "timbangan tidak memiliki alat tara"},
    }


def examined(people: Callable[..., Caller], order: Order, tests: dict[str, Any], **facts: Any) -> Any:
    """From the record to the approval by the head."""
    desk, head = people("verifier"), people("head")
    mark = {"mark": "sah", "code": "SP6", "position": "Lemping", "unit": "1", "year": 2026}
    body = {"order_id": order.id, "readings": [{"unit": "1", "tests": tests}], "environment": AIR, "marks": [mark]}
    made = desk.post("/v1/examinations", {**body, "adjustment": False, **facts})
    assert made.status_code == 201, made.json["errors"]
    url = f"/v1/examinations/{made.json['id']}"
    given = desk.post(f"{url}/submission", match=made)
    assert given.status_code == 200, given.json["errors"]
    done = head.post(f"{url}/approval", match=given)
    assert done.status_code == 200
    return done.json


def test_a_traders_scale_of_class_three_goes_through_every_test_of_the_norm(office: Service, people, tmp_path):
    [order] = ready(office, item(parameters=TRADER))
    steps = proposed(people(), order)
    assert [code for code, step in steps.items() if step["required"]] == [
        *("visual", "zero", "correctness", "eccentricity", "repeatability", "discrimination", "tare")
    ]

    done = examined(people, order, trader(steps), standards=["AT-M1"])

    tests = {test["test"]: test for test in done["result"]["units"][0]["tests"]}
    assert (done["verdict"], {test["verdict"] for test in tests.values()}) == ("valid", {"passed", "not_applicable"})
    # At Min going up: E = 0.2 + 0.005 - 0.004 - 0.2 = +0.001 kg; E0 = 0 + 0.005 - 0.005 - 0 = 0.
    first = tests["correctness"]["points"][0]
    assert (first["error"], first["corrected"], first["mpe"]) == ("0.001", "0.001", "0.005")
    shown = paperwork.text(people("verifier").get(f"/v1/examinations/{done['id']}/sheet").data, tmp_path)
    for words in ("28,1 → 29,4 °C", "71 → 68 % RH", "timbangan tidak memiliki alat tara", "Diskriminasi", "SAH"):
        assert words in shown
    assert "n = Max/e Intervals : 3000" in shown
    again = people("auditor").get(f"/v1/examinations/{done['id']}/reproduction").json
    assert (again["reproduced"], again["intact"]) == (True, True)


def test_a_truck_scale_of_sixty_tonnes_is_tested_with_twenty_tonnes_of_standards(office: Service, people, tmp_path):
    [order] = accepted(office, item("timbangan_jembatan", parameters=TRUCK, verification="subsequent"))
    day = published(mode="on_site")
    order = booked(order, day)
    begun(day)
    steps = proposed(people(), order)

    done = examined(people, order, truck(steps), standards=["AT-M1-20T"])

    tests = {test["test"]: test for test in done["result"]["units"][0]["tests"]}
    assert (done["verdict"], tests["substitution"]["materials"]) == ("valid", ["19994", "20016"])
    top = max(tests["correctness"]["points"], key=lambda point: Decimal(point["load"]))
    assert (top["load"], top["mpe"]) == ("60000", "60")  # 3 000 e: ±1.5 e, in service ±3 e
    assert len(tests["eccentricity"]["points"]) == 6
    shown = paperwork.text(people("verifier").get(f"/v1/examinations/{done['id']}/sheet").data, tmp_path)
    for words in ("20000 / 8 20000 / 14 19994", "40000 / 8 40020 / 12 20016", "jembatan timbang tanpa alat tara"):
        assert words in shown


def repeated(delta: str) -> dict[str, Any]:
    """40 t, of which 20 t are material: repeats want at least half of Max."""
    return {"load": "20006", "substitutes": 1, "indication": "40000", "delta_load": delta}


def truck(steps: dict[str, Any]) -> dict[str, Any]:
    """20 t of standards, then material in their place twice, so that 60 t stand on the scale in the end."""
    [corner] = steps["eccentricity"]["loads"]
    swap = {"standards": "20000", "repeatability": "6"}
    first = {**swap, "indication": "20000", "delta_load": "8", "indication_after": "20000", "delta_load_after": "14"}
    second = {**swap, "indication": "40000", "delta_load": "8", "indication_after": "40020", "delta_load_after": "12"}
    low = [load for load in steps["correctness"]["loads"] if Decimal(load) <= 20000]
    rows = [read(load, "9", direction=way) for way in ("up", "down") for load in low]
    high = [("5006", 1, "25000"), ("20006", 1, "40000"), ("19990", 2, "60000")]
    rows += [
        {"load": load, "substitutes": many, "indication": shown, "delta_load": "9", "direction": way}
        for load, many, shown in high
        for way in ("up", "down")
    ]
    nudges = [
        {"load": load, "indication": load, "extra_load": "28", "indication_after": str(Decimal(load) + E)}
        for load in steps["discrimination"]["loads"][:1]
    ]
    steep = {"extra_load": "28", "substitutes": 1}
    nudges.append({**steep, "load": "10006", "indication": "30000", "indication_after": "30020"})
    steep["substitutes"] = 2
    nudges.append({**steep, "load": "19990", "indication": "60000", "indication_after": "60020"})
    return {
        "visual": {"passed": True},
        "zero": {"readings": [read("0", "10")]},
        "substitution": {"readings": [first, second]},
        "correctness": {"readings": rows},
        "eccentricity": {"readings": [read(corner, "10", position=at) for at in steps["eccentricity"]["positions"]]},
        "repeatability": {"readings": [repeated(delta) for delta in ("8", "10", "12")]},
        "discrimination": {"readings": nudges},
        "tare": {"not_applicable": "jembatan timbang tanpa alat tara"},
    }
