"""The code in an entry is the one that testing has for the account; with another he sees and is given nothing."""

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.events import heard
from services.complaints.storage import Complaint, Staff
from services.complaints.usecases import cases, people
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, NotFound
from shared.ids import name_id
from tests.complaints.builders import HEAD, OFFICER, SECOND, SETUP, act, amended, brought_to, hear, lodged, person

TESTER = Actor("penguji", "Ahmad Fauzi", roles=frozenset({"verifier", "complaint_officer"}))
ALONE = Actor(TESTER.sub, TESTER.name, roles=OFFICER.roles)  # with a token that does not say that he tests
AUDITS = Actor(TESTER.sub, TESTER.name, roles=frozenset({"auditor"}))


@pytest.fixture
def told(complaints):
    """Testing knows his account as P1."""
    hear(
        complaints,
        heard.VerifierCoded.type,
        (id := name_id("coded", "P1")),
        verifier_id=id,
        account=TESTER.sub,
        code="P1",
    )
    return complaints


def seen(by: Actor, case: Complaint) -> bool:
    try:
        return bool(cases.seen(by, case.id))
    except NotFound:
        return False


@pytest.mark.parametrize("who", [TESTER, ALONE, AUDITS], ids=["tests and handles", "handles", "audits"])
@pytest.mark.parametrize("code", ["ZZ", "", "P11", None])
def test_whose_entry_has_another_code_than_testing_sees_no_case(told, who, code):
    if code is not None:
        person(subject=TESTER.sub, name="Orang", verifier_code=code)

    assert not seen(who, lodged())


@pytest.mark.parametrize("code", ["P1", "p 01"])
def test_with_his_own_code_he_sees_all_but_what_is_about_him(told, code):
    person(subject=TESTER.sub, name="Orang", verifier_code=code)

    assert seen(TESTER, lodged())
    assert not seen(TESTER, lodged(about={"verifier_code": "P1"}))


def test_what_testing_tells_counts_from_the_moment_it_is_heard(complaints):
    row, case = person(subject=TESTER.sub, name="Orang", verifier_code="ZZ"), lodged()
    assert seen(TESTER, case)

    told.__wrapped__(complaints)

    assert not seen(TESTER, case)
    amended(row, verifier_code="P1")
    assert seen(TESTER, case)


def test_nobody_is_given_a_case_under_a_wrong_code_or_keeps_entries(told):
    row = person(subject=TESTER.sub, name="Orang", verifier_code="ZZ")
    case, keeper = brought_to("classified"), Actor(TESTER.sub, "Orang", roles=HEAD.roles)

    with pytest.raises(Conflict, match="assignee-unfit"):
        act(case, Action.ASSIGN, staff_id=row.id)
    with pytest.raises(Forbidden, match="code-not-entered"):
        people.enter(keeper, subject="x", name="x", skills=[])


@pytest.mark.parametrize("code", ["P1", "p-01"])
def test_nobody_else_is_entered_under_a_code_that_testing_has_for_another(told, code):
    with pytest.raises(Conflict, match="code-taken"):
        people.enter(SETUP, subject="hantu", name="Takaran Pompa", verifier_code=code, skills=[])
    row = people.enter(SETUP, subject=TESTER.sub, name="Orang", verifier_code=code, skills=[])
    assert people.confirm(SECOND, row.id, row.version).confirmed
    assert Staff.of_account(TESTER.sub).is_coded
