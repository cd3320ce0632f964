"""What one keeper writes about authority counts for nothing until a second person confirmed it: every table, every
change."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from shared.auth.actor import Actor
from shared.ids import uuid7
from tests.support import NAMES
from tests.test_authority import DELEGATION, GRANTS, NO_ACCOUNT, VERIFIER

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
THING = uuid7()
OFFICER = {"code": "P9", "scope": ["tbo_elektronik"], "name": "Rina Wati", **VERIFIER}
TIE = {"relation": "kin", "instrument_id": THING, "first_day": "2026-11-23"}
NEW = "dev-newcomer"


def _has_word(name: str) -> Callable[[str], bool]:
    delegations = import_module(f"services.{name}.usecases.delegations")
    return lambda sub: delegations.authority(Actor(sub, roles=frozenset({"verifier"}))) is not None


def _may_test(sub: str) -> bool:
    return import_module("services.testing.storage").Verifier.of(sub) is not None


def _is_tied(sub: str) -> bool:
    return import_module("services.testing.storage").Interest.between(sub, None, THING, TODAY) is not None


# (service, table): path, what is entered of a newcomer, and whether it counts.
ENTRIES: dict[tuple[str, str], tuple[str, dict[str, Any], Callable[[str], bool]]] = {
    ("testing", "Delegation"): ("/v1/delegations", {**DELEGATION, "name": "Rina Wati"}, _has_word("testing")),
    ("certificates", "Delegation"): ("/v1/delegations", {**DELEGATION, "name": "Rina Wati"}, _has_word("certificates")),
    ("testing", "Verifier"): ("/v1/verifiers", OFFICER, _may_test),
    ("testing", "Interest"): ("/v1/interests", TIE, _is_tied),
}
# Nobody else writes it (an entry in the field is its writer's own), or complaints' own tests hold it.
ELSEWHERE = {("testing", "FieldEntry"), ("complaints", "Staff")} | NO_ACCOUNT
BACK = {"withdrawn_from": "2020-01-01", "withdrawn_code": "not_entitled"}
OVER = {"last_day": "2026-11-22", "reason": "Salah"}
# service, path, how the row is found, the change, the column that it changes.
CHANGES = [
    ("testing", "/v1/verifiers", {"code": "P1"}, BACK, "withdrawn_from"),
    ("testing", "/v1/verifiers", {"code": "P1"}, {"scope": ["pu_bbm"]}, "scope"),
    ("testing", "/v1/verifiers", {"code": "P1"}, {"certified_until": "2040-01-01"}, "certified_until"),
    ("testing", "/v1/delegations", {"capacity": "holder"}, OVER, "last_day"),
    ("testing", "/v1/delegations", {"capacity": "holder"}, {**OVER, "last_day": "2026-11-30"}, "last_day"),
    ("certificates", "/v1/delegations", {"capacity": "holder"}, OVER, "last_day"),
    ("certificates", "/v1/delegations", {"capacity": "holder"}, {**OVER, "last_day": "2026-11-30"}, "last_day"),
    ("certificates", "/v1/delegations", {"capacity": "daily_acting"}, OVER, "last_day"),
]


@pytest.fixture
def desks(opened, caller):
    """The keepers of a service: an administrator, a second one, and the head."""

    def made(name: str) -> Any:
        service = opened(name)
        service.demo()
        first, other = (caller(service, "admin", sub=sub, name=who) for sub, who in (("a1", "Wati"), ("a2", "Tono")))
        return first, other, caller(service, "head", name="Budi Santoso")

    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_authority_is_one_of_these(name, opened):
    tables = {(name, table.__name__) for table in opened(name).models if "subject" in table._meta.fields}

    assert tables == {key for key in ENTRIES.keys() | ELSEWHERE if key[0] == name}
    assert GRANTS.keys() <= ENTRIES.keys() | ELSEWHERE


@pytest.mark.parametrize("key", ENTRIES, ids=" ".join)
def test_what_one_keeper_enters_counts_for_nothing_until_a_second_one_confirmed_it(key, desks):
    path, body, counts = ENTRIES[key]
    admin, other, head = desks(key[0])

    made = admin.post(path, {**body, "subject": NEW})
    assert (made.status_code, made.json["confirmed_by"], counts(NEW)) == (201, None, False)
    assert _confirmed(admin, path, made) == "second-person-needed"
    assert _confirmed(other, path, made) == "decider-needed"
    assert not counts(NEW)

    assert _confirmed(head, path, made) == "dev-head"
    assert counts(NEW)


@pytest.mark.parametrize("key", ENTRIES, ids=" ".join)
def test_what_the_head_enters_alone_counts_for_nothing_either(key, desks):
    path, body, counts = ENTRIES[key]
    admin, _, head = desks(key[0])

    made = head.post(path, {**body, "subject": NEW})
    assert (_confirmed(head, path, made), counts(NEW)) == ("second-person-needed", False)

    assert (_confirmed(admin, path, made), counts(NEW)) == ("a1", True)


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_what_one_keeper_changes_stays_as_it_was_until_a_second_one_confirmed_it(case, desks):
    name, path, which, change, column = case
    admin, other, head = desks(name)
    row = next(one for one in admin.get(path).json["items"] if which.items() <= one.items())

    asked = admin.send("PATCH", f"{path}/{row['id']}", change, match=row)
    assert (asked.status_code, asked.json[column]) == (200, row[column])
    assert (asked.json["proposed"]["by"], asked.json["proposed"]["facts"][column]) == ("a1", change[column])
    assert _confirmed(admin, path, asked) == "second-person-needed"
    assert _confirmed(other, path, asked) == "decider-needed"

    assert _confirmed(head, path, asked) == "dev-head"
    after = admin.get(f"{path}/{row['id']}").json
    assert (after[column], after["proposed"]) == (change[column], None)


@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_the_head_signs_and_approves_on_until_he_confirmed_himself_that_his_decree_ends(name, desks):
    delegations = import_module(f"services.{name}.usecases.delegations")
    admin, _, head = desks(name)
    by, path = Actor("dev-head", roles=frozenset({"head"})), "/v1/delegations"
    row = next(one for one in admin.get(path).json["items"] if one["capacity"] == "holder")

    asked = admin.send("PATCH", f"{path}/{row['id']}", OVER, match=row)
    assert delegations.authority(by) is not None

    assert (_confirmed(head, path, asked), delegations.authority(by)) == ("dev-head", None)


def _decree(sub: str, name: str) -> dict[str, Any]:
    days = {"decree_on": "2026-11-20", "first_day": "2026-11-23"}
    return {"subject": sub, "name": name, "capacity": "holder", "decree": "821.2/9", **days}


@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_a_further_decree_of_the_head_counts_once_he_confirmed_what_another_entered(name, desks):
    delegations = import_module(f"services.{name}.usecases.delegations")
    admin, other, head = desks(name)
    by, path = Actor("dev-head", roles=frozenset({"head"})), "/v1/delegations"
    made = admin.post(path, _decree("dev-head", "Kepala Lain"))
    assert "Kepala Lain" not in delegations.names(by)
    refused = [desk.post(f"{path}/{made.json['id']}/confirmation", match=made) for desk in (admin, other)]
    assert [one.json["code"] for one in refused] == ["second-person-needed", "decider-needed"]

    assert (_confirmed(head, path, made), "Kepala Lain" in delegations.names(by)) == ("dev-head", True)


@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_a_successor_confirms_his_own_decree_in_his_own_role_and_what_waits_ends_by_one(name, opened, desks, caller):
    delegations = import_module(f"services.{name}.usecases.delegations")
    admin, path = desks(name)[0], "/v1/delegations"
    by = Actor("dev-head-2", roles=frozenset({"head"}))
    new = caller(opened(name), "head", sub="dev-head-2", name="Tono Wijaya")
    made, planted = admin.post(path, _decree("dev-head-2", "Tono Wijaya")), admin.post(path, _decree("x", "Orang Lain"))

    assert delegations.authority(by) is None
    assert (_confirmed(new, path, made), delegations.authority(by).id) == ("dev-head-2", made.json["id"])
    ended = admin.send("PATCH", f"{path}/{planted.json['id']}", {**OVER, "last_day": "2026-11-23"}, match=planted)
    assert (ended.json["last_day"], ended.json["proposed"]["facts"]) == ("2026-11-23", {})


def test_an_officer_stops_from_today_on_by_one_word_and_begins_again_by_two(desks):
    admin, _, head = desks("testing")
    row = next(one for one in admin.get("/v1/verifiers").json["items"] if one["code"] == "P1")
    url = f"/v1/verifiers/{row['id']}"

    ended = admin.send("PATCH", url, {"withdrawn_from": "2026-11-23", "withdrawn_code": "other"}, match=row)
    again = admin.send("PATCH", url, {"withdrawn_from": None}, match=ended)
    assert [one.json["withdrawn_from"] for one in (ended, again)] == ["2026-11-23"] * 2

    assert _confirmed(head, "/v1/verifiers", again) == "dev-head"
    assert admin.get(url).json["withdrawn_from"] is None


@pytest.mark.parametrize("code", ["P01", "p1", "P.1", "P-001"])
def test_a_code_has_one_account_however_it_is_spelled(code, desks):
    refused = desks("testing")[0].post("/v1/verifiers", {**OFFICER, "code": code, "subject": NEW})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (409, "/code")


def test_an_entry_that_nobody_confirmed_keeps_neither_its_code_nor_its_account_from_another(desks):
    admin, _, head = desks("testing")
    ghost = admin.post("/v1/verifiers", {**OFFICER, "subject": "ghost"})

    made = head.post("/v1/verifiers", {**OFFICER, "code": "p09", "subject": NEW})

    assert (made.status_code, admin.get(f"/v1/verifiers/{ghost.json['id']}").status_code) == (201, 404)


def test_an_interest_of_ones_own_counts_at_once_and_ends_by_two_others(opened, desks, caller):
    admin, _, head = desks("testing")
    own = caller(opened("testing"), "verifier")
    made = own.post("/v1/interests", TIE)
    assert (made.json["confirmed_by"], _is_tied("dev-verifier")) == ("dev-verifier", True)

    ended = admin.send("PATCH", f"/v1/interests/{made.json['id']}", {"last_day": "2026-11-23"}, match=made)
    assert ended.json["last_day"] is None
    assert _confirmed(own, "/v1/interests", ended) == "self-grant"

    assert _confirmed(head, "/v1/interests", ended) == "dev-head"
    assert admin.get(f"/v1/interests/{made.json['id']}").json["last_day"] == "2026-11-23"


def test_whom_it_concerns_may_confirm_what_is_said_of_him_and_nobody_else_at_his_desk(opened, desks, caller):
    admin = desks("testing")[0]
    made = admin.post("/v1/interests", {**TIE, "subject": "dev-verifier"})

    other = caller(opened("testing"), "verifier", sub="dev-verifier-2", name="Yusuf")
    assert _confirmed(other, "/v1/interests", made) == "not-found"
    assert _confirmed(caller(opened("testing"), "verifier"), "/v1/interests", made) == "dev-verifier"


def test_what_is_about_the_head_two_others_decide(desks):
    admin, other, head = desks("testing")
    row = next(one for one in admin.get("/v1/verifiers").json["items"] if one["code"] == "K1")

    asked = admin.send("PATCH", f"/v1/verifiers/{row['id']}", BACK, match=row)

    assert _confirmed(head, "/v1/verifiers", asked) == "self-grant"
    assert _confirmed(other, "/v1/verifiers", asked) == "a2"


def _confirmed(desk: Any, path: str, row: Any) -> str:
    done = desk.post(f"{path}/{row.json['id']}/confirmation", match=row)
    return done.json.get("code") if done.status_code != 200 else done.json["confirmed_by"]
