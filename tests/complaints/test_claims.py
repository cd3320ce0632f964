"""What one person of the office writes of another keeps a case from him until a second one has decided; alone he takes
it from nobody for good, and from the head not at all."""

from collections.abc import Callable
from typing import Any

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.events import heard
from services.complaints.storage import Complaint, Staff
from services.complaints.usecases import cases, correspondence, involvement, looks, reporter
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Forbidden, NotFound
from shared.ids import name_id
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, WRITER, act, amended, brought_to, hear, lodged, person

OTHER = Actor("rekan", "Deni Saputra", roles=frozenset({"complaint_officer"}))
NAMED = Actor("yang-disebut", "Ahmad Fauzi", roles=frozenset({"complaint_officer"}))
ALL = "Yang terlibat: Ahmad Fauzi, Deni Saputra, Kepala Sukarman"
INSTRUMENT, PAPER, EXAM = (name_id("claims", str(n)) for n in range(3))
NUMBER = "500.2.3.15/0001/UPTD-ML/XI/2026"


@pytest.fixture(autouse=True)
def desk(complaints: Any) -> Any:
    """Beside Rahmawati two colleagues, and a head whom a word can name."""
    person(subject=OTHER.sub, name=OTHER.name)
    person(subject=NAMED.sub, name=NAMED.name, verifier_code="P1")
    amended(Staff.of_account(HEAD.sub), verifier_code="K1")
    Staff.of_account(HEAD.sub).change(name="Sukarman")
    return complaints


def seen(by: Actor, case: Complaint) -> bool:
    try:
        return bool(cases.seen(by, case.id))
    except NotFound:
        return False


def decided(by: Actor, case: Complaint, who: Actor, means: bool = False) -> Complaint:
    said = {"staff_id": Staff.of_account(who.sub).id, "complained_of": means, "why": "x"}
    return involvement.decide(by, case.id, Complaint.find(case.id).version, said)


def spoken(use_case: Callable[..., Complaint], by: Actor, case: Complaint, why: str = ALL) -> Complaint:
    """What somebody of the office says in the reporter's name."""
    return use_case(by, case.id, Complaint.find(case.id).version, "", {"why": why, "way": "phone"})


def reopened(case: Complaint) -> Complaint:
    return spoken(reporter.reopen, OFFICER, brought_to("resolved", case))


def noted(case: Complaint) -> Any:
    return correspondence.write_note(OFFICER, case.id, ALL)


# Every way in which words of the office name somebody, by an officer under his own account.
WAYS: dict[str, Callable[[Complaint], Any]] = {
    "note": noted,
    "verification": lambda case: act(case, Action.VERIFY, problem=ALL),
    "dismissal": lambda case: act(case, Action.DISMISS, problem=ALL),
    "reopening for the reporter": reopened,
    "withdrawal for the reporter": lambda case: spoken(reporter.withdraw, OFFICER, case),
}


@pytest.mark.parametrize("way", WAYS)
def test_one_officer_shuts_the_head_out_of_no_case_and_whom_he_names_waits_for_a_second_person(way):
    case = lodged()

    WAYS[way](case)

    assert [seen(who, case) for who in (HEAD, OFFICER, NAMED, OTHER)] == [True, True, False, False]
    claimed = {Staff.of_account(who.sub).id for who in (HEAD, NAMED, OTHER)}
    assert {id for id, said in Complaint.find(case.id).claims.items() if said["open"]} >= claimed
    assert Complaint.find(case.id).judged == {}


def test_whom_a_finding_names_decides_nothing_in_the_case_also_the_head(desk, caller):
    case = lodged()
    noted(case)

    for move in (lambda: act(case, Action.VERIFY, by=HEAD), lambda: decided(HEAD, case, NAMED)):
        with pytest.raises(Forbidden, match="conflict-of-interest"):
            move()
    shown = caller(desk, "head").get(f"/v1/complaints/{case.id}").json
    assert len(shown["claimed"]) == 3


def test_who_named_a_colleague_does_not_decide_it_and_a_second_person_does():
    case = lodged()
    correspondence.write_note(OFFICER, case.id, "Ahmad Fauzi terlibat")

    with pytest.raises(Forbidden, match="own-claim"):
        decided(OFFICER, case, NAMED)
    with pytest.raises(NotFound):
        decided(NAMED, case, NAMED)
    decided(OTHER, case, NAMED)

    assert seen(NAMED, case)
    correspondence.write_note(OFFICER, case.id, "Sekali lagi: Ahmad Fauzi")  # one's word counts once
    assert seen(NAMED, case)
    correspondence.write_note(OTHER, case.id, "Memang Ahmad Fauzi")
    assert not seen(NAMED, case)


def test_two_persons_together_say_that_somebody_is_meant_and_only_the_head_takes_that_back():
    case = lodged()
    correspondence.write_note(OFFICER, case.id, "Ahmad Fauzi terlibat")
    decided(OTHER, case, NAMED, True)
    assert not seen(NAMED, case)

    with pytest.raises(Forbidden, match="forbidden"):
        decided(OFFICER, case, NAMED)
    decided(HEAD, case, NAMED)

    assert seen(NAMED, case)


@pytest.mark.parametrize("action", [Action.DISMISS, Action.TRANSFER, Action.WITHDRAW, Action.RESOLVE])
def test_who_named_a_colleague_ends_no_case_before_it_was_decided(action):
    case = brought_to("monitoring") if action is Action.RESOLVE else lodged()
    correspondence.write_note(OFFICER, case.id, "Ahmad Fauzi terlibat")

    if action is Action.WITHDRAW:
        spoken(reporter.withdraw, OTHER, case, "Sudah tidak perlu")

    def ended() -> Complaint:
        withdraws = action is Action.WITHDRAW
        return spoken(reporter.withdraw, OFFICER, case, "Sudah tidak perlu") if withdraws else act(case, action)

    with pytest.raises(Forbidden, match="own-claim"):
        ended()
    decided(OTHER, case, NAMED)

    assert ended().state in ("dismissed", "transferred", "withdrawn", "resolved")


def test_the_head_alone_keeps_no_case_from_an_officer_for_good_either():
    case = lodged()
    decided(HEAD, case, NAMED, True)

    assert not seen(NAMED, case)
    with pytest.raises(Forbidden, match="own-claim"):
        act(case, Action.DISMISS, by=HEAD)
    decided(OFFICER, case, NAMED)
    assert seen(NAMED, case)


def told_of_paper(service: Any) -> None:
    facts = {"examination_id": EXAM, "order_id": EXAM, "instrument_id": INSTRUMENT, "tested_on": "2026-11-20"}
    codes = {"verifier_code": "P1", "approved_by_code": "K1"}
    hear(service, heard.ExaminationPassed.type, EXAM, 1, **facts, **codes)
    paper = {"certificate_id": PAPER, "number": NUMBER, "instrument_id": INSTRUMENT, "reason_code": "x"}
    hear(service, heard.CertificateIssued.type, PAPER, 1, **paper)


@pytest.mark.parametrize("heard_first", [True, False])
def test_a_paper_that_only_an_officer_names_involves_nobody_for_good(desk, heard_first):
    if heard_first:
        told_of_paper(desk)
    case = lodged()
    correspondence.write_note(OFFICER, case.id, f"Mungkin SKHP {NUMBER}")
    if not heard_first:
        told_of_paper(desk)

    assert [seen(who, case) for who in (NAMED, HEAD)] == [False, True]
    with pytest.raises(Forbidden, match="conflict-of-interest"):
        act(case, Action.VERIFY, by=HEAD)
    for who in (NAMED, HEAD):
        decided(OTHER, case, who)
    assert seen(NAMED, case)
    assert act(case, Action.VERIFY, by=HEAD).state == "verified"


def test_what_the_reporter_names_too_is_his_word(desk):
    told_of_paper(desk)
    case = lodged()
    correspondence.write_note(OFFICER, case.id, f"Mungkin SKHP {NUMBER}, dan Ahmad Fauzi")
    reporter.write(WRITER, case.number, case.code, f"SKHP {NUMBER}")

    decided(OTHER, case, NAMED)

    assert not seen(NAMED, case)


def test_numbers_without_end_in_a_note_shut_out_those_who_test_until_it_is_decided():
    case = lodged()
    correspondence.write_note(OFFICER, case.id, " ".join(map(str, range(1000, 1700))))
    assert [seen(who, case) for who in (NAMED, OTHER, HEAD)] == [False, True, True]

    decided(OTHER, case, NAMED)

    assert seen(NAMED, case)


def test_what_one_writes_of_himself_shuts_him_out_of_nothing():
    case = lodged()
    act(case, Action.VERIFY, **{**BROUGHT[Action.VERIFY], "problem": "Rahmawati menanyakannya di pasar"})

    assert seen(OFFICER, case)
    assert Complaint.find(case.id).claims == {}


def test_a_claim_is_found_in_old_words_too_when_somebody_is_entered():
    case = lodged()
    correspondence.write_note(OFFICER, case.id, "Barangkali Wahyudi")
    late = Actor("wahyudi", "Wahyudi", roles=HEAD.roles)

    row = person(subject=late.sub, name=late.name)
    looks.go_on(clock.now())

    assert Complaint.find(case.id).claims.keys() == {row.id}
    assert [seen(late, case), seen(Actor(late.sub, roles=OFFICER.roles), case)] == [True, False]
