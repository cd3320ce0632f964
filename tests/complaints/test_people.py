"""What decides which cases somebody may see, he does not decide himself."""

import pytest

from services.complaints.storage import Staff
from services.complaints.usecases import people
from shared.errors import Forbidden
from tests.complaints.builders import HEAD, OFFICER, SETUP, person

pytestmark = pytest.mark.usefixtures("complaints")


def row_of(sub: str) -> Staff:
    return Staff.get(Staff.subject == sub)


@pytest.mark.parametrize("changes", [{"conflicts": []}, {"conflicts": ["P1"]}, {"active": True}, {"skills": []}])
@pytest.mark.parametrize("who", [OFFICER, HEAD], ids=["officer", "head"])
def test_nobody_changes_his_own_entry(who, changes):
    row = row_of(who.sub)

    with pytest.raises(Forbidden, match="self-grant|own-entry"):
        people.amend(who, row.id, row.version, **changes)

    assert people.amend(HEAD if who is OFFICER else OFFICER, row.id, row.version, **changes).version == row.version + 1


@pytest.fixture
def suspect():
    """The officer is P9, and the other verifier has declared to be close to him."""
    row = row_of(OFFICER.sub)
    row.change(verifier_code="P9")
    row.keep_codes()
    return person(subject="rekan", conflicts=["P 9", "P1"])


@pytest.mark.parametrize(("after", "right"), [
    ([], False), (["P1"], False), (["P 9"], True), (["p-9", "P1", "P7"], True), (["p9", "P1"], True),
])  # fmt: skip
def test_nobody_declares_or_ends_that_another_is_close_to_himself(suspect, after, right):
    if right:
        people.amend(OFFICER, suspect.id, suspect.version, conflicts=after)
    else:
        with pytest.raises(Forbidden, match="self-grant|own-entry"):
            people.amend(OFFICER, suspect.id, suspect.version, conflicts=after)
        people.amend(HEAD, suspect.id, suspect.version, conflicts=after)


@pytest.mark.parametrize("facts", [
    {"subject": OFFICER.sub}, {"subject": "x", "verifier_code": "p 9"}, {"subject": "x", "conflicts": ["P-09"]},
])  # fmt: skip
def test_nobody_enters_himself_or_his_code_anew(suspect, facts):
    with pytest.raises(Forbidden, match="self-grant|own-entry"):
        people.enter(OFFICER, name="x", skills=[], **facts)


def test_who_is_not_on_the_staff_changes_nobody(suspect):
    with pytest.raises(Forbidden, match="not-on-staff"):
        people.amend(SETUP, suspect.id, suspect.version, conflicts=[])


def test_a_change_of_conflicts_counts_at_once(complaints, caller):
    from tests.complaints.builders import lodged

    case, officer = lodged(about={"verifier_code": "P7"}), caller(complaints, "complaint_officer")
    row = row_of(OFFICER.sub)
    assert officer.get(f"/v1/complaints/{case.id}").status_code == 200

    people.amend(HEAD, row.id, row.version, conflicts=["p. 7"])

    assert officer.get(f"/v1/complaints/{case.id}").status_code == 404
