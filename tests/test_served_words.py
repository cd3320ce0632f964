"""Every word that an answer may hold as a state, a move or a code of a refusal is served by each service."""

from typing import Any

import pytest

from shared.http.problems import LANGUAGES
from tests.support import NAMES, application


@pytest.fixture(params=NAMES)
def service(request, opened) -> Any:
    return opened(request.param)


def test_the_catalogue_of_refusals_is_served_whole_in_both_languages(service):
    app = application(service)

    items = app.test_client().get("/problems").json["items"]

    assert {one["code"] for one in items} == {*app.extensions["catalogue"].entries}
    assert all({*one[part]} == {*LANGUAGES} for one in items for part in ("title", "detail") if part in one)


def test_states_and_moves_are_served_as_the_tables_have_them(service):
    items = application(service).test_client().get("/lifecycles.json").json["items"]

    told = {one["thing"]: {(m["from"], m["action"], m["to"]) for m in one["moves"]} for one in items}
    assert told == {
        thing: {(str(a), str(b), str(c)) for a, b, c in table.moves} for thing, table in service.lifecycles.items()
    }
    assert told


STATED = {
    "intake": ("Application", "Item", "Instrument"),
    "testing": ("Order", "Session", "Examination", "Doubt"),
    "certificates": ("Certificate", "Request"),
    "complaints": ("Complaint", "Lodged"),
}


@pytest.mark.parametrize("name", NAMES)
def test_states_are_enums_in_the_document(opened, name):
    schemas = application(opened(name)).test_client().get("/openapi.json").json["components"]["schemas"]

    for shape in STATED[name]:
        assert schemas[f"{shape}Shape"]["properties"]["state"]["enum"], shape
