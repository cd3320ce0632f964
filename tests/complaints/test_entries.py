"""What one keeper enters or changes alone gives nothing and takes nothing away: a second person makes it count."""

from dataclasses import replace

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.schemas.office import NewStaff, SkillsShape
from services.complaints.storage import Complaint, Staff
from services.complaints.usecases import cases, involvement, people
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.complaints.builders import HEAD, OFFICER, SECOND, SETUP, act, amended, lodged, person

pytestmark = pytest.mark.usefixtures("complaints")
ADMIN = Actor("dev-admin", "Pengelola", roles=frozenset({"admin"}))
OTHER = replace(ADMIN, sub="dev-admin-2", name="Administrator Kedua")
AUDITOR = Actor("dev-auditor", "Inspektorat", roles=frozenset({"auditor"}))
TESTER = Actor("dev-verifier", "Ahmad Fauzi", roles=frozenset({"verifier", "complaint_officer"}))
GHOST = {"subject": "ghost", "name": "Takaran Pompa Kurang", "skills": []}
CHANGES = {"skills": ["service"], "verifier_code": "P5", "conflicts": ["P6"], "active": False}


def entered(by: Actor = ADMIN, **facts: object) -> Staff:
    return people.enter(by, **{"subject": "baru", "name": "Orang Baru", "skills": ["service"], **facts})


def sees(who: Actor, case: Complaint) -> bool:
    try:
        return cases.seen(who, case.id).id == case.id
    except NotFound:
        return False


def test_every_word_of_an_entry_that_one_person_wrote_waits_for_another():
    """Walks what a body may hold, so that a new field waits as well."""
    assert CHANGES.keys() == SkillsShape().fields.keys()
    before = {name: getattr(Staff(), name) for name in CHANGES}

    row = entered(**CHANGES)

    assert {name: getattr(Staff.find(row.id), name) for name in CHANGES} == {**before, "active": False}
    assert row.proposed["facts"] == CHANGES
    assert NewStaff().fields.keys() == {"subject", "name", *CHANGES}


@pytest.mark.parametrize(("name", "value"), CHANGES.items(), ids=list(CHANGES))
def test_every_change_of_an_entry_waits_for_another(name, value):
    row = person(subject="rekan")
    before = getattr(row, name)

    waiting = people.amend(ADMIN, row.id, row.version, **{name: value})

    assert getattr(Staff.find(row.id), name) == before
    assert waiting.proposed["facts"] == {name: value}
    confirmed = people.confirm(HEAD, row.id, waiting.version)
    assert (getattr(confirmed, name), confirmed.proposed) == (value, None)


def test_an_invented_person_blinds_nobody_whose_code_he_is_given():
    amended(Staff.of_account(HEAD.sub), verifier_code="K1")
    case = lodged()

    with pytest.raises(Conflict, match="code-taken"):
        entered(**GHOST, verifier_code="k-1")
    entered(**GHOST, conflicts=["K1"])
    row = entered(subject="hantu", name=GHOST["name"], verifier_code="K2")
    amended(Staff.of_account(OFFICER.sub), conflicts=["K2"])

    assert (sees(HEAD, case), sees(OFFICER, case)) == (True, True)
    people.confirm(HEAD, row.id, row.version)
    assert (sees(HEAD, case), sees(OFFICER, case)) == (True, False)


def test_a_code_has_one_account_also_when_two_entries_wait_at_once():
    one, two = entered(subject="satu", verifier_code="P7"), entered(subject="dua", verifier_code="p 07")
    row = person(subject="tiga")
    third = people.amend(ADMIN, row.id, row.version, verifier_code="P.7")
    people.confirm(HEAD, one.id, one.version)

    for waiting in (two, third):
        with pytest.raises(Conflict, match="code-taken"):
            people.confirm(HEAD, waiting.id, waiting.version)
    with pytest.raises(Conflict, match="code-taken"):
        people.amend(ADMIN, row.id, third.version, verifier_code="p7")


def test_who_tests_is_not_let_in_by_one_keeper_whatever_code_is_entered():
    case = lodged(about={"verifier_code": "P1"})
    row = entered(subject=TESTER.sub, name=TESTER.name, verifier_code="ZZ")

    assert not sees(TESTER, case)
    with pytest.raises(Forbidden, match="second-person-needed"):
        people.confirm(ADMIN, row.id, row.version)
    with pytest.raises(Forbidden):  # two administrators are not the head
        people.confirm(OTHER, row.id, row.version)
    right = people.amend(HEAD, row.id, row.version, verifier_code="P1")
    with pytest.raises(Forbidden, match="second-person-needed"):
        people.confirm(HEAD, row.id, right.version)
    people.confirm(ADMIN, row.id, right.version)
    assert not sees(TESTER, case)
    assert sees(TESTER, lodged())


def test_whose_place_needs_no_entry_keeps_it_until_two_have_entered_him():
    case = lodged(about={"verifier_code": "P1"})
    row = entered(subject=AUDITOR.sub, name="Takaran Pompa", conflicts=["P1"], skills=[])
    keeper = entered(by=HEAD, subject=OTHER.sub, name=OTHER.name)

    assert sees(AUDITOR, case)
    assert entered(by=OTHER, subject="siapa").proposed
    people.confirm(HEAD, row.id, row.version)
    assert not sees(AUDITOR, case)
    with pytest.raises(Forbidden, match="self-grant"):
        people.confirm(OTHER, keeper.id, keeper.version)


def test_a_later_entry_takes_the_place_of_one_that_waits_and_not_of_one_that_counts():
    wrong = entered(name="Nama Salah", conflicts=["P9"])
    right = entered(by=OTHER, name="Nama Benar")

    assert (right.id, right.name, right.proposed["by"]) == (wrong.id, "Nama Benar", OTHER.sub)
    with pytest.raises(Stale):
        people.confirm(HEAD, wrong.id, wrong.version)
    people.confirm(HEAD, right.id, right.version)
    assert Staff.of_account("baru").conflicts == []
    with pytest.raises(Conflict, match="staff-known"):
        entered()


@pytest.mark.parametrize("roles", [("head",), ("head", "verifier")])
def test_an_office_begins_with_the_head_who_confirms_what_another_entered_for_him(roles):
    """He enters nothing for himself and widens nothing; but somebody must be first."""
    first = Actor("kepala-baru", "Kepala Baru", roles=frozenset(roles))
    case = lodged()
    row = entered(subject=first.sub, name=first.name, verifier_code="K7")

    assert not sees(first, case)
    with pytest.raises(Forbidden, match="self-grant|code-not-entered"):
        people.amend(first, row.id, row.version, conflicts=[])
    row = people.confirm(first, row.id, row.version)
    assert sees(first, case)
    wider = people.amend(ADMIN, row.id, row.version, verifier_code="")
    with pytest.raises(Forbidden, match="self-grant"):
        people.confirm(first, row.id, wider.version)


def test_nobody_is_given_a_case_or_an_improvement_or_judged_before_his_entry_counts():
    row = entered(skills=["service", "metrology", "records", "integrity"])
    case = act(act(lodged(), Action.VERIFY), Action.CLASSIFY)
    says = {"staff_id": row.id, "complained_of": True, "why": "x"}

    with pytest.raises(Invalid, match="unknown-staff"):
        act(case, Action.ASSIGN, staff_id=row.id)
    with pytest.raises(Invalid, match="unknown-staff"):
        involvement.decide(HEAD, case.id, case.version, says)
    people.confirm(SECOND, row.id, row.version)
    assert act(case, Action.ASSIGN, staff_id=row.id).assignee.id == row.id


def test_a_keeper_alone_decides_not_who_can_be_assigned():
    row = person(subject="rekan")
    waiting = people.amend(ADMIN, row.id, row.version, skills=[])
    case = act(act(lodged(), Action.VERIFY), Action.CLASSIFY)

    assert act(case, Action.ASSIGN, staff_id=row.id).assignee.id == row.id
    assert people.confirm(SETUP, row.id, waiting.version).skills == []
