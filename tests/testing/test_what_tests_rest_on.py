"""What an approved test rests on: one person's word stops it from today on, and changes nothing of what was done."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.testing.domain.doubts import Cause
from services.testing.schemas.registry import StandardChange, VerifierChange
from services.testing.storage import TABLES, Doubt, Examination, Standard, Verifier
from services.testing.storage.registry import Withdrawable
from services.testing.usecases import doubts, examination_records, registry, standard_checks
from shared.config import ROOT
from shared.errors import Conflict, Forbidden, Invalid
from shared.service import Service
from tests.support import Caller, told
from tests.testing.builders import ADMIN, FIRST, HEAD, SECOND, approved, good, ready

TODAY, BACK = "2026-11-23", "2020-01-01"
REASON = {"withdrawn_code": "damaged", "withdrawn_reason": "x"}
WITHDRAWAL = {"withdrawn_from": BACK, **REASON}
CORRECTION = {"nominal": "24", "correction": "0.05", "uncertainty": "0.001", "unit": "kg"}
# table: path, which row, the shape of a change, and another value for everything that it may hold.
WALKED: dict[type, tuple[str, str, type, dict[str, Any]]] = {
    Standard: (
        "/v1/standards",
        "AT-M1",
        StandardChange,
        {
            "name": "Anak timbangan lain",
            "accuracy_class": "E1",
            "range": "1 g",
            "certificate": "palsu",
            "valid_from": "2021-01-01",
            "valid_until": "2099-01-01",
            "max_error": "99",
            "unit": "kg",
            "corrections": [CORRECTION],
            **WITHDRAWAL,
        },
    ),
    Verifier: (
        "/v1/verifiers",
        "P1",
        VerifierChange,
        {
            "name": "Orang Lain",
            "decree": "SK 9",
            "appointed_from": "2020-01-01",
            "appointed_until": "2040-01-01",
            "certified_until": "2040-01-01",
            "scope": ["pu_bbm"],
            **WITHDRAWAL,
        },
    ),
}
CHANGES = [(table, name, value) for table, row in WALKED.items() for name, value in row[3].items()]
# Changed by one alone: a record until it is approved, and what is asked only when somebody tests or approves.
ALONE: dict[str, dict[str, Any]] = {
    "/v1/examinations/<id:id>": {"readings": []},
    "/v1/type_approvals/<id:id>": {"valid_from": "2026-11-24"},
    "/v1/delegations/<id:id>": {"last_day": "2026-11-23", "reason": "x"},
    "/v1/interests/<id:id>": {"last_day": "2026-11-23"},
}


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles, **who: caller(office, *roles, **who)


@pytest.fixture
def used(office: Service) -> Examination:
    """An approved test of today."""
    return approved(ready(office)[0])


def confirmed(desk: Caller, path: str, row: Any) -> str:
    done = desk.post(f"{path}/{row.json['id']}/confirmation", match=row)
    return done.json.get("code") if done.status_code != 200 else done.json["confirmed_by"]


def the(code: str) -> Standard:
    return Standard.get(Standard.code == code)


def test_everything_whose_withdrawal_puts_a_test_in_doubt_is_walked_with_every_part_of_its_change():
    assert {table for table in TABLES if issubclass(table, Withdrawable)} == WALKED.keys() == doubts.CAUSES.keys()
    assert {*doubts.CAUSES.values()} == {*Cause}
    for _, _, shape, changes in WALKED.values():
        assert shape().fields.keys() == changes.keys()


def test_every_change_of_what_the_office_keeps_is_walked_here():
    with (ROOT / "contracts" / "access.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if (row["component"], row["method"]) == ("testing", "PATCH")]

    assert {row["path"] for row in rows} == {f"{row[0]}/<id:id>" for row in WALKED.values()} | ALONE.keys()


@pytest.mark.parametrize(("table", "name", "value"), CHANGES, ids=lambda part: getattr(part, "__name__", str(part)))
def test_every_change_of_what_tests_rest_on_waits_for_another(used, people, table, name, value):
    path, code, _, _ = WALKED[table]
    admin, other, head = people("admin", sub="a1"), people("admin", sub="a2", name="Tono"), people("head")
    row = table.get(table.code == code)
    before = admin.get(f"{path}/{row.id}").json[name]

    asked = admin.send("PATCH", f"{path}/{row.id}", {name: value}, match=row.__data__)

    assert (asked.status_code, asked.json[name]) == (200, before)
    assert asked.json["proposed"]["facts"][name] == value
    assert confirmed(admin, path, asked) == "second-person-needed"
    assert confirmed(other, path, asked) == "decider-needed"
    assert Doubt.select().count() == 0
    assert confirmed(head, path, asked) == "dev-head"
    assert admin.get(f"{path}/{row.id}").json[name] == value
    assert Doubt.select().count() == (name == "withdrawn_from")


@pytest.mark.parametrize("back", [None, "2026-12-24"])
def test_a_standard_stops_from_today_on_by_one_word_and_begins_again_by_two(used, people, back):
    admin, head, url = people("admin"), people("head"), f"/v1/standards/{the('AT-M1').id}"

    ended = admin.send("PATCH", url, {"withdrawn_from": TODAY, **REASON}, match=the("AT-M1").__data__)
    again = admin.send("PATCH", url, {"withdrawn_from": back}, match=ended)

    assert [one.json["withdrawn_from"] for one in (ended, again)] == [TODAY] * 2
    assert Doubt.get().state == "open"
    assert confirmed(head, "/v1/standards", again) == "dev-head"
    assert (admin.get(url).json["withdrawn_from"], Doubt.get().state) == (back, "taken_back")


def test_who_tested_gets_no_other_to_end_the_doubt_of_his_test(used):
    """Neither when he asks for it, nor when he tested after he had asked."""
    known, today = the("AT-M1"), date.fromisoformat(TODAY)
    row = registry.change_standard(ADMIN, known.id, known.version, withdrawn_from=today)

    with pytest.raises(Forbidden, match="four-eyes"):
        registry.change_standard(FIRST, row.id, row.version, withdrawn_from=None)
    row = registry.change_standard(SECOND, row.id, row.version, withdrawn_from=None)
    used.change(verifier_sub=SECOND.sub)
    with pytest.raises(Forbidden, match="four-eyes"):
        registry.confirm_standard(HEAD, row.id, row.version)
    assert Doubt.get().state == "open"


def test_nobody_measures_with_a_standard_that_one_person_entered(office, people):
    [order] = ready(office)
    admin, head = people("admin"), people("head")
    vessel = {"code": "AT-NEW", "name": "Anak timbangan", "certificate": "KAL-1", "valid_until": "2027-01-01"}
    first = admin.post("/v1/standards", {**vessel, "valid_until": "2099-01-01"})
    made = head.post("/v1/standards", vessel)

    assert (first.status_code, made.status_code, made.json["confirmed_by"]) == (201, 201, None)
    assert admin.get(f"/v1/standards/{first.json['id']}").status_code == 404
    with pytest.raises(Invalid, match="standards-unknown"):
        examination_records.record(FIRST, order.id, readings=good(order), standards=["AT-NEW"])
    assert confirmed(head, "/v1/standards", made) == "second-person-needed"
    assert confirmed(admin, "/v1/standards", made) == "dev-admin"
    assert examination_records.record(FIRST, order.id, readings=good(order), standards=["AT-NEW"]).state == "recorded"
    with pytest.raises(Conflict, match="already-registered"):
        registry.add_standard(ADMIN, **{**vessel, "valid_until": date(2027, 1, 1)})


def test_one_who_finds_a_standard_damaged_stops_it_and_reaches_back_with_the_heads_word_alone(used, people):
    Standard.update(valid_from=date(2026, 11, 1)).where(Standard.code == "AT-M1").execute()
    Examination.update(tested_on=date(2026, 11, 20)).execute()
    url, finds = f"/v1/standards/{the('AT-M1').id}", {"sound": False, "note": "Gompal"}

    found = people("verifier").post(f"{url}/checks", finds, match=the("AT-M1").__data__)

    assert (found.json["withdrawn_from"], Doubt.select().count()) == (TODAY, 0)
    assert found.json["proposed"]["facts"]["withdrawn_from"] == "2026-11-01"
    assert confirmed(people("admin"), "/v1/standards", found) == "decider-needed"
    assert confirmed(people("head"), "/v1/standards", found) == "dev-head"
    assert (the("AT-M1").withdrawn_from, Doubt.select().count()) == (date(2026, 11, 1), 1)


def test_a_check_takes_nothing_back_of_an_earlier_withdrawal(office):
    Standard.update(valid_from=date(2026, 11, 10), withdrawn_from=date(2026, 11, 1)).execute()

    found = standard_checks.check(FIRST, the("AT-M1").id, the("AT-M1").version, False, "Gompal")

    assert (found.withdrawn_from, found.proposed) == (date(2026, 11, 1), None)


@pytest.mark.parametrize("path", ALONE)
def test_no_other_change_of_one_person_moves_an_approved_test(office, used, people, path):
    admin, head, name = people("admin"), people("head"), path.split("/")[2]
    decree = {"capacity": "acting", "decree": "SK 1", "decree_on": TODAY, "name": "Rina", "subject": "rina"}
    tie = {"relation": "kin", "instrument_id": used.instrument_id, "subject": "dev-verifier"}
    if name == "delegations":
        made = head.post("/v1/delegations", {**decree, "first_day": TODAY})
        assert confirmed(admin, "/v1/delegations", made) == "dev-admin"
    if name == "interests":
        assert head.post("/v1/interests", {**tie, "first_day": TODAY}).status_code == 201
    before, events = Examination.find(used.id).__data__, len(told(office, "examination"))
    desk = people("verifier") if name == "examinations" else admin
    row = desk.get(f"/v1/{name}?limit=100").json["items"][0]

    answer = desk.send("PATCH", f"/v1/{name}/{row['id']}", ALONE[path], match=row)

    assert answer.status_code == (409 if name == "examinations" else 200)
    assert (Examination.find(used.id).__data__, len(told(office, "examination"))) == (before, events)
    assert Doubt.select().count() == 0
