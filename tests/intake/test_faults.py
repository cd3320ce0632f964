"""What is wrong with a body is told whole: of every item, at places that are there, with what it should look like."""

from typing import Any

import pytest

from tests.intake.builders import body, item

LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller, monday) -> Any:
    return caller(intake, "applicant")


def refused(answer: Any) -> dict[str, dict[str, Any]]:
    """The faults by their pointers."""
    assert answer.status_code == 422, answer.data
    return {fault["pointer"]: fault for fault in answer.json["errors"]}


def at(sent: Any, pointer: str) -> Any:
    """What stands in the body at a pointer; the last step may be what is missing."""
    *steps, _ = pointer.split("/")[1:]
    for step in steps:
        sent = sent[int(step)] if isinstance(sent, list) else sent[step]
    return sent


def spoilt(**changes: Any) -> dict[str, Any]:
    one = item()
    return {**one, "instrument": {**one["instrument"], **changes}}


def test_the_faults_of_all_items_are_told_at_once(siti):
    items = [spoilt(kind="unheard_of"), item(), spoilt(parameters={"class": "III", "max": "3,0"})]
    items[1] = {**items[1], "place": {"mode": "office", "district": "nowhere"}}
    sent = {**body(), "items": items}

    faults = refused(siti.post(LETTERS, sent))

    assert {"/items/0/instrument/kind", "/items/1/place/district", "/items/2/instrument/parameters/max"} <= {*faults}
    assert all(at(sent, pointer) is not None for pointer in faults)


@pytest.mark.parametrize("value", [30, 0.01, True, None, ["30"], {"value": "30"}])
def test_what_is_no_text_among_the_parameters_is_told_where_it_stands(siti, value):
    sent = {**body(), "items": [spoilt(parameters={"class": "III", "max": value})]}

    faults = refused(siti.post(LETTERS, sent, **{"Accept-Language": "en"}))

    fault = faults["/items/0/instrument/parameters/max"]
    assert at(sent, fault["pointer"])["max"] == value
    assert fault["detail"] == ("may not be null" if value is None else 'write text in quotes, such as "30"')


def test_a_name_that_is_no_name_is_told_where_it_stands_too(siti):
    faults = refused(siti.post(LETTERS, {**body(), "items": [spoilt(parameters={"Max Load": "30"})]}))

    assert "/items/0/instrument/parameters/Max Load" in faults


def test_who_gives_no_way_to_reach_him_is_told_a_field_that_there_is_and_what_belongs_there(siti):
    letter = siti.post(LETTERS, {**body(), "party": {"name": "Siti Aminah"}})
    where = f"{LETTERS}/{letter.json['id']}"

    for tongue, example in (("id", "081234567890"), ("en", "siti@example.org")):
        faults = refused(siti.post(f"{where}/submission", {}, letter, **{"Accept-Language": tongue}))
        assert faults["/party/phone"]["code"] == "phone-or-email"
        assert example in faults["/party/phone"]["detail"]

    mended = siti.send("PATCH", where, {"party": {"name": "Siti Aminah", "email": "siti@example.org"}}, letter)
    assert siti.post(f"{where}/submission", {}, mended).status_code == 200


FORMS = [
    ({"letter": {"date": "23/11/2026"}}, "/letter/date", "2026-11-23"),
    ({"party": "Siti"}, "/party", ""),
    ({"items": {}}, "/items", "[ ... ]"),
    ({"wish": 7}, "/wish", '"30"'),
]


@pytest.mark.parametrize("tongue", ["id", "en"])
@pytest.mark.parametrize(("change", "pointer", "example"), FORMS)
def test_a_field_of_another_form_is_told_what_it_should_look_like(siti, change, pointer, example, tongue):
    fault = refused(siti.post(LETTERS, {**body(), **change}, **{"Accept-Language": tongue}))[pointer]

    assert fault["code"] == "type"
    assert example in fault["detail"]
    assert "^" not in fault["detail"]


def test_no_pattern_is_told_where_words_say_it(siti):
    sent = {**body(), "items": [{**item(), "instrument_id": "KURA-1"}]}

    fault = refused(siti.post(LETTERS, sent, **{"Accept-Language": "id"}))["/items/0/instrument_id"]

    assert fault["detail"] == "tulis UUID dengan huruf kecil, misalnya 01a20000-0000-7000-8000-000000000001"
