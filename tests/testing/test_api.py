"""Testing over HTTP: who may, what comes back, how refusals read. The rules have their own tests."""

from collections.abc import Callable

import pytest

from services.testing.storage import Order
from shared.ids import name_id
from shared.service import Service
from tests.support import ISSUER, Caller
from tests.testing.builders import SUBMIT_WITH, accepted, approved, begun, booked, good, item, mark, published
from tests.testing.sheets import TRADER

MINE = name_id(ISSUER, "dev-applicant")
PLAN = {"date": "2026-11-24", "mode": "group", "stops": [{"district": "16.06.07"}], "capacity_minutes": 60}


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda role="", **claims: caller(office, *([role] if role else []), **claims)


def test_a_day_goes_from_plan_to_closing(people: Callable[..., Caller]):
    head = people("head")
    made = head.post("/v1/sessions", {**PLAN, "date": "2026-11-23", "verifiers": ["P1"]})
    assert (made.status_code, made.json["state"], made.json["next"]) == (201, "planned", ["publish", "cancel"])

    answer = made
    for move in ("publication", "opening", "closing"):
        answer = head.post(f"/v1/sessions/{made.json['id']}/{move}", match=answer)
        assert answer.status_code == 200
    assert answer.json["state"] == "closed"


def test_applicants_see_days_from_their_publication_on(people: Callable[..., Caller]):
    made = people("head").post("/v1/sessions", {**PLAN, "verifiers": ["P1"]}).json

    assert people("applicant").get(f"/v1/sessions/{made['id']}").status_code == 404
    people("head").post(f"/v1/sessions/{made['id']}/publication", match=made)
    assert people("applicant").get(f"/v1/sessions/{made['id']}").status_code == 200


def test_an_applicant_sees_and_books_his_own_orders_only(office: Service, people: Callable[..., Caller]):
    [mine] = accepted(office, owner_key=MINE)
    [foreign] = accepted(office, owner_key=name_id(ISSUER, "somebody"))
    me, day = people("applicant"), published()

    assert [row["id"] for row in me.get("/v1/orders").json["items"]] == [mine.id]
    assert me.get(f"/v1/orders/{foreign.id}").status_code == 404
    assert me.post(f"/v1/orders/{foreign.id}/booking", {"session_id": day.id}, foreign.__data__).status_code == 404
    booked_ = me.post(f"/v1/orders/{mine.id}/booking", {"session_id": day.id}, mine.__data__)
    assert (booked_.json["state"], booked_.json["date"]) == ("scheduled", "2026-11-23")


def test_orders_are_found_by_what_they_belong_to(office: Service, people: Callable[..., Caller]):
    first, second = accepted(office, item(), item())
    desk = people("front_officer")

    for query in (f"item={first.item_id}", f"instrument={first.instrument_id}", f"item={first.item_id}&state=waiting"):
        assert [row["id"] for row in desk.get(f"/v1/orders?{query}").json["items"]] == [first.id]
    both = desk.get(f"/v1/orders?application={second.application_id}").json["items"]
    assert {row["id"] for row in both} == {first.id, second.id}


def test_an_examination_from_readings_to_approval(office: Service, people: Callable[..., Caller]):
    [order] = accepted(office, owner_key=MINE)
    day = published()
    booked(order, day)
    begun(day)
    desk, head = people("verifier"), people("head")

    made = desk.post("/v1/examinations", {"order_id": order.id, "readings": [], **SUBMIT_WITH})
    url = f"/v1/examinations/{made.json['id']}"
    refused = desk.post(f"{url}/submission", match=made)
    assert (refused.status_code, refused.json["code"]) == (409, "examination-incomplete")
    assert "/readings/0/tests/zero" in [one["pointer"] for one in refused.json["errors"]]

    bare = desk.send("PATCH", url, {"readings": good(order)}, match=made)
    assert (bare.json["verdict"], [gap["code"] for gap in bare.json["missing"]]) == ("valid", ["mark-missing"])
    better = desk.send("PATCH", url, {"marks": [mark()]}, match=bare)
    assert (better.json["verdict"], better.json["missing"]) == ("valid", [])
    given = desk.post(f"{url}/submission", match=better)
    assert desk.post(f"{url}/approval", match=given).json["code"] == "four-eyes"
    assert people("applicant").get(url).status_code == 404

    done = head.post(f"{url}/approval", match=given)
    assert (done.status_code, done.json["state"], done.json["approved_by_code"]) == (200, "approved", "K1")
    seen = people("applicant").get(url).json
    assert seen["result"]["explanation"][-1]["en"].startswith("Verdict: VALID")


def test_readings_that_cannot_be_judged_are_named_where_they_stand(office: Service, people: Callable[..., Caller]):
    [order] = accepted(office)
    day = published()
    booked(order, day)
    begun(day)
    wrong = [{"unit": "1", "tests": {"zero": {"readings": [{"load": "0"}]}, "smell": {"passed": True}}}]

    answer = people("verifier").post("/v1/examinations", {"order_id": order.id, "readings": wrong, **SUBMIT_WITH})

    assert (answer.status_code, answer.json["code"]) == (422, "readings-invalid")
    assert {one["pointer"] for one in answer.json["errors"]} == {
        "/readings/0/tests/zero/readings/0/indication",
        "/readings/0/tests/smell",
    }


def test_numbers_are_text_and_unknown_fields_are_refused(people: Callable[..., Caller]):
    reading = {"load": 5, "colour": "red"}
    body = {"order_id": "x", "readings": [{"unit": "1", "tests": {"zero": {"readings": [reading]}}}]}

    answer = people("verifier").post("/v1/examinations", body)

    assert answer.status_code == 422
    at = "/readings/0/tests/zero/readings/0"
    assert {one["pointer"] for one in answer.json["errors"]} == {f"{at}/load", f"{at}/colour", "/order_id"}


@pytest.mark.parametrize(("minutes", "status"), [(60, 201), (60.0, 201), (60.5, 422), ("60", 422), (True, 422)])
def test_a_whole_number_is_one_however_json_writes_it(people: Callable[..., Caller], minutes: object, status: int):
    answer = people("head").post("/v1/sessions", {**PLAN, "verifiers": ["P1"], "capacity_minutes": minutes})

    assert answer.status_code == status


def test_a_correction_is_a_new_version_beside_the_old(office: Service, people: Callable[..., Caller]):
    [order] = accepted(office)
    day = published()
    booked(order, day)
    begun(day)
    old = approved(Order.find(order.id))

    answer = people("verifier").post(
        f"/v1/examinations/{old.id}/correction", {"reason": "Tahun tanda salah"}, old.__data__
    )

    assert (answer.status_code, answer.json["revision"], answer.json["supersedes"]) == (201, 2, old.id)


def test_the_sessions_list_and_batch_approval_are_for_officers(office: Service, people: Callable[..., Caller]):
    day = published()
    [order] = accepted(office)
    booked(order, day)

    assert people("applicant").get(f"/v1/sessions/{day.id}/manifest").status_code == 403
    rows = people("verifier").get(f"/v1/sessions/{day.id}/manifest").json["orders"]
    assert [(row["order_id"], row["minutes"]) for row in rows] == [(order.id, 15)]
    assert people("head").post(f"/v1/sessions/{day.id}/approvals", {}).json == {"items": []}


def test_a_limit_is_public_and_says_where_it_comes_from(people: Callable[..., Caller]):
    query = "kind=tbo_elektronik&verification=subsequent&class=III&max=30&e=0.01&unit=kg&load=30"

    answer = people().get(f"/v1/mpe?{query}").json

    # R 76-1, Table 6: 2000 e < 3000 e, so 1.5 e; in service twice that.
    assert (answer["mpe"], answer["unit"], answer["edition"]) == ("0.03", "kg", "2006")
    assert {"table", "legal_source", "confidence", "rule"} <= answer.keys()


def test_a_limit_outside_its_table_names_the_rule(people: Callable[..., Caller]):
    scale = "kind=tbo_elektronik&verification=initial&class=III&max=30&e=0.01&unit=kg"
    rules = {f"{scale}&load=31": "load-above-max", f"{scale}&load=0.1": "load-below-min"}
    rules |= {"kind=anak_timbangan&verification=initial&class=M3&nominal=500&unit=mg": "nominal-undefined"}
    rules |= {"kind=sendok&verification=initial": "unknown-kind"}

    for query, code in rules.items():
        answer = people().get(f"/v1/mpe?{query}")
        assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_procedure_proposes_loads_for_the_plate(people: Callable[..., Caller]):
    query = "&".join(f"{name}={value}" for name, value in TRADER.items())

    answer = people().get(f"/v1/procedures/tbo_elektronik?{query}&verification=initial").json

    steps = {step["code"]: step for step in answer["steps"]}
    assert {"0.2", "5", "20", "30"} <= set(steps["correctness"]["loads"])  # Min, 500 e, 2000 e, Max
    assert steps["eccentricity"]["positions"] == ["1", "2", "3", "4"]


def test_verifiers_and_standards_are_kept_by_head_and_administrator(people: Callable[..., Caller]):
    head = people("head")
    vessel = {"code": "BUS-10L", "name": "Bejana 10 L", "certificate": "KAL-1", "valid_until": "2027-01-01"}

    assert people("verifier").post("/v1/standards", vessel).status_code == 403
    made = head.post("/v1/standards", vessel)
    url = f"/v1/standards/{made.json['id']}"
    made = people("admin").post(f"{url}/confirmation", match=made)
    assert (made.status_code, head.post("/v1/standards", vessel).json["code"]) == (200, "already-registered")
    asked = head.send("PATCH", url, {"valid_until": "2028-01-01"}, match=made)
    assert asked.json["valid_until"] == "2027-01-01"
    changed = people("admin").post(f"{url}/confirmation", match=asked)
    assert changed.json["valid_until"] == "2028-01-01"

    person = {"code": "P7", "name": "Dewi", "subject": "dewi", "scope": ["sendok"], "appointed_from": "2026-01-01"}
    person |= {"appointed_until": "2030-01-01", "certified_until": "2030-01-01"}
    assert head.post("/v1/verifiers", person).json["code"] == "scope-unknown"
    assert head.post("/v1/verifiers", {**person, "scope": ["dacin"]}).status_code == 201


def test_periods_are_two_a_year(people: Callable[..., Caller]):
    answer = people().get("/v1/periods").json

    assert (answer["current"], len(answer["items"])) == ("2026-2", 6)


def test_who_writes_a_comma_is_told_to_write_a_point(people: Callable[..., Caller]):
    reading = {"load": "5,01", "indication": "5"}
    body = {"order_id": "x", "readings": [{"unit": "1", "tests": {"zero": {"readings": [reading]}}}]}

    errors = people("verifier").post("/v1/examinations", body).json["errors"]

    [comma] = [one for one in errors if one["code"] == "decimal-comma"]
    assert comma["detail"] == "tulis dengan titik, bukan koma: 30.5"
    assert comma["pointer"] == "/readings/0/tests/zero/readings/0/load"
