"""Nobody grants himself authority: every table that names an account, every route into it, every way to be oneself."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest

from shared import clock
from shared.auth import separation_of_duties
from shared.auth.actor import Actor
from tests.support import MONDAY, NAMES, Caller

pytestmark = pytest.mark.usefixtures("monday")
SPELLINGS = ("dev-{0}", "DEV-{0}", "dev.{0}", " dev {0} ".strip())
DELEGATION = {"capacity": "acting", "decree": "800/2", "decree_on": "2026-11-20", "first_day": "2026-11-23"}
VERIFIER = {"appointed_from": "2026-01-01", "appointed_until": "2030-01-01", "certified_until": "2030-01-01"}
# (service, table): path, roles that write there, a body without the person, a change of it.
GRANTS: dict[tuple[str, str], tuple[str, tuple[str, ...], dict[str, Any], dict[str, Any]]] = {
    ("testing", "Delegation"): ("/v1/delegations", ("admin", "head"), DELEGATION, {}),
    ("certificates", "Delegation"): ("/v1/delegations", ("admin", "head"), DELEGATION, {}),
    ("testing", "Verifier"): (
        "/v1/verifiers",
        ("admin", "head"),
        {"code": "P9", "scope": ["tbo_elektronik"], **VERIFIER},
        {"scope": ["pu_bbm"]},
    ),
    ("complaints", "Staff"): ("/v1/staff", ("admin", "head"), {"skills": []}, {"skills": []}),
}
# An interest takes authority away: everybody declares his own, and nobody ends his own. An entry is its writer's.
BINDS = {("testing", "Interest"), ("testing", "FieldEntry")}
NO_ACCOUNT = {("complaints", "Complaint")}  # what the complaint is about
ROWS = [(*key, role) for key, (_, roles, _, _) in GRANTS.items() for role in roles]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_that_names_an_account_is_one_of_these(name, opened):
    tables = {(name, table.__name__) for table in opened(name).models if "subject" in table._meta.fields}

    assert tables == {key for key in GRANTS.keys() | BINDS | NO_ACCOUNT if key[0] == name}


@pytest.mark.parametrize(("name", "table", "role"), ROWS)
def test_nobody_enters_himself_however_he_is_spelled(name, table, role, opened, caller):
    service, (path, _, body, _) = opened(name), GRANTS[name, table]
    desk = caller(service, role, name="Budi Santoso")

    ways = [{"subject": way.format(role), "name": "Orang Lain"} for way in SPELLINGS]
    names = ("budi  santoso", "Budi Santoso, S.T.", "B.u.di Santoso")
    ways += [{"subject": "other-account", "name": own} for own in names]
    answers = [desk.post(path, {**body, **way}) for way in ways]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(403, "self-grant")] * len(ways)


@pytest.mark.parametrize(("name", "table", "role"), [row for row in ROWS if GRANTS[row[0], row[1]][3]])
def test_nobody_changes_his_own_entry(name, table, role, opened, caller):
    service, (path, roles, body, change) = opened(name), GRANTS[name, table]
    other = next(one for one in roles if one != role)
    made = caller(service, other).post(path, {**body, "subject": f"dev-{role}", "name": "Rina"})
    assert made.status_code == 201, made.json

    refused = caller(service, role).send("PATCH", f"{path}/{made.json['id']}", change, match=made)

    assert (refused.status_code, refused.json["code"]) == (403, "self-grant")


@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_the_head_confirms_what_another_entered_for_a_third_and_nothing_else(name, opened, caller):
    service = opened(name)
    admin, head = caller(service, "admin", name="Pengelola"), caller(service, "head", name="Budi Santoso")
    second = caller(service, "head", sub="dev-head-2", name="Tono")

    third = _entered(admin, subject="dev-verifier", name="Rina")
    own = _entered(admin, subject="dev-head", name="Kepala")
    by_head = _entered(head, subject="dev-verifier-2", name="Yusuf")

    assert _confirmed(admin, third) == (403, "second-person-needed")
    assert _confirmed(caller(service, "admin", sub="dev-admin-2", name="Wati"), third) == (403, "decider-needed")
    assert _confirmed(head, own) == (403, "self-grant")
    assert _confirmed(head, by_head) == (403, "second-person-needed")
    assert _confirmed(second, third) == (403, "no-decree-on-file")
    assert _confirmed(head, third) == (200, "dev-head")
    acts = head.get(f"/v1/delegations/{third.json['id']}/history").json["items"]
    assert [(act["action"], act["by_name"]) for act in acts] == [("delegate", "Pengelola"), ("confirm", "Budi Santoso")]


@pytest.mark.parametrize("capacity", ["acting", "daily_acting", "on_behalf"])
@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_whoever_has_the_role_of_head_but_no_confirmed_row_confirms_nothing(name, capacity, opened, caller):
    service = opened(name)
    admin, second = caller(service, "admin", name="Pengelola"), caller(service, "head", sub="dev-head2", name="Tono")
    own = _entered(admin, subject="dev-head2", name="Tono", capacity=capacity)
    third = _entered(admin, subject="dev-verifier", name="Rina")

    assert _confirmed(second, third) == (403, "no-decree-on-file")
    assert _confirmed(caller(service, "head", name="Budi Santoso"), own) == (200, "dev-head")
    assert _confirmed(second, third) == (200, "dev-head2")


@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_a_delegation_ends_by_patch_with_its_reason_from_today_on_at_once_and_never_later(name, opened, caller):
    service = opened(name)
    admin, head = caller(service, "admin"), caller(service, "head")
    row = _entered(admin, subject="dev-verifier", name="Rina", last_day="2026-12-31")
    url = f"/v1/delegations/{row.json['id']}"
    confirmed = head.post(f"{url}/confirmation", match=row)

    later = admin.send("PATCH", url, {"last_day": "2027-06-30", "reason": "diperpanjang"}, match=confirmed)
    mute = admin.send("PATCH", url, {"last_day": "2026-11-22"}, match=confirmed)
    past = admin.send("PATCH", url, {"last_day": "2026-11-22", "reason": "Salah"}, match=confirmed)
    ended = admin.send("PATCH", url, {"last_day": "2026-11-23", "reason": "Kepala kembali"}, match=past)

    assert (later.json["code"], mute.status_code, past.json["last_day"]) == ("only-earlier", 422, "2026-12-31")
    assert (ended.json["last_day"], ended.json["ended_reason"]) == ("2026-11-23", "Kepala kembali")
    assert head.get(f"{url}/history").json["items"][-1]["facts"]["reason"] == "Kepala kembali"


# who asks with which role; the row: who entered, who confirmed, as what, the decree's day; whether it counts
USES = [
    ("verifier", "dev-admin", "dev-head", "acting", True),
    ("verifier", "dev-admin", None, "acting", False),
    ("verifier", "DEV.verifier", "dev-head", "acting", False),
    ("verifier", "dev-admin", "dev-verifier", "acting", False),
    ("verifier", "dev-admin", "dev-admin", "acting", False),
    ("verifier", "dev-admin", "dev-head", "holder", False),
    ("head", "dev-admin", None, "holder", True),
    ("head", "dev-admin", None, "acting", False),
    ("head", "dev-admin", None, "daily_acting", False),
    ("head", "dev-admin", None, "on_behalf", False),
    ("head", "dev-admin", "dev-head", "on_behalf", True),
    ("head", "dev-admin", "dev-admin", "on_behalf", False),
    ("head", "dev-user", None, "holder", False),
]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("name", ["testing", "certificates"])
def test_a_row_counts_when_another_entered_it_and_the_head_confirmed_it_or_he_holds_the_office(name, use, opened):
    role, recorded_by, confirmed_by, capacity, may = use
    service = opened(name)
    delegations = import_module(f"services.{name}.usecases.delegations")
    [table] = [table for table in service.models if table.__name__ == "Delegation"]
    by = Actor(f"dev-{role}" if role == "verifier" else "dev-user", roles=frozenset({role}))
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 23), "decree": "1", "name": "Rina"}
    known = {"recorded_by": recorded_by, "confirmed_by": confirmed_by, "capacity": capacity}
    with service.store.transaction():
        table.create(subject=by.sub, **known, **days)

    assert (delegations.authority(by) is not None) is may
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        assert delegations.authority(by) is None


def _entered(desk: Caller, **facts: str) -> Any:
    made = desk.post("/v1/delegations", {**DELEGATION, **facts})
    assert made.status_code == 201, made.json
    return made


def _confirmed(desk: Caller, row: Any) -> tuple[int, str]:
    done = desk.post(f"/v1/delegations/{row.json['id']}/confirmation", match=row)
    return done.status_code, done.json.get("code") or done.json["confirmed_by"]


def test_persons_are_compared_without_case_blanks_dots_and_degrees():
    same = [("P 9.", "p9"), ("19800101 200501 1 001", "198001012005011001"), ("dev-admin", "DEV.ADMIN")]
    assert all(separation_of_duties.normal(one) == separation_of_duties.normal(other) for one, other in same)
    assert separation_of_duties.is_person(Actor("x", "Siti Aminah, S.T."), "y", "siti aminah")
    spellings = ("Sdr. Pengelola Sistem", "P\u0435ngelola Sistem", "Sistem Pengelola", "Pengelola Sistem bin Amin")
    assert all(separation_of_duties.is_person(Actor("x", "Pengelola Sistem"), "y", one) for one in spellings)
    spellings = ("P. Sistem", "Pengelola S1stem", "Pengelola SlSTEM", "Sistem P.", "Pengelo1a Sistem")
    assert all(separation_of_duties.is_person(Actor("x", "Pengelola Sistem"), "y", one) for one in spellings)
    spellings = ("A. Fauzi", "Achmad Fauzi", "Akhmad Fauzy", "Ahmad F.", "Ahmad Fauz1", "AHMAD FAUZl", "Fauzi Ahmad")
    assert all(separation_of_duties.is_person(Actor("x", "Ahmad Fauzi, S.T."), "y", one) for one in spellings)
    old = [("Soesilo Djoyo", "Susilo Joyo"), ("Tjahyono Soekarno", "Cahyono Sukarno"), ("Ali Soebardjo", "A1i Subarj0")]
    assert all(separation_of_duties.is_person(Actor("x", one), "y", other) for one, other in old)
    others = ("B. Fauzi", "Ahmad", "A. F.", "Ahmad Rahman", "Fauzi")
    assert not any(separation_of_duties.is_person(Actor("x", "Ahmad Fauzi"), "y", one) for one in others)
    others = ("Pengelola", "Budi Sistem", "Sdr.", "Ibu binti", "")
    assert not any(separation_of_duties.is_person(Actor("x", "Pengelola Sistem"), "y", one) for one in others)
    assert not separation_of_duties.is_person(Actor("dev-verifier"), "dev-verifier-2")
    assert not separation_of_duties.is_person(Actor("x"), "y", "")
