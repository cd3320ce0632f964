"""However long a complaint is and however many there are, what others wait for stays small; and until a case was looked
at again, it is there for nobody whom it may come to involve."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from services.complaints.domain.lifecycle import Action
from services.complaints.events import heard
from services.complaints.storage import Complaint, Look, Topic, history, store
from services.complaints.usecases import cases, correspondence, involvement, looks, reporter
from shared import clock
from shared.auth.actor import Actor
from shared.errors import NotFound
from shared.ids import name_id
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, WRITER, act, brought_to, hear, lodged, person
from tests.complaints.test_noninterference import Statements

NUMBER, INSTRUMENT, PAPER, EXAM = "500.2.3.15/0001/UPTD-ML/XI/2026", *(name_id("looks", str(n)) for n in range(3))
TESTER = Actor("penguji", "Ahmad", roles=frozenset({"complaint_officer"}))
LONG = " ".join(f"{chr(97 + n % 23)}{chr(97 + n // 23 % 23)}{chr(97 + n % 19)}" for n in range(1990))


def counted(act: Callable[[], Any]) -> tuple[int, int]:
    """Steps of what reads words, made inside a transaction, and statements."""
    steps = 0

    def step(frame: Any, event: str, _: Any) -> None:
        nonlocal steps
        steps += event == "call" and frame.f_code.co_filename.endswith(READERS) and store.in_transaction

    with Statements() as asked:
        sys.setprofile(step)
        try:
            act()
        finally:
            sys.setprofile(None)
    return steps, asked.count


READERS = ("domain/spellings.py", "domain/numbers.py", "shared/look_alikes.py")


def test_what_a_complaint_costs_inside_the_transaction_does_not_grow_with_its_words(complaints):
    for number in range(5):
        person(subject=f"p{number}", name=f"Orang Ke{number}xy", verifier_code=f"P{number}")
    lodged()

    named = f"Petugas P1 dan SKHP {NUMBER}"
    short, long = counted(lambda: lodged(text=named)), counted(lambda: lodged(text=f"{LONG} {named}"))

    assert long == short
    assert Topic.select().count() < 1000


def seen(by: Actor, id: str) -> bool:
    try:
        return bool(cases.seen(by, id))
    except NotFound:
        return False


def test_who_is_entered_sees_no_case_that_was_not_looked_at_and_nobody_waits_for_it(complaints):
    made = [lodged(text="Petugas Fauzi kasar" if number % 2 else "Halo").id for number in range(12)]
    few = counted(lambda: person(subject="lain", name="Orang Lain"))
    looks.go_on(clock.now())
    made += [lodged(text="Petugas Fauzi kasar" if number % 2 else "Halo").id for number in range(12)]
    assert Look.select().count() == 0

    many = counted(lambda: person(subject=TESTER.sub, name="Ahmad Fauzi"))

    assert many[1] <= few[1] + 2  # the person has one more row to be compared with
    assert Look.select().count() == 1
    assert [seen(OFFICER, id) for id in made] == [True] * 24
    assert [seen(TESTER, id) for id in made] == [True, False, True, False, True, *[False] * 19]
    assert looks.go_on(clock.now()) == 4
    assert [seen(TESTER, id) for id in made] == [True, False] * 12


def test_long_words_are_never_read_while_others_wait(complaints):
    made = [lodged(text=LONG) for _ in range(3)]
    steps, _ = counted(lambda: person(subject=TESTER.sub, name="Ahmad Fauzi"))
    assert steps < 100
    assert not seen(TESTER, made[0].id)

    steps, _ = counted(lambda: looks.go_on(clock.now()))

    assert steps < 100
    assert [seen(TESTER, one.id) for one in made] == [True] * 3


def heard_of_test(service: Any) -> None:
    facts = {"examination_id": EXAM, "order_id": EXAM, "instrument_id": INSTRUMENT, "tested_on": "2026-11-20"}
    hear(service, heard.ExaminationPassed.type, EXAM, 1, **facts, verifier_code="P1")


def told(service: Any, word: str, sequence: int) -> None:
    facts = {"certificate_id": PAPER, "number": NUMBER, "instrument_id": INSTRUMENT, "reason_code": "x"}
    hear(service, f"certificates.certificate.{word}.v1", PAPER, sequence, **facts)


def test_what_is_heard_of_a_paper_costs_the_same_for_many_cases_as_for_few(complaints):
    told(complaints, "issued", 1)
    made = [lodged(text=f"SKHP {NUMBER}") for _ in range(8)]
    few = counted(lambda: told(complaints, "suspended", 2))
    looks.go_on(clock.now())
    made += [lodged(text=f"SKHP {NUMBER}") for _ in range(16)]

    many = counted(lambda: told(complaints, "reinstated", 3))

    assert many == few
    looks.go_on(clock.now())
    for one in made:
        actions = [row.action for row in history(one.id)]
        assert actions.count("certificate_reinstated") == 1
    assert Look.select().count() == 0


def test_a_test_heard_of_late_hides_every_case_at_once_from_who_has_a_code(complaints):
    person(subject=TESTER.sub, name="Orang", verifier_code="P1")
    told(complaints, "issued", 1)
    made = [lodged(text=f"SKHP {NUMBER}").id for _ in range(8)]
    assert all(seen(TESTER, id) for id in made)

    heard_of_test(complaints)

    assert not any(seen(TESTER, id) for id in made)
    assert all(seen(OFFICER, id) for id in made)
    looks.go_on(clock.now())
    assert not any(seen(TESTER, id) for id in made)


NAMING = f"Yang menguji petugas P1; nomor SKHP {NUMBER}"
FOUND = {**BROUGHT[Action.VERIFY], "problem": NAMING}


def _message(case: Complaint) -> None:
    reporter.write(WRITER, case.number, case.code, NAMING)


def _reopened(case: Complaint) -> None:
    act(brought_to("resolved", case), Action.REOPEN, by=WRITER, why=NAMING)


LATER: dict[str, Callable[[Complaint], Any]] = {
    "message": _message,
    "rating": lambda case: act(brought_to("resolved", case), Action.ANSWER, words=NAMING),
    "reopening": _reopened,
    "withdrawal": lambda case: act(case, Action.WITHDRAW, by=WRITER, why=NAMING),
    "verification": lambda case: act(case, Action.VERIFY, problem=NAMING),
    "dismissal": lambda case: act(case, Action.DISMISS, root_cause=NAMING),
    "note": lambda case: correspondence.write_note(HEAD, case.id, NAMING),
}


@pytest.mark.parametrize("way", LATER)
@pytest.mark.parametrize("code", ["P1", "P7"])
def test_each_later_word_hides_the_case_as_the_first_one_does(complaints, way, code):
    """P1 is named in the words; P7 did the test of the paper that is."""
    person(subject=TESTER.sub, name="Orang", verifier_code=code)
    facts = {"examination_id": EXAM, "order_id": EXAM, "instrument_id": INSTRUMENT, "tested_on": "2026-11-20"}
    hear(complaints, heard.ExaminationPassed.type, EXAM, 1, **facts, verifier_code="P7")
    told(complaints, "issued", 1)
    case = lodged(text="Halo")
    assert seen(TESTER, case.id)

    LATER[way](case)

    assert not seen(TESTER, case.id)
    assert seen(OFFICER, case.id)
    person(subject="baru", name="Baru", conflicts=["P1"])
    assert not seen(Actor("baru", roles=TESTER.roles), case.id) or code == "P7"


def test_a_later_word_names_again_who_was_decided_not_to_be_meant(complaints):
    row, case = person(subject=TESTER.sub, name="Orang", verifier_code="P1"), lodged(text="beli P1 liter")
    involvement.decide(OFFICER, case.id, 1, {"staff_id": row.id, "complained_of": False, "why": "x"})
    assert seen(TESTER, case.id)

    reporter.write(WRITER, case.number, case.code, "Terima kasih")
    assert seen(TESTER, case.id)
    reporter.write(WRITER, case.number, case.code, "Yang saya maksud petugas P1")

    assert not seen(TESTER, case.id)


def test_a_text_with_more_numbers_than_are_looked_at_hides_from_all_testers_until_it_is_decided(complaints):
    row = person(subject=TESTER.sub, name="Orang", verifier_code="P1")
    case = lodged(text=" ".join(map(str, range(1000, 1700))))
    assert not seen(TESTER, case.id)
    assert seen(OFFICER, case.id)

    decision = {"staff_id": row.id, "complained_of": False, "why": "Tidak menyebut suratnya"}
    involvement.decide(OFFICER, case.id, 1, decision)

    assert seen(TESTER, case.id)
