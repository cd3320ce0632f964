"""The second pair of eyes: sent back, approved as a batch, retested, corrected."""

from datetime import timedelta

import pytest

from services.testing.storage import Examination, Order, Session
from services.testing.usecases import approving, deadlines, recording
from shared.errors import Conflict, Forbidden, Invalid, Stale
from shared.service import Service
from tests.support import MONDAY, told
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    approved,
    bad,
    booked,
    good,
    item,
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

    examination = approving.send_back(HEAD, examination.id, examination.version, "Periksa titik 20 kg.")
    examination = recording.submit(FIRST, examination.id, examination.version)

    assert (examination.state, Order.find(order.id).state) == ("submitted", "examined")


def test_a_correction_supersedes_only_when_a_second_person_approved_it(office: Service):
    [order] = ready(office)
    old = approved(order, bad(order))
    new = recording.correct(SECOND, old.id, old.version, "Salah catat", readings=good(order))
    assert Examination.find(old.id).state == "approved"

    new = recording.submit(SECOND, new.id, new.version)
    approving.approve(HEAD, new.id, new.version)

    superseded = told(office, "examination.superseded")[0]["data"]
    assert (superseded["examination_id"], superseded["replaced_by"], superseded["version"]) == (old.id, new.id, 1)
    passed = told(office, "examination.passed")[0]["data"]
    assert (passed["version"], passed["supersedes"], passed["verifier_code"]) == (2, old.id, "P2")
    assert Examination.find(old.id).state == "superseded"
    # What the mistaken rejection had granted is settled.
    assert told(office, "order.cancelled")[0]["data"]["reason_code"] == "corrected"


def test_one_record_has_one_correction_at_a_time(office: Service):
    [order] = ready(office)
    old = approved(order)
    recording.correct(FIRST, old.id, old.version, "Salah catat")

    with pytest.raises(Stale):
        recording.correct(FIRST, old.id, old.version, "Salah catat")
    with pytest.raises(Conflict, match="already-corrected"):
        recording.correct(FIRST, old.id, Examination.find(old.id).version, "Salah catat")


def test_a_session_is_approved_as_a_batch_without_the_approvers_own(office: Service):
    orders = ready(office, item(), item(), item())
    own, *others = [submitted(order, by=by) for order, by in zip(orders, (SECOND, FIRST, FIRST), strict=True)]

    done = approving.approve_session(SECOND, orders[0].session_id, [])

    assert {one.id for one in done} == {one.id for one in others}
    assert Examination.find(own.id).state == "submitted"
    with pytest.raises(Forbidden, match="four-eyes"):
        approving.approve_session(SECOND, orders[0].session_id, [own.id])
    with pytest.raises(Invalid, match="examinations-not-waiting"):
        approving.approve_session(HEAD, orders[0].session_id, [others[0].id])
