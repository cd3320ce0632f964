"""What decides which cases somebody may see, he does not decide himself."""

from dataclasses import replace

import pytest

from services.complaints.storage import Staff
from services.complaints.usecases import cases, evaluation, people
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, NotFound
from tests.complaints.builders import HEAD, OFFICER, PLAN, SECOND, SETUP, amended, lodged, person

pytestmark = pytest.mark.usefixtures("complaints")
EFFECT = {"effective": True, "how": "Tidak ada pengaduan serupa", "checked_on": "2026-11-23"}


def row_of(sub: str) -> Staff:
    return Staff.get(Staff.subject == sub)


@pytest.mark.parametrize("changes", [{"conflicts": []}, {"conflicts": ["P1"]}, {"active": True}, {"skills": []}])
@pytest.mark.parametrize("who", [replace(OFFICER, roles=HEAD.roles), HEAD], ids=["officer", "head"])
def test_nobody_changes_his_own_entry(who, changes):
    row = row_of(who.sub)

    with pytest.raises(Forbidden, match="self-grant|own-entry"):
        people.amend(who, row.id, row.version, **changes)

    assert people.amend(SETUP, row.id, row.version, **changes).version == row.version + 1


@pytest.fixture
def suspect():
    """The head is P9, and the other verifier has declared to be close to him."""
    row = row_of(HEAD.sub)
    row.change(verifier_code="P9")
    return person(subject="rekan", conflicts=["P 9", "P1"])


@pytest.mark.parametrize(("after", "right"), [
    ([], False), (["P1"], False), (["P 9"], True), (["p-9", "P1", "P7"], True), (["p9", "P1"], True),
])  # fmt: skip
def test_nobody_declares_or_ends_that_another_is_close_to_himself(suspect, after, right):
    if right:
        people.amend(HEAD, suspect.id, suspect.version, conflicts=after)
    else:
        with pytest.raises(Forbidden, match="self-grant|own-entry"):
            people.amend(HEAD, suspect.id, suspect.version, conflicts=after)
        people.amend(SETUP, suspect.id, suspect.version, conflicts=after)


@pytest.mark.parametrize("facts", [
    {"subject": HEAD.sub}, {"subject": "x", "verifier_code": "p 9"}, {"subject": "x", "conflicts": ["P-09"]},
])  # fmt: skip
def test_nobody_enters_himself_or_his_code_anew(suspect, facts):
    with pytest.raises(Forbidden, match="self-grant|own-entry"):
        people.enter(HEAD, name="x", skills=[], **facts)


@pytest.mark.parametrize("change", [{"active": False}, {"conflicts": ["P1"]}, {"skills": ["service"]}])
@pytest.mark.parametrize("role", ["complaint_officer", "front_officer", "auditor"])
def test_an_officer_shuts_nobody_out_and_lets_nobody_in(complaints, caller, role, change):
    colleague, who = person(subject="rekan"), caller(complaints, role)

    amended = who.send("PATCH", f"/v1/staff/{colleague.id}", change, {"version": colleague.version})
    entered = who.post("/v1/staff", {"subject": "akun-lain", "name": "Orang Lain", "skills": []})

    assert (amended.status_code, entered.status_code) == (403, 403)
    assert (Staff.find(colleague.id).version, Staff.of_account("akun-lain")) == (colleague.version, None)


@pytest.mark.parametrize("role", ["head", "admin"])
def test_the_head_and_an_administrator_say_who_works_on_complaints(complaints, caller, role):
    who, row = caller(complaints, role, sub=f"dev-{role}-2"), row_of(HEAD.sub)

    assert [one["subject"] for one in who.get("/v1/staff").json["items"]].count(HEAD.sub) == 1
    changed = who.send("PATCH", f"/v1/staff/{row.id}", {"conflicts": ["P1"]}, {"version": row.version})
    assert (changed.status_code, changed.json["conflicts"]) == (200, [])
    assert changed.json["proposed"] == {"by": f"dev-{role}-2", "facts": {"conflicts": ["P1"]}}


def test_a_head_who_works_here_no_more_changes_no_entry(suspect):
    row = row_of(HEAD.sub)
    amended(row, active=False)

    with pytest.raises(Forbidden, match="not-on-staff"):
        people.amend(HEAD, suspect.id, suspect.version, active=False)
    with pytest.raises(Forbidden, match="not-on-staff"):
        people.enter(HEAD, subject="x", name="x", skills=[])


def test_the_code_of_the_head_is_given_by_another_and_it_is_kept_who(complaints, caller):
    from services.complaints.storage import history

    row, admin = row_of(HEAD.sub), caller(complaints, "admin")

    own = caller(complaints, "head").send(
        "PATCH", f"/v1/staff/{row.id}", {"verifier_code": "K1"}, {"version": row.version}
    )
    entered = admin.send("PATCH", f"/v1/staff/{row.id}", {"verifier_code": "K1"}, {"version": row.version})
    given = caller(complaints, "head").post(f"/v1/staff/{row.id}/confirmation", match=entered)

    assert (own.status_code, given.status_code, given.json["verifier_code"]) == (403, 200, "K1")
    lines = [(line.action, line.by, line.facts) for line in history(row.id)[-2:]]
    parts = {"parts": ["verifier_code"]}
    assert lines == [("propose", "dev-admin", parts), ("confirm", "dev-head", parts)]


@pytest.mark.parametrize("who", [HEAD, SETUP], ids=["his own", "another's"])
def test_nobody_gives_a_code_that_somebody_has_to_another_entry(suspect, who):
    with pytest.raises(Conflict, match="code-taken"):
        people.amend(who, suspect.id, suspect.version, conflicts=[], verifier_code="P-9")


@pytest.mark.parametrize(
    "roles", [("complaint_officer",), ("complaint_officer", "auditor"), ("front_officer", "auditor")]
)
@pytest.mark.parametrize("kind", ["no row", "works here no more"])
def test_who_has_no_place_in_the_office_reads_no_staff_and_plans_nothing(complaints, caller, roles, kind):
    owner, who = person(subject="rekan"), caller(complaints, *roles, sub="mantan")
    plan = evaluation.plan(HEAD, owner_id=owner.id, cause="unknown", **PLAN)
    if kind == "works here no more":
        person(subject="mantan", active=False)

    urls = ["/v1/staff", f"/v1/staff/{owner.id}", "/v1/improvements", f"/v1/improvements/{plan.id}"]
    answers = [who.get(url) for url in urls]
    if roles == ("complaint_officer",):
        answers += [who.post("/v1/improvements", {**PLAN, "cause": "unknown", "owner_id": owner.id})]
        answers += [who.post(f"/v1/improvements/{plan.id}/completion", EFFECT, match={"version": plan.version})]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(403, "not-on-staff")] * len(answers)
    assert all(caller(complaints, "auditor").get(url).status_code == 200 for url in urls)


def test_a_change_of_conflicts_counts_at_once(complaints, caller):
    case, officer = lodged(about={"verifier_code": "P7"}), caller(complaints, "complaint_officer")
    row = row_of(OFFICER.sub)
    assert officer.get(f"/v1/complaints/{case.id}").status_code == 200

    amended(row, conflicts=["p. 7"])

    assert officer.get(f"/v1/complaints/{case.id}").status_code == 404


ADMIN = Actor("dev-admin", "Pengelola", roles=frozenset({"admin"}))
TESTER = Actor("dev-verifier", "Ahmad Fauzi", roles=frozenset({"verifier", "admin"}))
BLIND = [{"conflicts": ["P1"]}, {"active": False}, {"verifier_code": "P1"}]


@pytest.mark.parametrize("change", BLIND)
def test_no_keeper_alone_takes_a_case_from_those_who_handle_it(change):
    """An admin about whose test somebody complains would have shut out every officer, and the head."""
    case = lodged(about={"verifier_code": "P1"})

    for row in Staff.select():
        waiting = people.amend(ADMIN, row.id, row.version, **change)
        with pytest.raises(Forbidden, match="second-person-needed"):
            people.confirm(ADMIN, row.id, waiting.version)
        with pytest.raises(Forbidden):  # two administrators are not the head
            people.confirm(replace(ADMIN, sub="dev-admin-2", name="Pengelola Dua"), row.id, waiting.version)

    assert [cases.seen(who, case.id).id for who in (OFFICER, HEAD)] == [case.id] * 2


@pytest.mark.parametrize("change", BLIND)
def test_the_head_is_shut_out_by_his_own_word_and_shows_himself_nothing_by_it(change):
    case, row = lodged(about={"verifier_code": "P1"}), row_of(HEAD.sub)
    waiting = people.amend(ADMIN, row.id, row.version, **change)

    shut = people.confirm(HEAD, row.id, waiting.version)

    with pytest.raises(NotFound):
        cases.seen(HEAD, case.id)
    back = people.amend(ADMIN, shut.id, shut.version, conflicts=[], active=True, verifier_code="")
    with pytest.raises(Forbidden):
        people.confirm(HEAD, row.id, back.version)
    people.confirm(SECOND, row.id, back.version)
    assert cases.seen(HEAD, case.id).id == case.id


@pytest.mark.parametrize("change", BLIND)
def test_who_tests_keeps_no_entry_until_his_own_code_is_known(change):
    row = row_of(OFFICER.sub)

    with pytest.raises(Forbidden, match="code-not-entered"):
        people.amend(TESTER, row.id, row.version, **change)
    with pytest.raises(Forbidden, match="code-not-entered"):
        people.enter(TESTER, subject="x", name="x", skills=[])
    waiting = people.amend(ADMIN, row.id, row.version, **change)
    with pytest.raises(Forbidden, match="code-not-entered"):
        people.confirm(replace(TESTER, roles=TESTER.roles | HEAD.roles), row.id, waiting.version)


def test_whom_a_change_concerns_neither_enters_nor_confirms_it():
    person(subject=TESTER.sub, name="Ahmad Fauzi", verifier_code="P1")
    row = row_of(OFFICER.sub)

    with pytest.raises(Forbidden, match="own-entry"):
        people.amend(TESTER, row.id, row.version, conflicts=["p 1"])
    waiting = people.amend(HEAD, row.id, row.version, conflicts=["p 1"])
    with pytest.raises(Forbidden, match="own-entry"):
        people.confirm(TESTER, row.id, waiting.version)


def test_a_later_change_takes_the_place_of_one_that_waits():
    row = row_of(OFFICER.sub)
    waiting = people.amend(ADMIN, row.id, row.version, active=False)

    taken_back = people.amend(HEAD, row.id, waiting.version, active=True)

    assert taken_back.proposed is None
    with pytest.raises(Conflict, match="nothing-proposed"):
        people.confirm(HEAD, row.id, taken_back.version)
