"""The second pair of eyes: sent back, approved as a batch, retested, corrected."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.testing.storage import Doubt, Examination, Order, Session, Verifier, context
from services.testing.usecases import approvals, deadlines, examination_records, impact
from shared.errors import Conflict, Forbidden, Invalid, Stale
from shared.service import Service
from tests.support import MONDAY, Caller, told
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    approved,
    bad,
    booked,
    change_verifier,
    good,
    item,
    mark,
    ready,
    submitted,
)  # fmt: skip


def test_a_rejection_opens_a_retest_and_the_chain_ends_with_a_pass(office: Service):
    [order] = ready(office)
    first = approved(order, bad(order))
    retest = Order.retest_after([first.id])

    failed = told(office, "examination.failed")[0]["data"]
    assert failed["retest_until"] == str(retest.retest_until) == "2027-01-08"  # 30 working days, three decreed days off
    assert (retest.cause, retest.item_id, retest.state) == ("retest", order.item_id, "waiting")

    booked(retest, Session.find(order.session_id))  # repaired during the visit: the running session takes it
    approved(Order.find(retest.id))
    passed = told(office, "examination.passed")[0]["data"]
    assert passed["cause"] == "retest"
    # A legal paper prints this line: the norm and the decree, and nothing of what our tables note of themselves.
    assert passed["method"] == "OIML R 76-1 (2006), 8.3.3 and Annex A.4; ST 131/SPK/KEP/10/2015"


def test_a_retest_that_nobody_books_in_time_ends(office: Service):
    [order] = ready(office)
    first = approved(order, bad(order))

    assert deadlines.close_retests(MONDAY) == 0
    assert deadlines.close_retests(MONDAY + timedelta(days=47)) == 1
    assert Order.retest_after([first.id]).state == "cancelled"


def test_a_record_sent_back_comes_again(office: Service):
    [order] = ready(office)
    examination = submitted(order)

    examination = approvals.send_back(HEAD, examination.id, examination.version, "Periksa titik 20 kg.")
    examination = examination_records.submit(FIRST, examination.id, examination.version)

    assert (examination.state, Order.find(order.id).state) == ("submitted", "examined")


def test_a_correction_supersedes_only_when_a_second_person_approved_it(office: Service):
    [order] = ready(office)
    old = approved(order, bad(order))
    new = examination_records.correct(SECOND, old.id, old.version, "Salah catat", readings=good(order), marks=[mark()])
    assert Examination.find(old.id).state == "approved"

    new = examination_records.submit(SECOND, new.id, new.version)
    approvals.approve(HEAD, new.id, new.version)

    superseded = told(office, "examination.superseded")[0]["data"]
    assert (superseded["examination_id"], superseded["replaced_by"], superseded["version"]) == (old.id, new.id, 1)
    passed = told(office, "examination.passed")[0]["data"]
    assert (passed["version"], passed["supersedes"], passed["verifier_code"]) == (2, old.id, "P1")
    assert Examination.find(old.id).state == "superseded"
    # What the mistaken rejection had granted is settled.
    assert told(office, "order.cancelled")[0]["data"]["reason_code"] == "corrected"


def test_one_record_has_one_correction_at_a_time(office: Service):
    [order] = ready(office)
    old = approved(order)
    examination_records.correct(FIRST, old.id, old.version, "Salah catat")

    with pytest.raises(Stale):
        examination_records.correct(FIRST, old.id, old.version, "Salah catat")
    with pytest.raises(Conflict, match="already-corrected"):
        examination_records.correct(FIRST, old.id, Examination.find(old.id).version, "Salah catat")


def test_a_session_is_approved_as_a_batch_without_the_approvers_own(office: Service):
    orders = ready(office, item(), item(), item())
    own, *others = [submitted(order, by=by) for order, by in zip(orders, (SECOND, FIRST, FIRST), strict=True)]

    done = approvals.approve_session(SECOND, orders[0].session_id, [])

    assert {one.id for one in done} == {one.id for one in others}
    assert Examination.find(own.id).state == "submitted"
    with pytest.raises(Forbidden, match="four-eyes"):
        approvals.approve_session(SECOND, orders[0].session_id, [own.id])
    with pytest.raises(Invalid, match="examinations-not-waiting"):
        approvals.approve_session(HEAD, orders[0].session_id, [others[0].id])


def test_a_correction_keeps_who_tested_and_belongs_to_who_corrects(office: Service, caller: Callable[..., Caller]):
    [order] = ready(office)
    old = approved(order, bad(order))
    new = examination_records.correct(SECOND, old.id, old.version, "Salah catat", readings=good(order), marks=[mark()])

    shown = caller(office, "auditor").get(f"/v1/examinations/{new.id}").json
    assert (shown["verifier_code"], shown["corrected_by"]) == ("P1", ["P2"])
    with pytest.raises(Forbidden, match="not-your-examination"):
        examination_records.submit(FIRST, new.id, new.version)
    new = examination_records.submit(SECOND, new.id, new.version)
    for hand in (FIRST, SECOND):
        with pytest.raises(Forbidden, match="four-eyes"):
            approvals.approve(hand, new.id, new.version)
        assert approvals.approve_session(hand, order.session_id, []) == []
    assert approvals.approve(THIRD, new.id, new.version).intact


def test_a_withdrawn_verifier_is_found_in_what_he_only_corrected(office: Service):
    [order] = ready(office)
    old = approved(order)
    new = examination_records.correct(SECOND, old.id, old.version, "Salah catat")
    new = examination_records.submit(SECOND, new.id, new.version)
    second = Verifier.of(SECOND.sub)
    change_verifier(HEAD, second.id, second.version, withdrawn_from=context.today())

    new = approvals.approve(HEAD, new.id, new.version)

    assert [one.id for one in impact.of_verifier(second.id)["examinations"]] == [new.id]
    assert [doubt.code for doubt in Doubt.open_of(new.id)] == ["P2"]
    third = Verifier.of(THIRD.sub)
    assert impact.of_verifier(third.id, context.today())["examinations"] == []


def test_who_corrected_is_sealed_with_the_record(office: Service):
    [order] = ready(office)
    old = approved(order)
    new = examination_records.correct(SECOND, old.id, old.version, "Salah catat")

    Examination.update(corrected_by=[{"code": "P3", "sub": THIRD.sub}]).where(Examination.id == new.id).execute()

    assert not Examination.find(new.id).intact
