"""A case hears what testing and certificates say, in any order, and never moves by itself."""

from itertools import permutations

import pytest

from services.complaints.domain.lifecycle import RetestState, State
from services.complaints.events import heard
from services.complaints.handlers import HANDLERS
from services.complaints.storage import Complaint, KnownPaper, KnownTest, Note, Retest, history, mark_of_code
from services.complaints.usecases import retests
from shared.errors import Conflict
from shared.events.declarations import schema_of
from shared.ids import name_id
from tests.complaints.builders import OFFICER, act, brought_to, hear, lodged, person, request_retest
from tests.support import told

ORDER, INSTRUMENT, ITEM, PAPER, EXAM, AGAIN = (name_id("handlers", str(n)) for n in range(6))
ABOUT_ORDER = {"order_id": ORDER, "item_id": None, "application_id": None, "instrument_id": INSTRUMENT}
OF_COMPLAINT = {**ABOUT_ORDER, "origin": "complaint", "cause": "complaint"}


def examination(id: str, verifier: str, day: str, **more: object) -> dict:
    facts = {"examination_id": id, "version": 1, "order_id": ORDER, "instrument_id": INSTRUMENT, "item_id": ITEM}
    codes = {"verifier_code": verifier, "approved_by_code": "K1", "application_number": "PTU-2026-000042-7"}
    return {**facts, **codes, "tested_on": day, **more}


def paper(**more: object) -> dict:
    facts = {"certificate_id": PAPER, "number": "500.2.3.15/0001", "instrument_id": INSTRUMENT, "item_id": ITEM}
    return {**facts, "reason_code": "complaint", **more}


@pytest.fixture
def known(complaints):
    """An instrument was examined by P1 in October, and has a paper."""
    hear(complaints, heard.ExaminationPassed.type, EXAM, **examination(EXAM, "P1", "2026-10-05"))
    hear(complaints, heard.CertificateIssued.type, PAPER, **paper())
    return complaints


@pytest.fixture
def case(known):
    return brought_to("in_handling", lodged(about={"certificate_number": "500.2.3.15/0001"}))


def test_a_retest_asks_for_another_verifier_than_before(known, case):
    request_retest(case)

    asked = told(known, "retest.requested")[0]["data"]
    assert asked == {
        "complaint_id": case.id,
        "instrument_id": INSTRUMENT,
        "certificate_id": PAPER,
        "reason_code": "disputed_verdict",
        "other_than": ["P1"],
    }


@pytest.mark.parametrize(
    "about", [{"certificate_id": PAPER}, {"instrument_id": INSTRUMENT}, {"application_number": "PTU-2026-000042-7"}]
)
def test_however_the_instrument_is_named_its_examiner_is_involved(known, about):
    marks = {row.mark for row in lodged(about=about).involvements if row.complained_of}

    assert marks == {mark_of_code("p1")}


def test_who_examined_it_is_not_given_the_case(known):
    case = brought_to("classified", lodged(about={"instrument_id": INSTRUMENT}))

    for code in ("P1", "K1"):  # nor who approved it
        with pytest.raises(Conflict, match="assignee-unfit"):
            act(case, "assign", staff_id=person(verifier_code=code).id)


def test_a_retest_needs_a_case_in_handling_and_a_known_instrument(known):
    with pytest.raises(Conflict, match="retest-not-now"):
        request_retest(lodged(about={"instrument_id": INSTRUMENT}))
    with pytest.raises(Conflict, match="instrument-unknown"):
        request_retest(brought_to("in_handling"))
    request_retest(brought_to("in_handling"), instrument_id=INSTRUMENT)


def test_one_retest_at_a_time(known, case):
    request_retest(case)

    with pytest.raises(Conflict, match="retest-open"):
        request_retest(case)


RESULT = {"examination_id": AGAIN, "verdict": "failed", "tested_on": "2026-11-23"}


@pytest.mark.parametrize("order", list(permutations(range(4))))
@pytest.mark.parametrize("times", [1, 2])
def test_in_every_order_the_case_hears_the_result_and_stays_where_it_is(known, case, order, times):
    request_retest(case)
    of_case = {"order_id": ORDER, "complaint_id": case.id}
    events = [
        (heard.RetestOpened.type, ORDER, 1, of_case),
        (heard.RetestScheduled.type, ORDER, 2, {**of_case, "date": "2026-11-23"}),
        (heard.ExaminationFailed.type, AGAIN, 1, examination(AGAIN, "P2", "2026-11-23")),
        (heard.RetestExamined.type, ORDER, 3, {**of_case, **RESULT}),
    ]

    for index in order:
        for _ in range(times):
            type_, subject, sequence, data = events[index]
            hear(known, type_, subject, sequence, **data)
    settle(known)

    retest, after = Retest.of(case.id)[0], Complaint.find(case.id)
    assert (retest.state, retest.verdict, str(retest.tested_on)) == (RetestState.EXAMINED, "failed", "2026-11-23")
    assert after.state == State.IN_HANDLING
    assert [note.by for note in Note.of(after)] == ["testing"]
    assert after.examined_again[0]["verdict"] == "failed"
    assert known.inbox.counts()["dead"] == 0


def settle(service) -> None:
    """What waits for another fact is tried again at once, as when time has passed."""
    from datetime import timedelta

    from shared import clock

    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        while service.inbox.work() is not None:
            pass


def test_a_second_retest_is_done_by_a_third_person(known, case):
    request_retest(case)
    of_case = {"order_id": ORDER, "complaint_id": case.id}
    hear(known, heard.RetestOpened.type, ORDER, 1, **of_case)
    hear(known, heard.ExaminationFailed.type, AGAIN, 1, **examination(AGAIN, "P2", "2026-11-23"))
    hear(known, heard.RetestExamined.type, ORDER, 2, **of_case, **RESULT)

    request_retest(case)

    assert told(known, "retest.requested")[-1]["data"]["other_than"] == ["P1", "P2"]


def test_a_date_that_falls_away_and_a_cancelled_order_are_heard(known, case):
    request_retest(case)
    for sequence, kind in enumerate((heard.RetestOpened, heard.RetestScheduled, heard.RetestReleased), 1):
        hear(known, kind.type, ORDER, sequence, order_id=ORDER, complaint_id=case.id, date="2026-11-25")
    assert Retest.of(case.id)[0].shown["session_date"] is None

    hear(known, heard.RetestCancelled.type, ORDER, 4, order_id=ORDER, complaint_id=case.id, reason_code="withdrawn")

    assert Retest.of(case.id)[0].state == RetestState.CANCELLED
    request_retest(case)  # the case may ask again


def test_what_everybody_heard_of_such_orders_once_is_still_read(known, case):
    request_retest(case)
    kinds = (heard.OrderOpened, heard.OrderScheduled, heard.OrderReleased, heard.OrderRescheduled)
    for sequence, kind in enumerate(kinds, 1):
        data = {**OF_COMPLAINT, "complaint_id": case.id, "date": "2026-11-25", "reason_code": "dirty"}
        hear(known, kind.type, ORDER, sequence, **data)
    again = examination(AGAIN, "P2", "2026-11-25", complaint_id=case.id)
    hear(known, heard.ExaminationPassed.type, AGAIN, 1, **again)

    assert (Retest.of(case.id)[0].state, Retest.of(case.id)[0].verdict) == (RetestState.EXAMINED, "passed")


def test_orders_of_applications_are_none_of_our_business(complaints):
    data = {**ABOUT_ORDER, "origin": "application", "cause": "first", "date": "2026-11-25", "reason_code": "withdrawn"}
    kinds = [kind for kind in HANDLERS if issubclass(kind, heard.AboutOrder)]

    for sequence, kind in enumerate(kinds, 1):
        hear(complaints, kind.type, ORDER, sequence, **data)

    assert complaints.inbox.counts()["done"] == len(kinds)
    assert Retest.select().count() == 0


def test_a_case_hears_what_becomes_of_the_paper_it_names(known, case):
    hear(known, heard.CertificateSuspended.type, PAPER, 2, **paper())

    assert KnownPaper.find(PAPER).state == "suspended"
    assert [row.action for row in history(case.id)][-1] == "certificate_suspended"


def test_a_suspension_is_asked_for_and_left_to_the_head(known, case):
    retests.request_suspension(OFFICER, case.id, Complaint.find(case.id).version, "unsafe")

    asked = told(known, "suspension.requested")[0]["data"]
    assert asked == {"complaint_id": case.id, "certificate_id": PAPER, "reason_code": "unsafe"}
    with pytest.raises(Conflict, match="certificate-unknown"):
        retests.request_suspension(OFFICER, lodged().id, 1, "unsafe")


def test_the_same_event_by_hand_again_changes_nothing(known):
    for sequence in (2, 3):
        hear(known, heard.ExaminationPassed.type, EXAM, sequence, **examination(EXAM, "P1", "2026-10-05"))

    assert KnownTest.select().count() == 1


@pytest.mark.parametrize("kind", HANDLERS, ids=lambda kind: kind.type)
def test_what_we_hear_needs_no_more_than_the_contract_promises(complaints, kind):
    promised = {**examination(EXAM, "P1", "2026-10-05"), **OF_COMPLAINT, **paper(), "date": "2026-11-25"}
    promised |= {"complaint_id": AGAIN, "verdict": "passed"}
    promised |= {"verifier_id": AGAIN, "account": "dev-verifier", "code": "P1"}

    assert schema_of(kind).validate(promised) == {}


@pytest.mark.parametrize(("written", "told_as"), [
    ("Pak Ahmad (p-3), adik Bu Siti, HP 0812 3456 7890", ["P1", "p3"]),
    ("petugas bernama Ahmad", ["P1"]), ("p. 01", ["P1"]), ("P1", ["P1"]), ("", ["P1"]),
])  # fmt: skip
def test_of_whom_a_reporter_names_only_codes_go_out(known, written, told_as):
    about = {"certificate_number": "500.2.3.15/0001", "verifier_code": written}

    request_retest(brought_to("in_handling", lodged(about=about)))

    assert told(known, "retest.requested")[0]["data"]["other_than"] == told_as
