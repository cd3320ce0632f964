"""What testing does when intake and complaints speak: once, in any order, with an answer in every state."""

import pytest

from services.testing.storage import Order, Party, Session
from services.testing.usecases import approvals, bookings, examination_records
from shared.auth.actor import Actor
from shared.errors import Forbidden, NotFound
from shared.events.retry_policy import Outcome
from shared.ids import uuid7
from shared.service import Service
from tests.support import ISSUER, told
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    SUBMIT_WITH,
    THIRD,
    accepted,
    approved,
    bad,
    begun,
    booked,
    good,
    heard,
    item,
    letter,
    published,
    ready,
    submitted,
)  # fmt: skip

REQUEST = "intake.item.withdrawal_requested.v1"
ENDED = "intake.item.ended.v1"
RETEST = "complaints.retest.requested.v1"


def request(service: Service, order: Order) -> Outcome | None:
    return heard(service, REQUEST, order.item_id, {"item_id": order.item_id, "application_id": order.application_id})


def retest(service: Service, instrument_id: str, *other_than: str) -> tuple[str, Outcome | None]:
    id = uuid7()
    facts = {"complaint_id": id, "instrument_id": instrument_id, "reason_code": "doubt", "other_than": list(other_than)}
    return id, heard(service, RETEST, id, facts)


def examined(service: Service, failing: bool = False) -> Order:
    [order] = accepted(service)
    day = published()
    booked(order, day)
    begun(day)
    approved(Order.find(order.id), bad(order) if failing else None)
    return Order.find(order.id)


def test_a_letter_heard_twice_opens_its_orders_once(office: Service):
    told_once = letter(item(), item())
    for _ in range(2):
        assert heard(office, "intake.application.accepted.v1", told_once["application_id"], told_once) is Outcome.DONE

    assert Order.select().count() == 2
    assert len(told(office, "order.opened")) == 2


def test_a_withdrawal_frees_the_place_of_a_scheduled_order(office: Service):
    [order] = accepted(office)
    day = published(minutes=15)
    booked(order, day)

    request(office, order)

    assert (Order.find(order.id).state, Session.find(day.id).minutes_left) == ("cancelled", 15)
    assert told(office, "order.cancelled")[0]["data"]["reason_code"] == "withdrawn"


def test_a_withdrawal_that_comes_too_late_is_refused_aloud(office: Service):
    order = examined(office)

    request(office, order)

    assert Order.find(order.id).state == "examined"
    assert told(office, "cancel_refused")[0]["data"]["reason_code"] == "already_examined"


def test_a_withdrawal_during_a_rejection_does_not_touch_the_retest(office: Service):
    order = examined(office, failing=True)

    request(office, order)

    assert Order.newest_of_item(order.item_id).state == "waiting"
    assert len(told(office, "cancel_refused")) == 1


def test_a_withdrawal_that_overtakes_its_letter_waits_for_it(office: Service):
    one = item()
    facts = {"item_id": one["item_id"], "application_id": uuid7()}
    assert heard(office, REQUEST, one["item_id"], facts) is Outcome.WAIT

    [order] = accepted(office, one)

    assert Order.find(order.id).state == "cancelled"


def test_a_renounced_retest_is_not_waited_for(office: Service):
    order = examined(office, failing=True)
    facts = {"item_id": order.item_id, "end": "rejected_on_test"}

    heard(office, ENDED, order.item_id, facts)

    assert told(office, "order.cancelled")[0]["data"]["reason_code"] == "rejected_on_test"


def test_the_end_of_an_item_that_was_never_ordered_says_nothing(office: Service):
    id = uuid7()

    assert heard(office, ENDED, id, {"item_id": id, "end": "referred"}) is Outcome.DONE
    assert told(office, "order") == []


def test_names_are_kept_sealed_for_the_sessions_list(office: Service):
    id = uuid7()
    for name in ("Siti", "Siti Aminah"):
        heard(
            office, "intake.party.changed.v1", id, {"party_id": id, "name": name, "business": None, "address": "Sekayu"}
        )

    sealed = office.store.execute("SELECT facts FROM party").fetchone()[0]
    assert Party.name_of(id) == "Siti Aminah"
    assert "Siti" not in sealed


def test_a_complaint_gets_its_instrument_tested_by_somebody_else(office: Service):
    order = examined(office)
    id, outcome = retest(office, order.instrument_id)

    again = Order.get(Order.complaint_id == id)
    assert (outcome, again.origin, again.cause, again.item_id) == (Outcome.DONE, "office", "complaint", None)
    assert again.other_than == ["K1", "P1"]  # who examined and approved it last, though the request named nobody

    day = published()
    booked(again, day)
    begun(day)
    with pytest.raises(NotFound):
        examination_records.record(FIRST, again.id, readings=good(again), **SUBMIT_WITH)
    approved(Order.find(again.id), bad(again), by=SECOND)
    failed = told(office, "examination.failed")[0]["data"]
    assert (failed["complaint_id"], failed["retest_until"], failed["verifier_code"]) == (None, None, "P2")
    assert (failed["origin"], failed["cause"]) == ("office", "retest")
    asked = [(one["type"].split(".")[2], one["data"]["complaint_id"]) for one in told(office, "testing.retest.")]
    assert asked == [(what, id) for what in ("opened", "scheduled", "examined")]


def again_by(office: Service, order: Order, by: Actor) -> None:
    """The order is booked and its instrument rejected once more."""
    day = published()
    booked(order, day)
    begun(day)
    approved(Order.find(order.id), bad(order), by=by)


def test_a_complaint_about_a_failed_retest_keeps_out_whoever_rejected_it_first(office: Service):
    first = examined(office, failing=True)
    again_by(office, Order.get(Order.cause == "retest"), SECOND)

    id, _ = retest(office, first.instrument_id)

    assert Order.get(Order.complaint_id == id).other_than == ["K1", "P1", "P2"]


def test_another_complaint_about_what_a_complaint_had_tested_keeps_out_both_verifiers(office: Service):
    first = examined(office)
    id, _ = retest(office, first.instrument_id)
    again_by(office, Order.get(Order.complaint_id == id), SECOND)

    other, _ = retest(office, first.instrument_id)

    asked = Order.get(Order.complaint_id == other)
    assert asked.other_than == ["K1", "P1", "P2"]
    assert asked.kept_from.count("|") == 3  # it is there for neither of them


def test_a_case_may_ask_again_after_its_order_was_cancelled(office: Service):
    first = examined(office)
    id, _ = retest(office, first.instrument_id)
    bookings.cancel(HEAD, Order.get(Order.complaint_id == id).id, 1, "beyond_repair")

    facts = {"complaint_id": id, "instrument_id": first.instrument_id, "reason_code": "doubt", "other_than": []}
    assert heard(office, RETEST, id, facts) is Outcome.DONE

    assert [one.state for one in Order.select().where(Order.complaint_id == id).order_by(Order.id)] == [
        "cancelled",
        "waiting",
    ]


def test_nor_by_the_verifier_who_approved_the_disputed_test(office: Service):
    [order] = ready(office)
    record = submitted(order)
    approvals.approve(SECOND, record.id, record.version)
    id, _ = retest(office, order.instrument_id)
    again = Order.get(Order.complaint_id == id)
    booked(again, day := published())
    begun(day)

    assert again.other_than == ["P1", "P2"]
    with pytest.raises(NotFound):
        examination_records.record(SECOND, again.id, readings=good(again), **SUBMIT_WITH)


def test_a_head_who_approved_it_tests_it_no_more_and_still_approves(office: Service):
    id, _ = retest(office, examined(office).instrument_id)
    again = Order.get(Order.complaint_id == id)
    booked(again, day := published())
    begun(day)

    with pytest.raises(Forbidden, match="other-verifier-needed"):
        examination_records.record(HEAD, again.id, readings=good(again), **SUBMIT_WITH)
    approved(Order.find(again.id), by=THIRD)
    kept = told(office, "examination.handled")[-1]["data"]
    assert (kept["hands"], kept["kept_from"], kept["kept"]) == (["dev-verifier-3"], ["dev-verifier"], True)


def test_a_retest_of_an_unknown_instrument_waits_for_its_letter(office: Service):
    one = item()
    id, outcome = retest(office, one["instrument_id"], "P2")
    assert outcome is Outcome.WAIT

    accepted(office, one)

    assert Order.get(Order.complaint_id == id).other_than == ["P2"]


@pytest.mark.parametrize("spelling", ["P2", "p-2", "P 02", "p.2", "Ｐ２"])
def test_however_his_code_is_spelled_the_verifier_complained_of_does_not_test(office: Service, spelling: str):
    id, _ = retest(office, examined(office).instrument_id, spelling)
    again = Order.get(Order.complaint_id == id)
    day = published()
    booked(again, day)
    begun(day)

    with pytest.raises(NotFound):
        examination_records.record(SECOND, again.id, readings=good(again), **SUBMIT_WITH)


@pytest.mark.parametrize(("roles", "told_whom"), [
    (("verifier",), False), (("verifier", "head"), False), (("applicant",), False), (("front_officer",), True),
    (("auditor",), True), (("admin",), True),
])  # fmt: skip
def test_neither_the_owner_nor_a_verifier_learns_of_whom_somebody_complained(office: Service, caller, roles, told_whom):
    id, _ = retest(office, examined(office).instrument_id, "p-2")
    again = Order.get(Order.complaint_id == id)
    with office.store.transaction():
        again.change(owner_key=Actor("dev-applicant", issuer=ISSUER).owner_key)
    who = caller(office, *roles, sub="dev-verifier-2" if "verifier" in roles else "")

    found = who.get(f"/v1/orders?origin=office&instrument={again.instrument_id}").json["items"]
    if "verifier" in roles:  # whose test it is: for him there is no such order
        assert (found, who.get(f"/v1/orders/{again.id}").status_code) == ([], 404)
        return
    [listed] = found

    assert listed["other_than"] == (["K1", "P1", "p-2"] if told_whom else [])
    assert who.get(f"/v1/orders/{again.id}").json["other_than"] == listed["other_than"]
