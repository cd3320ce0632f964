"""A case keeps its evidence, its clocks, its secrets and its windows, whatever is tried with it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.complaints.domain.evidence import missing
from services.complaints.domain.lifecycle import COMPLAINT, OPEN, Action, State
from services.complaints.storage import Complaint, Evidence, Improvement, Message, context, store
from services.complaints.usecases import (
    correspondence,
    deadlines,
    involvement,
    lodging,
    people,
    receipts,
    reporter,
    steps,
    tracking,
)
from shared import clock
from shared.auth.actor import NOBODY
from shared.database import audit_trail
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale
from tests.complaints.builders import (
    BROUGHT,
    FRONT,
    HEAD,
    OFFICER,
    PLAN,
    WRITER,
    act,
    brought_to,
    lodged,
    person,
    told_reporter,
)  # fmt: skip
from tests.support import MONDAY, told

pytestmark = pytest.mark.usefixtures("complaints")
CANARY = "kenari-rahasia"


def types(service):
    return [event["type"].removeprefix("complaints.").removesuffix(".v1") for event in told(service)]


def test_each_move_is_told_once_and_with_its_stage(complaints, monday):
    brought_to("evaluated")

    moves = [event for event in types(complaints) if event.startswith("complaint.")]
    assert moves == [
        f"complaint.{what}"
        for what in ("received", "verified", "classified", "assigned", "handling_started", "monitored", "resolved",
                     "reporter_answered", "closed", "evaluated")
    ]  # fmt: skip
    stages = [event["data"]["stage"] for event in told(complaints, "complaint.")]
    assert stages == [1, 2, 3, 4, 4, 5, 6, 6, 6, 7]


@pytest.mark.parametrize("action", [Action.DISMISS, Action.TRANSFER, Action.WITHDRAW])
def test_every_ending_tells_the_reporter(action):
    complaint = act(lodged(), action)

    assert [message.sender for message in Message.of(complaint)] == ["office"]
    assert complaint.stage == {Action.DISMISS: 2}.get(action, 1)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("action", [Action.TRANSFER, Action.WITHDRAW])
def test_an_open_case_can_be_passed_on_or_taken_back(state, action):
    assert act(brought_to(state), action).state in (State.TRANSFERRED, State.WITHDRAWN)


def test_no_resolution_without_a_word_to_the_reporter_before():
    complaint = lodged()
    for action in (Action.VERIFY, Action.CLASSIFY, Action.ASSIGN, Action.START, Action.REPORT_DONE):
        act(complaint, action)

    with pytest.raises(Conflict) as refused:
        act(complaint, Action.RESOLVE)

    assert [error["pointer"] for error in refused.value.errors] == ["/messages"]


def test_after_a_reopening_the_reporter_is_spoken_to_again(monday):
    complaint = brought_to("closed")
    with clock.frozen_at(MONDAY + timedelta(minutes=1)):
        act(complaint, Action.REOPEN)
        act(complaint, Action.REPORT_DONE)

        with pytest.raises(Conflict, match="evidence-missing"):
            act(complaint, Action.RESOLVE)
        told_reporter(complaint)
        assert act(complaint, Action.RESOLVE).state == State.RESOLVED


def test_who_read_another_version_changes_nothing():
    complaint = lodged()
    told_reporter(complaint)

    with pytest.raises(Stale):
        steps.verify(OFFICER, complaint.id, 1, BROUGHT[Action.VERIFY])


def test_nothing_is_told_of_a_refused_move(complaints):
    complaint = lodged()

    with pytest.raises(Conflict):
        act(complaint, Action.VERIFY, problem="")

    assert types(complaints) == ["complaint.received"]
    assert Evidence.of(complaint) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 12)), min_size=8, max_size=24))
def test_no_walk_reaches_a_state_that_lacks_evidence(walk):
    complaint = lodged(by=NOBODY)
    for choice, spoil in walk:
        allowed = COMPLAINT.allowed(Complaint.find(complaint.id).state)
        action = Action(allowed[choice % len(allowed)]) if allowed else Action.VERIFY
        spoilt = dict.fromkeys(list(BROUGHT.get(action, {}))[spoil : spoil + 1])
        with suppress(Refused):
            told_reporter(complaint) if spoil == 12 else tried(complaint, action, spoilt)

    moves = [row for row in audit_trail.of(context, complaint.id) if row.source]
    kept = Evidence.of(complaint)
    assert [row.action for row in moves] == [each.action for each in kept]
    assert all(missing(Action(each.action), each.facts) == [] for each in kept)


def tried(complaint, action, spoilt):
    if action in (Action.TIME_OUT, Action.LAPSE):
        {Action.TIME_OUT: deadlines.time_out, Action.LAPSE: deadlines.lapse}[action](clock.now() + timedelta(days=30))
    else:
        act(complaint, action, **spoilt)


def rows_of_the_database():
    """Everything that stands in the database, as bytes."""
    names = store.database.get_tables()
    return repr([store.execute(f'SELECT * FROM "{name}"').fetchall() for name in names])


def test_of_an_anonymous_reporter_nothing_is_kept(complaints, caller):
    body = {"subject": "Antrean", "text": "Lama", "anonymous": True, "reporter": {"name": CANARY, "phone": CANARY}}

    answer = caller(complaints).post("/v1/complaints", body)

    assert answer.json["identity"] == "anonymous"
    assert Complaint.find(answer.json["id"]).reporter is None
    assert "127.0.0.1" not in rows_of_the_database().replace("http://127.0.0.1:8000", "")


def test_what_people_are_called_and_wrote_lies_sealed():
    complaint = lodged(reporter={"name": CANARY}, subject=CANARY, text=CANARY)
    act(complaint, Action.VERIFY, problem=CANARY)
    correspondence.write_note(OFFICER, complaint.id, CANARY)
    correspondence.write_message(OFFICER, complaint.id, CANARY)

    assert CANARY not in rows_of_the_database()


def test_no_event_holds_a_word_of_the_people_in_a_case(complaints, monday):
    complaint = lodged(reporter={"name": CANARY}, subject=CANARY, text=CANARY)
    brought_to("resolved", complaint)
    act(complaint, Action.ANSWER, words=CANARY)
    act(complaint, Action.REOPEN, why=CANARY)

    assert CANARY not in repr(told(complaints))


def test_nothing_internal_comes_to_the_reporter(complaints, caller, monday):
    complaint = lodged()
    act(complaint, Action.VERIFY, problem=CANARY, root_cause=CANARY)
    act(complaint, Action.CLASSIFY)
    named, unmeant = person(name=CANARY), {"complained_of": False, "why": CANARY}
    involvement.decide(HEAD, complaint.id, Complaint.find(complaint.id).version, {"staff_id": named.id, **unmeant})
    act(complaint, Action.ASSIGN, staff_id=named.id, why=CANARY)
    act(complaint, Action.START, plan=CANARY)
    correspondence.write_note(OFFICER, complaint.id, CANARY)
    told_reporter(complaint)
    act(complaint, Action.REPORT_DONE, actions=[{"what": CANARY, "who": CANARY, "when": "2026-11-20"}])
    act(complaint, Action.RESOLVE, effect={"how": CANARY, "when": "2026-11-22", "by": CANARY})
    nobody, row = caller(complaints), Complaint.find(complaint.id)
    shown = [
        nobody.get(f"/v1/tracking/{row.number}?code={complaint.code}").text,
        nobody.get(f"/v1/feedback/{row.feedback_token}").text,
        nobody.post(f"/v1/feedback/{row.feedback_token}", {"rating": 1}).text,
        nobody.post(
            f"/v1/complaints/{row.id}/reopening", {"code": complaint.code, "why": "x"}, {"version": row.version + 1}
        ).text,
    ]
    assert [CANARY in text for text in shown] == [False] * 4
    assert "Siti Aminah" not in "".join(shown)


def test_a_secret_identity_is_opened_with_a_reason_that_stays(complaints, caller):
    complaint, officer = lodged(secret=True), caller(complaints, "complaint_officer")
    url = f"/v1/complaints/{complaint.id}"

    assert officer.get(url).json["reporter"] is None
    opened = officer.post(f"{url}/identity", {"reason": "Menjemput barang bukti"}, match={"version": 1})

    assert opened.json["reporter"]["name"] == "Siti Aminah"
    kept = officer.get(url).json["evidence"][-1]
    assert (kept["action"], kept["by"], kept["facts"]) == (
        "open_identity", "dev-complaint_officer", {"reason": "Menjemput barang bukti"},
    )  # fmt: skip


def test_an_answer_needs_the_code_or_the_link():
    complaint = brought_to("resolved")

    for secret in ("K7QM", complaint.feedback_token[:-1], ""):
        with pytest.raises(NotFound):
            reporter.answer(WRITER, complaint.id, complaint.version, secret, BROUGHT[Action.ANSWER])

    assert (
        reporter.answer(
            WRITER, complaint.id, complaint.version, complaint.feedback_token, BROUGHT[Action.ANSWER]
        ).rating
        == 4
    )


def test_the_window_counts_working_days_from_the_delivery(monday):
    complaint = brought_to("resolved")
    with clock.frozen_at(MONDAY + timedelta(days=7)):
        act(complaint, Action.ANSWER)
        correspondence.write_message(OFFICER, complaint.id, "Terima kasih atas penilaian Anda.")
    # ten working days after Monday 23 November 2026: neither answer nor message lengthens it
    last = reporter.reopen_until(Complaint.find(complaint.id))

    with pytest.raises(Conflict, match="reopen-window-over"), clock.frozen_at(MONDAY + timedelta(days=15)):
        act(complaint, Action.REOPEN, by=NOBODY)

    assert str(last) == "2026-12-07"
    with clock.frozen_at(MONDAY + timedelta(days=14)):
        assert act(complaint, Action.REOPEN, by=NOBODY).state == State.IN_HANDLING


def test_the_second_reopening_takes_the_case_to_the_head(monday):
    complaint = act(brought_to("closed"), Action.REOPEN, by=NOBODY)
    assert complaint.level == 1
    told_reporter(complaint)
    for action in (Action.REPORT_DONE, Action.RESOLVE, Action.REOPEN):
        act(complaint, action)

    with pytest.raises(Forbidden, match="led-by-head"):
        act(complaint, Action.REPORT_DONE)

    assert act(complaint, Action.REPORT_DONE, by=HEAD).state == State.MONITORING


def test_a_person_complained_of_neither_gets_nor_sees_the_case(complaints, caller):
    suspect = person(subject="terlapor", verifier_code="P-01")
    complaint = lodged(about={"verifier_code": "P-01"})
    for action in (Action.VERIFY, Action.CLASSIFY):
        act(complaint, action, by=HEAD)

    with pytest.raises(Conflict, match="assignee-unfit"):
        act(complaint, Action.ASSIGN, by=HEAD, staff_id=suspect.id)

    officer = caller(complaints, "complaint_officer", sub="terlapor")
    assert officer.get(f"/v1/complaints/{complaint.id}").status_code == 404
    assert officer.get("/v1/complaints").json["items"] == []
    assert officer.get(f"/v1/complaints/{complaint.id}/receipt").status_code == 404
    assert len(caller(complaints, "head").get("/v1/complaints").json["items"]) == 1


def test_the_skill_must_fit_the_type():
    complaint = lodged()
    for action in (Action.VERIFY, Action.CLASSIFY):
        act(complaint, action)

    with pytest.raises(Conflict) as refused:
        act(complaint, Action.ASSIGN, staff_id=person(skills=["service"]).id)

    assert refused.value.errors == [{"pointer": "/staff_id", "code": "skill-missing", "skill": "metrology"}]


def test_a_case_without_an_answer_closes_after_the_last_day_and_not_before(monday, complaints):
    complaint = brought_to("resolved")

    # ten working days after 23 November 2026 is 7 December
    assert deadlines.time_out(MONDAY + timedelta(days=14)) == 0
    assert deadlines.time_out(MONDAY + timedelta(days=15)) == 1
    assert deadlines.time_out(MONDAY + timedelta(days=16)) == 0
    kept = Evidence.of(complaint)[-1]
    assert (kept.action, kept.facts["waited_until"]) == ("time_out", "2026-12-07")
    assert types(complaints)[-1] == "complaint.closed"


def test_a_late_clock_climbs_the_ladder_once_per_level(monday, complaints):
    lodged()
    # verification is due on Thursday 26 November; Friday is one, Tuesday three working days late
    moments = [3, 4, 4, 5, 7, 8, 8]

    told_now = [deadlines.escalate(MONDAY + timedelta(days=days)) for days in moments]

    assert told_now == [0, 1, 0, 0, 0, 1, 0]
    facts = [event["data"] for event in told(complaints, "escalated")]
    assert [(fact["clock"], fact["escalation_level"], fact["to"]) for fact in facts] == [
        ("verify", 1, "complaint_officer"), ("verify", 2, "head"),
    ]  # fmt: skip


def test_a_low_rating_is_answered_for(monday):
    complaint = brought_to("resolved")
    act(complaint, Action.ANSWER, rating=2)

    with pytest.raises(Conflict) as refused:
        act(complaint, Action.EVALUATE)

    assert [error["pointer"] for error in refused.value.errors] == ["/rating_review/linked_to_cause"]
    act(complaint, Action.EVALUATE, rating_review={"linked_to_cause": "skill"})
    assert complaint.id in [row.id for row in Complaint.in_state(State.EVALUATED)]


def test_the_third_case_with_one_cause_in_a_period_needs_an_improvement(monday):
    first = act(brought_to("closed"), Action.EVALUATE)
    brought_to("closed")
    third = brought_to("closed")

    with pytest.raises(Conflict) as refused:
        act(third, Action.EVALUATE)

    assert first.state == State.EVALUATED
    assert "/improvement/owner_id" in [error["pointer"] for error in refused.value.errors]
    act(third, Action.EVALUATE, improvement={**PLAN, "owner_id": person().id})
    assert Improvement.get(Improvement.complaint_id == third.id).cause == "instrument_changed"


def test_a_cause_outside_the_catalogue_is_refused():
    with pytest.raises(Invalid, match="unknown-cause"):
        act(lodged(), Action.VERIFY, root_cause_code="nasib")


def test_an_account_is_entered_once():
    person(subject="deni")

    with pytest.raises(Conflict, match="staff-known"):
        person(subject="deni")
    with pytest.raises(Invalid, match="unknown-skill"):
        people.enter(HEAD, subject="x", name="x", skills=["sihir"])


@pytest.mark.parametrize("days", [-4000, 1])
def test_a_complaint_is_received_neither_in_the_future_nor_before_the_service(monday, days):
    with pytest.raises(Invalid, match="received-when"):
        lodged(by=FRONT, channel="phone", received_at=MONDAY + timedelta(days=days))


def test_a_complaint_that_was_not_kept_leaves_no_hole_in_the_numbers(monday):
    def fail():
        with store.transaction():
            lodged()
            raise ZeroDivisionError

    lodged()

    pytest.raises(ZeroDivisionError, fail)
    assert [lodged().number.split("-")[2] for _ in range(2)] == ["000002", "000003"]


def test_tracking_says_what_may_be_done_next(monday):
    complaint = lodged()
    assert tracking.view(complaint).may == ["withdraw"]

    complaint = brought_to("resolved", complaint)

    assert tracking.view(complaint).may == ["answer", "reopen"]
    assert [stage["done"] for stage in tracking.view(complaint).stages] == [True] * 6 + [False]


def test_the_receipt_names_no_secret_reporter(monday, tmp_path):
    from tests import paperwork

    secret, named = lodged(secret=True), lodged()

    texts = [paperwork.text(receipts.receipt(NOBODY, case.id, case.code)[0], tmp_path) for case in (secret, named)]

    assert [("Siti Aminah" in text, "Takaran" in text) for text in texts] == [(False, False), (True, False)]
    assert all(case.number in text for case, text in zip((secret, named), texts, strict=True))


def test_lodging_keeps_when_it_came_apart_from_when_it_was_written_down(monday):
    came = MONDAY - timedelta(days=3)

    complaint = lodging.lodge(
        FRONT, kind="complaint", channel="letter", received_at=came, anonymous=True, secret=False, subject="x", text="x"
    )

    assert (complaint.received_at, complaint.created_at) == (came, MONDAY)
    assert complaint.days == [("received", came.date())]
