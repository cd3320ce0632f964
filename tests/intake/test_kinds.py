"""Whoever builds a form from `/v1/kinds` alone asks for what is needed, in words, and sends what is accepted."""

from typing import Any

import jsonschema
import pytest

from tests.intake.builders import PLATE, body, item

LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller, monday) -> Any:
    return caller(intake, "applicant")


@pytest.fixture
def kinds(intake, caller, monday) -> dict[str, Any]:
    return {kind["code"]: kind for kind in caller(intake).get("/v1/kinds").json["items"]}


def sent(siti: Any, kind: str, parameters: dict[str, str]) -> set[str]:
    """The faults of the parameters of an instrument of this kind, by name."""
    one = item()
    one = {**one, "instrument": {**one["instrument"], "kind": kind, "parameters": parameters}}
    answer = siti.post(LETTERS, {**body(), "items": [one]})
    assert answer.status_code in (201, 422), answer.data
    faults = [fault["pointer"] for fault in answer.json.get("errors", ())] if answer.status_code == 422 else []
    return {pointer.rpartition("/")[2] for pointer in faults if "/parameters/" in pointer}


def judged(kind: Any, parameters: dict[str, str]) -> bool:
    return jsonschema.Draft202012Validator(kind["schema"]).is_valid(parameters)


def test_every_parameter_of_every_kind_has_words_in_both_languages_and_a_form(kinds):
    for kind in kinds.values():
        told = {one["code"]: one for one in kind["parameters"]}
        assert {*kind["params"]} <= {*told} == {*kind["schema"]["properties"]}
        assert all(one["label"]["id"] and one["label"]["en"] for one in told.values())
        assert {name for name, one in told.items() if one["required"]} == {*kind["required"]}
        assert all(bool(one["options"]) == (one["form"] == "choice") for one in told.values())


def test_a_receipt_prints_an_interval_with_its_unit(kinds):
    told = {one["code"]: one for one in kinds["tbo_elektronik"]["parameters"]}

    assert told["e"]["unit"] == {"fixed": None, "said_by": "unit"}
    assert "kg" in told["unit"]["options"]
    assert told["class"]["options"] == ["I", "II", "III", "IIII"]


VALUES = [
    {},
    {"max": "6/15", "e": "0.002/0.005"},
    {"max": "30,5"},
    {"max": "-3"},
    {"max": "0.0"},
    {"max": "30 kg"},
    {"e": "1/2/3/4/5/6"},
    {"min": "6/15"},
    {"unit": "stone"},
    {"colour": "red"},
]


@pytest.mark.parametrize("change", VALUES)
def test_the_schema_of_a_kind_takes_what_a_letter_takes(siti, kinds, change):
    parameters = {**PLATE, **change}

    assert judged(kinds["tbo_elektronik"], parameters) == (sent(siti, "tbo_elektronik", parameters) == set())


def test_what_a_kind_needs_is_missed_by_both(siti, kinds):
    for kind in [one for one in kinds.values() if one["in_scope"] == "yes" and one["required"]][:8]:
        assert not judged(kind, {})
        assert sent(siti, kind["code"], {}) == {*kind["required"]}


def test_districts_and_receiving_offices_are_listed_for_anybody(intake, caller, monday):
    public = caller(intake)

    districts = public.get("/v1/districts").json["items"]
    offices = public.get("/v1/receiving-offices").json["items"]

    assert {"code": "16.06.01", "name": "Sekayu"} in districts
    assert {"bsml-1", "uml-palembang"} <= {one["code"] for one in offices}
    assert all(one["name_id"] and one["name_en"] for one in offices)
