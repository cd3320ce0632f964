"""What one officer says in the reporter's name ends nothing: another must have heard it too, and the reporter, who is
told, stops it or takes it back."""

from datetime import timedelta
from typing import Any

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint, Evidence, Message
from services.complaints.usecases import correspondence, reporter, tracking
from shared import clock
from shared.auth.actor import NOBODY, Actor
from shared.errors import Conflict, Forbidden
from tests.complaints.builders import HEAD, OFFICER, SECOND, act, brought_to, lodged, person
from tests.support import MONDAY

HEARD = {"why": "Sudah tidak perlu", "way": "phone"}
COLLEAGUE = Actor("rekan", "Wahyu Hidayat", roles=frozenset({"complaint_officer"}))
SPOKEN = {Action.WITHDRAW: reporter.withdraw, Action.REOPEN: reporter.reopen}
BEFORE = {Action.WITHDRAW: "received", Action.REOPEN: "closed"}
AFTER = {Action.WITHDRAW: "withdrawn", Action.REOPEN: "in_handling"}


@pytest.fixture(autouse=True)
def colleague(complaints: Any, monday: Any) -> None:
    person(subject=COLLEAGUE.sub, name=COLLEAGUE.name, skills=[])


def said(by: Actor, case: Complaint, action: Action = Action.WITHDRAW, **changes: Any) -> Complaint:
    return SPOKEN[action](by, case.id, Complaint.find(case.id).version, "", {**HEARD, **changes})


def withdrawn_for_him(case: Complaint) -> Complaint:
    said(OFFICER, case)
    return said(COLLEAGUE, case)


@pytest.mark.parametrize("action", SPOKEN)
def test_what_one_officer_says_for_the_reporter_waits_for_another_one(action):
    case = brought_to(BEFORE[action])

    waiting = said(OFFICER, case, action)

    assert waiting.state == BEFORE[action]
    assert waiting.rating == case.rating
    with pytest.raises(Forbidden, match="said-by-you"):
        said(OFFICER, case, action)
    assert said(COLLEAGUE, case, action).state == AFTER[action]
    assert [row.by for row in Evidence.of(case)][-2:] == [OFFICER.sub, COLLEAGUE.sub]


@pytest.mark.parametrize("action", SPOKEN)
def test_a_second_account_of_the_same_person_is_nobody_else(action):
    case, other = brought_to(BEFORE[action]), Actor("akun-kedua", OFFICER.name, roles=OFFICER.roles)
    person(subject=other.sub, name=other.name, skills=[])
    said(OFFICER, case, action)

    with pytest.raises(Forbidden, match="said-by-you"):
        said(other, case, action)


def test_an_officer_says_by_which_way_he_heard_it():
    with pytest.raises(Conflict, match="evidence-missing") as refused:
        said(OFFICER, lodged(), way=None)

    assert [error["pointer"] for error in refused.value.errors] == ["/way"]


def test_the_reporter_reads_that_somebody_speaks_for_him_and_any_word_of_his_stops_it():
    case = lodged()
    said(OFFICER, case)

    assert "dicabut" in Message.of(case)[-1].text
    reporter.write(NOBODY, case.number, case.code, "Saya tidak mencabut pengaduan ini.")

    assert said(COLLEAGUE, case).state == "received"  # so this is the first word again
    assert said(HEAD, case).state == "withdrawn"


def test_what_was_withdrawn_in_his_name_he_opens_again_at_any_time_and_the_head_leads_it():
    case = lodged()
    person(subject=SECOND.sub, name=SECOND.name, skills=[])
    withdrawn_for_him(case)
    seen = tracking.view(Complaint.find(case.id))
    assert (seen.may, seen.reopen_until) == (["reopen"], None)

    for days in (100, 200, 300, 400):
        with clock.frozen_at(MONDAY + timedelta(days=days)):
            row = Complaint.find(case.id)
            back = reporter.reopen(NOBODY, row.id, row.version, case.code, {"why": "Saya tidak mencabutnya"})
            assert (back.state, back.stage, back.level, back.reopened) == ("received", 1, 2, 0)
            assert tracking.view(back).answer_due > (MONDAY + timedelta(days=days)).date()
            said(HEAD, case)
            said(SECOND, case)
    correspondence.write_message(HEAD, case.id, "Kami periksa kembali.")


def test_what_he_withdrew_himself_counts_as_reopened(monday):
    case = lodged()
    for _ in range(2):
        act(case, Action.WITHDRAW, by=NOBODY)
        act(case, Action.REOPEN, by=NOBODY)
    act(case, Action.WITHDRAW, by=NOBODY)

    with pytest.raises(Conflict, match="reopened-too-often"):
        act(case, Action.REOPEN, by=NOBODY)


def test_a_code_that_an_officer_saw_at_the_counter_ends_nothing_for_good():
    case = lodged(by=OFFICER, channel="counter")
    act(case, Action.WITHDRAW, by=NOBODY)

    assert act(case, Action.REOPEN, by=NOBODY).reopened == 0


def test_a_reopening_told_in_time_counts_though_the_second_word_comes_later():
    case = brought_to("closed")
    with clock.frozen_at(MONDAY + timedelta(days=14)):
        said(OFFICER, case, Action.REOPEN)
    with clock.frozen_at(MONDAY + timedelta(days=15)):
        assert said(COLLEAGUE, case, Action.REOPEN).state == "in_handling"


def test_over_the_network_one_officer_ends_nothing_and_says_how_he_heard_it(complaints, caller):
    case = lodged()
    url, officer = f"/v1/complaints/{case.id}/withdrawal", caller(complaints, "complaint_officer")

    bare = officer.post(url, {"why": "sudah"}, match={"version": case.version})
    told = officer.post(url, HEARD, match={"version": case.version})
    again = officer.post(url, HEARD, match={"version": told.json["version"]})

    assert (bare.status_code, bare.json["code"]) == (409, "evidence-missing")
    assert (told.status_code, told.json["state"], told.json["may"]) == (200, "received", ["withdraw"])
    assert (again.status_code, again.json["code"]) == (403, "said-by-you")
    ended = caller(complaints, "head").post(url, HEARD, match={"version": told.json["version"]})
    assert (ended.status_code, ended.json["state"], ended.json["may"]) == (200, "withdrawn", ["reopen"])
