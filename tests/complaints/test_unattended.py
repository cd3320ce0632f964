"""A case is never without somebody who can go on with it, whatever part of the staff its words name."""

from datetime import timedelta
from itertools import combinations

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint, Evidence, Staff, history
from services.complaints.usecases import correspondence, deadlines, involvement, lodging, reporter, steps
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Forbidden, NotFound
from tests.complaints.builders import (
    BROUGHT,
    FRONT,
    HEAD,
    OFFICER,
    WRITER,
    act,
    brought_to,
    lodged,
    person,
    told_reporter,
)
from tests.support import MONDAY, told

AUDITOR = Actor("inspektorat", "Inspektorat", roles=frozenset({"auditor"}))
SECOND = Actor("deni", "Deni Saputra", roles=frozenset({"complaint_officer"}))
DESK = {OFFICER: "Rahmawati", SECOND: "Deni", HEAD: "Kepala"}
STAFF = {**DESK, FRONT: "Yuliana"}
UNATTENDED = "complaints.complaint.unattended.v1"


@pytest.fixture(autouse=True)
def staff(complaints, monday):
    person(subject=SECOND.sub, name=SECOND.name)
    return complaints


def verifies(by: Actor, id: str) -> bool:
    try:
        return bool(steps.verify(by, id, Complaint.find(id).version, BROUGHT[Action.VERIFY]))
    except (Forbidden, NotFound):
        return False


def ends_doubt(by: Actor, case: Complaint, who: Actor) -> Complaint:
    said = {"staff_id": Staff.of_account(who.sub).id, "complained_of": False, "why": "Kata biasa, bukan orangnya"}
    return involvement.decide(by, case.id, Complaint.find(case.id).version, said)


def moves(case: Complaint) -> str:
    """Who goes on with it: the desk, or somebody of the desk about whom the auditor has ended a doubt."""
    if able := next((who for who in DESK if verifies(who, case.id)), None):
        return able.name
    named = next(who for who in DESK if Staff.of_account(who.sub).id in Complaint.find(case.id).withheld_from)
    ends_doubt(AUDITOR, case, named)
    return f"auditor, {named.name}" if verifies(named, case.id) else ""


SUBSETS = [names for count in range(5) for names in combinations(STAFF, count)]


@pytest.mark.parametrize("named", SUBSETS, ids=lambda names: "+".join(who.name for who in names) or "nobody")
def test_a_case_is_never_without_somebody_who_can_move_it(named, staff):
    case = lodged(text=f"Halo {' '.join(STAFF[who] for who in named)}")
    with clock.frozen_at(MONDAY + timedelta(days=2)):
        deadlines.escalate(clock.now())
        events = [event["data"]["to"] for event in told(staff, UNATTENDED)]
        lines = [line.facts for line in history(case.id) if line.action == "escalate"]
        assert events == [one["to"] for one in lines] == ["auditor"] * bool(named)  # nobody went on with it so far

        able = moves(case)
        assert able.startswith("auditor") == ({*DESK} <= {*named})
        assert able
        assert deadlines.escalate(clock.now()) == 0


def test_it_is_told_at_once_when_nobody_at_all_is_left_and_once_only(staff):
    case = lodged(text=" ".join(STAFF.values()))

    assert [deadlines.escalate(clock.now()) for _ in range(2)] == [1, 0]
    ends_doubt(AUDITOR, case, OFFICER)
    assert deadlines.escalate(clock.now()) == 0

    kept = Evidence.of(Complaint.find(case.id))[-1]
    assert (kept.action, kept.by, kept.facts["why"]) == (
        "decide_involvement",
        AUDITOR.sub,
        "Kata biasa, bukan orangnya",
    )
    with pytest.raises(Forbidden, match="desk-decides"):  # she can go on now
        ends_doubt(AUDITOR, case, HEAD)


def test_the_auditor_decides_nothing_while_the_desk_can(caller, staff):
    case, named = lodged(), lodged(text="Deni kasar")
    for one in (case, named):
        with pytest.raises(Forbidden, match="desk-decides"):
            ends_doubt(AUDITOR, one, SECOND)
        answer = caller(staff, "auditor").post(
            f"/v1/complaints/{one.id}/transfer", BROUGHT[Action.TRANSFER], {"version": one.version}
        )
        assert (answer.status_code, answer.json["code"]) == (403, "desk-decides")
    verifies(OFFICER, named.id)
    with clock.frozen_at(MONDAY + timedelta(days=30)), pytest.raises(Forbidden, match="desk-decides"):
        ends_doubt(AUDITOR, named, SECOND)


def test_the_auditor_refers_a_case_that_nobody_of_the_desk_can_take(caller, staff):
    case = lodged(text=" ".join(STAFF.values()))

    answer = caller(staff, "auditor").post(
        f"/v1/complaints/{case.id}/transfer", BROUGHT[Action.TRANSFER], {"version": case.version}
    )

    assert (answer.status_code, answer.json["state"]) == (200, "transferred")


@pytest.mark.parametrize("role", ["verifier", "admin", "front_officer"])
def test_who_works_in_the_office_decides_as_no_auditor(role):
    case = lodged(text=" ".join(STAFF.values()))
    both = Actor("dua-peran", "Dua Peran", roles=frozenset({"auditor", role}))
    person(subject=both.sub, name=both.name, verifier_code="P8")

    with pytest.raises((Forbidden, NotFound)):
        ends_doubt(both, case, OFFICER)


def test_the_auditor_lets_nobody_in_who_was_found_to_be_meant():
    case = lodged(text="Rahmawati dan Deni")
    said = {"staff_id": Staff.of_account(OFFICER.sub).id, "complained_of": True, "why": "Ia menyebut orangnya"}
    case = involvement.decide(HEAD, case.id, case.version, said)
    for gone in (HEAD, FRONT):
        Staff.of_account(gone.sub).change(active=False)

    with pytest.raises(Forbidden, match="forbidden"):
        ends_doubt(AUDITOR, case, OFFICER)
    ends_doubt(AUDITOR, case, SECOND)
    assert verifies(SECOND, case.id)


def test_nor_does_he_say_that_anybody_is_meant():
    case = lodged(text=" ".join(STAFF.values()))
    said = {"staff_id": Staff.of_account(HEAD.sub).id, "complained_of": True, "why": "x"}

    with pytest.raises(Forbidden, match="forbidden"):
        involvement.decide(AUDITOR, case.id, case.version, said)


def test_one_officer_who_names_all_others_is_not_left_alone_with_the_case():
    case = lodged()
    correspondence.write_note(OFFICER, case.id, "Deni, Yuliana, Kepala: semua terlibat")

    with pytest.raises(Forbidden, match="own-claim"):
        act(case, Action.DISMISS)
    ends_doubt(AUDITOR, case, HEAD)
    assert verifies(HEAD, case.id)


def test_a_case_that_the_head_leads_and_may_not_go_on_with_comes_to_the_auditor():
    case = act(brought_to("resolved"), Action.REOPEN)
    told_reporter(act(case, Action.REPORT_DONE))
    case = act(act(case, Action.RESOLVE), Action.REOPEN)
    reporter.write(WRITER, case.number, case.code, "Kepala sendiri kasar")

    with pytest.raises(Forbidden, match="desk-decides"):
        ends_doubt(AUDITOR, case, HEAD)
    with clock.frozen_at(MONDAY + timedelta(days=4)):
        ends_doubt(AUDITOR, case, HEAD)
        with pytest.raises(Forbidden, match="led-by-head"):
            act(case, Action.REPORT_DONE)
        assert act(case, Action.REPORT_DONE, by=HEAD).state == "monitoring"


def test_a_case_whose_code_every_officer_was_shown_comes_to_the_auditor():
    case = lodged()
    for who in (OFFICER, SECOND, HEAD):
        case = lodging.replace_code(who, case.id, Complaint.find(case.id).version, "lupa")

    with clock.frozen_at(MONDAY + timedelta(days=3)):
        moved = steps.transfer(AUDITOR, case.id, case.version, BROUGHT[Action.TRANSFER])

    assert moved.state == "transferred"
