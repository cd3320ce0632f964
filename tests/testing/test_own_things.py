"""Nobody tests, approves or books for the office what is his own, and nobody approves his own work."""

from collections.abc import Callable
from typing import Any

import pytest

from services.testing.storage import Doubt, Examination, Order
from services.testing.usecases import approvals, doubts, examination_records
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden
from shared.ids import uuid7
from shared.service import Service
from tests.support import ISSUER
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    SUBMIT_WITH,
    accepted,
    approved,
    bad,
    begun,
    booked,
    good,
    heard,
    item,
    published,
    ready,
    running,
    submitted,
)  # fmt: skip

DUAL = Actor(FIRST.sub, "Ahmad Fauzi", ISSUER, frozenset({"verifier", "head"}))


def account(sub: str, *roles: str) -> Actor:
    return Actor(sub, "Siti", ISSUER, frozenset(roles))


@pytest.fixture
def siti(office: Service, caller: Callable) -> Callable:
    return lambda *roles: caller(office, *roles, sub="acc-siti")


MINE = account("acc-siti").owner_key
OTHERS = account("acc-budi").owner_key


@pytest.mark.parametrize("other", ["auditor", "verifier", "complaint_officer", "admin"])
def test_a_second_role_does_not_carry_an_applicant_to_a_strangers_order(office: Service, siti, other: str):
    day, later = published(), published()
    order = booked(accepted(office, owner_key=OTHERS)[0], day)

    for move in ("booking", "rescheduling", "acceptance"):
        answer = siti("applicant", other).post(
            f"/v1/orders/{order.id}/{move}", {"session_id": later.id}, order.__data__
        )
        assert answer.status_code == 404, move
    assert Order.find(order.id).session_id == day.id


@pytest.mark.parametrize("roles", [("applicant",), ("applicant", "auditor"), ("applicant", "front_officer")])
def test_an_applicant_books_himself_into_no_session_that_runs(office: Service, siti, roles: tuple[str, ...]):
    [order] = accepted(office, owner_key=MINE, channel="walk_in")
    runs, free = running(), published()

    refused = siti(*roles).post(f"/v1/orders/{order.id}/booking", {"session_id": runs.id}, order.__data__)
    assert (refused.status_code, refused.json["code"]) == (409, "session-not-bookable")
    taken = siti(*roles).post(f"/v1/orders/{order.id}/booking", {"session_id": free.id}, order.__data__)
    assert taken.json["state"] == "scheduled"


def test_a_retest_joins_a_running_session_by_the_hand_of_an_officer(office: Service, siti):
    day = published()
    order = booked(accepted(office, owner_key=MINE)[0], day)
    runs = running()
    first = submitted(_begun(order, day), bad(order))
    approvals.approve(HEAD, first.id, first.version)
    retest = Order.get(Order.retest_of == first.id)

    refused = siti("applicant").post(f"/v1/orders/{retest.id}/booking", {"session_id": runs.id}, retest.__data__)
    assert refused.json["code"] == "session-not-bookable"
    assert booked(retest, runs).state == "scheduled"


def _begun(order: Order, day: Any) -> Order:
    begun(day)
    return Order.find(order.id)


@pytest.mark.parametrize("move", ["offer", "missing", "release", "cancellation", "anomalies"])
def test_no_officer_acts_for_the_office_on_an_order_of_his_own(office: Service, siti, move: str):
    day = published()
    [order] = accepted(office, owner_key=MINE)
    said = {"offer": {"session_id": day.id}, "missing": {}, "anomalies": {"note": "x"}}.get(move, {"reason_code": "x"})

    answer = siti("applicant", "front_officer").post(f"/v1/orders/{order.id}/{move}", said, order.__data__)
    assert (answer.status_code, answer.json["code"]) == (403, "own-thing")


def test_a_verifier_tests_nothing_of_his_own(office: Service):
    day = published()
    order = booked(accepted(office, owner_key=DUAL.owner_key)[0], day)
    order = _begun(order, day)

    with pytest.raises(Forbidden, match="conflict-of-interest"):
        examination_records.record(DUAL, order.id, readings=good(order), **SUBMIT_WITH)


NAMESAKES = ["AHMAD  FAUZI, A.Md.", "Ahmad Fauzi"]


def _named(office: Service, name: str) -> list[Order]:
    """An order of a letter that was written at the counter for somebody of this name."""
    party = {"party_id": uuid7(), "name": name, "business": None, "address": "Sekayu"}
    heard(office, "intake.party.changed.v1", party["party_id"], party)
    return accepted(office, item(party_id=party["party_id"]), owner_key="")


@pytest.mark.parametrize("named", NAMESAKES)
@pytest.mark.parametrize("token", ["Ahmad Fauzi", ""])
def test_nor_what_a_letter_of_the_counter_names_as_his(office: Service, caller, named: str, token: str):
    day = published()
    order = booked(_named(office, named)[0], day)
    order = _begun(order, day)
    me = Actor(FIRST.sub, token, ISSUER, frozenset({"verifier"}))

    with pytest.raises(Forbidden, match="conflict-of-interest"):
        examination_records.record(me, order.id, readings=good(order), **SUBMIT_WITH)
    record = submitted(order, by=SECOND)
    with pytest.raises(Forbidden, match="conflict-of-interest"):
        approvals.approve(me, record.id, record.version)
    desk = caller(office, "verifier", name=token, sub=FIRST.sub)
    answer = desk.post(f"/v1/orders/{order.id}/missing", {}, Order.find(order.id).__data__)
    assert (answer.status_code, answer.json["code"]) == (403, "own-thing")


def test_a_head_approves_nothing_of_his_own(office: Service):
    owner = account("dev-head", "applicant", "head")
    day = published()
    order = booked(accepted(office, owner_key=owner.owner_key)[0], day)
    record = submitted(_begun(order, day))

    for act in (approvals.approve, lambda by, id, match: approvals.send_back(by, id, match, "x")):
        with pytest.raises(Forbidden, match="conflict-of-interest"):
            act(owner, record.id, record.version)
    assert approvals.approve_session(owner, day.id, []) == []


def test_who_tested_approves_his_own_record_in_no_other_role(office: Service):
    [order] = ready(office)
    record = submitted(order, by=DUAL)

    for act in (approvals.approve, lambda by, id, match: approvals.send_back(by, id, match, "x")):
        with pytest.raises(Forbidden, match="four-eyes"):
            act(DUAL, record.id, record.version)
    assert approvals.approve_session(DUAL, record.session_id, []) == []
    with pytest.raises(Forbidden, match="four-eyes"):
        approvals.approve_session(DUAL, record.session_id, [record.id])


def test_who_tested_confirms_no_doubt_of_his_own_test(office: Service):
    [order] = ready(office)
    record = approved(order)
    why = {"cause": "standard_withdrawn", "code": "AT-M1", "since": record.tested_on, "reason_code": "x"}
    doubt = Doubt.create(examination_id=record.id, **why)

    with pytest.raises(Forbidden, match="four-eyes"):
        doubts.confirm(DUAL, doubt.id, doubt.version, "x")
    assert doubts.confirm(HEAD, doubt.id, doubt.version, "x").state == "confirmed"


@pytest.mark.parametrize("withdrawn_from", [None, "2026-12-24"])
def test_nor_ends_it_by_taking_back_what_raised_it(office: Service, caller, withdrawn_from: str | None):
    approved(ready(office)[0])
    desk, me = caller(office, "admin"), caller(office, "verifier", "admin", sub=FIRST.sub)
    [row] = [one for one in desk.get("/v1/standards?limit=100").json["items"] if one["code"] == "AT-M1"]
    at, why = f"/v1/standards/{row['id']}", {"withdrawn_code": "found_wrong", "withdrawn_reason": "x"}
    row = desk.send("PATCH", at, {"withdrawn_from": "2026-11-23", **why}, row).json

    answer = me.send("PATCH", at, {"withdrawn_from": withdrawn_from}, row)

    assert (answer.status_code, answer.json["code"]) == (403, "four-eyes")
    assert Doubt.get().state == "open"
    back = desk.send("PATCH", at, {"withdrawn_from": None}, row)
    assert caller(office, "head").post(f"{at}/confirmation", match=back).status_code == 200
    assert Doubt.get().state == "taken_back"


def test_a_record_is_read_by_its_owner_once_it_is_approved_whatever_other_doors_his_roles_open(office: Service, siti):
    day = published()
    order = booked(accepted(office, owner_key=MINE)[0], day)
    record = submitted(_begun(order, day))

    assert siti("applicant", "subscriber").get(f"/v1/examinations/{record.id}").status_code == 404
    approvals.approve(HEAD, record.id, Examination.find(record.id).version)
    assert siti("applicant", "subscriber").get(f"/v1/examinations/{record.id}").status_code == 200


def test_a_session_takes_a_conflict_for_a_conflict(office: Service):
    """A walk-in is an officer's word; what an applicant wrote into an older draft opens nothing by itself."""
    [order] = accepted(office, channel="walk_in", owner_key=OTHERS)
    runs = running()

    with pytest.raises(Conflict, match="session-not-bookable"):
        booked(order, runs, account("acc-budi", "applicant"))
    assert booked(order, runs).state == "scheduled"
