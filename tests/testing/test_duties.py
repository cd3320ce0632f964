"""Small offices: who may stand in for the head, who keeps away from what, and what is noted before a test."""

from collections.abc import Callable
from datetime import date

import pytest

from services.testing.storage import Order, Standard
from services.testing.usecases import (
    approvals,
    delegations,
    departures,
    duties,
    examination_records,
    receipt_anomalies,
    standard_checks,
)
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid
from shared.ids import uuid7
from shared.service import Service
from tests import paperwork
from tests.support import Caller
from tests.testing.builders import FIRST, HEAD, SECOND, accepted, approved, bad, item, mark, ready, recorded, submitted

DEPUTY = Actor("dev-deputy", "Sekretaris", roles=frozenset({"front_officer"}))
ADMIN = Actor("dev-admin", "Pengelola", roles=frozenset({"admin"}))
TO_VALID = [{"unit": "1", "verdict": "valid"}]
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
DECREE = {"subject": "dev-deputy", "capacity": "daily_acting", "name": "Nurhayati, S.E.", "decree": "SK 800/12/2026"}
DECREE |= {"decree_on": MONDAY}


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


def delegated(**facts):
    """Entered by the administrator, confirmed by the head."""
    row = delegations.enter(ADMIN, **facts)
    return delegations.confirm(HEAD, row.id, row.version)


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [(MONDAY, MONDAY, True), (date(2026, 11, 1), MONDAY, True), (TUESDAY, TUESDAY, False), (MONDAY, None, True)],
)
def test_a_delegate_approves_on_the_days_of_the_decree_and_on_no_other(office: Service, first, last, may: bool):
    [order] = ready(office)
    row = submitted(order)
    delegated(first_day=first, last_day=last or date(2027, 1, 1), **DECREE)

    if may:
        done = approvals.approve(DEPUTY, row.id, row.version)
        assert (done.approved_by_code, done.approved_under["decree"]) == ("head", "SK 800/12/2026")
    else:
        with pytest.raises(Forbidden, match="no-verifier"):
            approvals.approve(DEPUTY, row.id, row.version)


def test_a_delegate_confirms_what_only_the_head_may_and_the_sheet_names_decree_and_person(office, people, tmp_path):
    delegated(first_day=MONDAY, last_day=TUESDAY, **DECREE)
    [order] = ready(office)
    row = recorded(order, bad(order), marks=[mark()])
    row = departures.depart(
        FIRST, row.id, row.version, [{"unit": "1", "verdict": "valid"}], "Beban di luar daerah pakai"
    )
    row = examination_records.submit(FIRST, row.id, row.version)

    [done] = approvals.approve_session(DEPUTY, row.session_id, [])

    assert done.state == "approved"
    shown = paperwork.text(people("head").get(f"/v1/examinations/{done.id}/sheet").data, tmp_path)
    assert "Nurhayati, S.E." in shown
    assert "SK 800/12/2026" in shown


def test_a_batch_without_names_leaves_to_the_head_what_only_the_head_may_approve(office: Service):
    plain, departed = ready(office, item(), item())
    row = submitted(plain)
    other = recorded(departed, bad(departed), marks=[mark()])
    other = departures.depart(FIRST, other.id, other.version, TO_VALID, "Beban di luar daerah pakai")
    examination_records.submit(FIRST, other.id, other.version)

    done = approvals.approve_session(SECOND, row.session_id, [])

    assert [one.id for one in done] == [row.id]
    assert [one.id for one in approvals.approve_session(HEAD, row.session_id, [])] == [other.id]


def test_sending_back_needs_the_same_standing_as_approving(office: Service):
    [order] = ready(office)
    row = submitted(order)

    with pytest.raises(Forbidden, match="no-verifier"):
        approvals.send_back(DEPUTY, row.id, row.version, "Periksa lagi")


@pytest.mark.parametrize("tie", ["party_id", "instrument_id"])
def test_whoever_declared_an_interest_neither_tests_nor_approves(office: Service, tie: str):
    first, second = ready(office, item(), item())
    waiting = submitted(first, by=SECOND)
    for order in (first, second):
        duties.declare(FIRST, relation="repairs", first_day=MONDAY, **{tie: getattr(order, tie)})

    with pytest.raises(Forbidden, match="conflict-of-interest"):
        recorded(second)
    with pytest.raises(Forbidden, match="conflict-of-interest"):
        approvals.approve(FIRST, waiting.id, waiting.version)
    assert submitted(second, by=SECOND).verifier_code == "P2"


def test_an_interest_concerns_its_days_and_its_thing_only(office: Service):
    first, second = ready(office, item(), item())
    over = duties.declare(FIRST, relation="owns", first_day=date(2026, 1, 1), party_id=first.party_id)
    over = duties.end(HEAD, over.id, over.version, date(2026, 11, 22))
    duties.confirm(ADMIN, over.id, over.version)
    duties.declare(FIRST, relation="owns", first_day=MONDAY, party_id=uuid7())

    assert approved(first).verifier_code == "P1"
    assert recorded(second).verifier_code == "P1"


def test_a_batch_leaves_out_what_the_caller_is_tied_to_and_names_it_when_it_was_named(office: Service):
    tied, free = ready(office, item(party_id=uuid7()), item(party_id=uuid7()))
    row, other = submitted(tied), submitted(free)
    duties.declare(SECOND, relation="kin", first_day=MONDAY, party_id=tied.party_id)

    with pytest.raises(Forbidden, match="conflict-of-interest") as refusal:
        approvals.approve_session(SECOND, row.session_id, [other.id, row.id])
    place = {"pointer": "/examination_ids/1", "code": "conflict-of-interest", "relation": "kin"}
    assert refusal.value.errors == [place]
    assert [one.id for one in approvals.approve_session(SECOND, row.session_id, [])] == [other.id]


def test_interests_over_http_are_declared_by_oneself_or_by_who_keeps_the_list(people):
    fact = {"relation": "kin", "party_id": uuid7(), "first_day": "2026-11-23", "note": "Ipar pemilik"}
    made = people("verifier").post("/v1/interests", fact)
    assert (made.status_code, made.json["subject"], made.json["note"]) == (201, "dev-verifier", "Ipar pemilik")

    foreign = {**fact, "subject": "dev-verifier-2"}
    assert people("verifier").post("/v1/interests", foreign).json["code"] == "not-your-interest"
    assert people("head").post("/v1/interests", foreign).status_code == 201
    assert (
        people("head").post("/v1/interests", {**fact, "instrument_id": uuid7()}).json["code"] == "interest-in-one-thing"
    )
    assert (
        people("head").post("/v1/interests", {**fact, "last_day": "2026-11-22"}).json["code"] == "ends-before-it-begins"
    )
    assert [one["subject"] for one in people("verifier").get("/v1/interests").json["items"]] == ["dev-verifier"]
    assert len(people("auditor").get("/v1/interests").json["items"]) == 2
    ended = people("head").send("PATCH", f"/v1/interests/{made.json['id']}", {"last_day": "2026-12-31"}, match=made)
    done = people("admin").post(f"/v1/interests/{made.json['id']}/confirmation", match=ended)
    assert (ended.json["last_day"], done.json["last_day"]) == (None, "2026-12-31")


def test_delegations_over_http_have_decree_and_days_and_can_be_ended(people):
    facts = {**DECREE, "decree_on": "2026-11-20", "first_day": "2026-11-23", "last_day": "2026-12-31"}
    made = people("admin").post("/v1/delegations", facts)
    assert (made.status_code, made.json["name"]) == (201, "Nurhayati, S.E.")
    assert people("verifier").post("/v1/delegations", facts).status_code == 403

    url = f"/v1/delegations/{made.json['id']}"
    why = {"reason": "Kepala kembali"}
    head = people("head")
    assert (
        head.send("PATCH", url, {"last_day": "2026-11-21", **why}, match=made).json["code"] == "ends-before-it-begins"
    )
    assert head.send("PATCH", url, {"last_day": "2027-01-01", **why}, match=made).json["code"] == "only-earlier"
    assert head.send("PATCH", url, {"last_day": "2026-11-23"}, match=made).status_code == 422
    assert head.send("PATCH", url, {"last_day": "2026-11-23", **why}, match=made).status_code == 200
    assert people("auditor").get("/v1/delegations?subject=dev-deputy").json["items"][0]["last_day"] == "2026-11-23"


def test_an_anomaly_is_noted_before_the_test_and_printed_with_it(office: Service, people, tmp_path):
    [order] = ready(office)
    desk = people("front_officer")
    noted = desk.post(
        f"/v1/orders/{order.id}/anomalies", {"note": "Segel putus saat datang"}, Order.find(order.id).__data__
    )
    assert (noted.status_code, noted.json["anomalies"][0]["by"]) == (200, "")  # owners read it too: no names
    row = recorded(Order.find(order.id))

    shown = paperwork.text(people("verifier").get(f"/v1/examinations/{row.id}/sheet").data, tmp_path)
    assert "Segel putus saat datang" in shown
    with pytest.raises(Conflict, match="testing-begun"):
        receipt_anomalies.note(FIRST, order.id, Order.find(order.id).version, "Terlambat")


def test_an_order_holds_twenty_anomalies_and_no_more(office: Service, people):
    [order] = ready(office)
    desk, url = people("front_officer"), f"/v1/orders/{order.id}/anomalies"
    for number in range(20):
        assert desk.post(url, {"note": f"Gores {number}"}, Order.find(order.id).__data__).status_code == 200

    refused = desk.post(url, {"note": "Satu lagi"}, Order.find(order.id).__data__)

    assert (refused.status_code, refused.json["code"]) == (409, "too-many-anomalies")
    assert len(Order.find(order.id).anomalies) == 20


def test_a_standard_found_damaged_is_withdrawn_as_of_its_last_good_check(office: Service, people):
    [order] = ready(office)
    row = submitted(order)
    standard = Standard.get(Standard.code == "AT-M1")
    sound = standard_checks.check(FIRST, standard.id, standard.version, True, "Utuh setelah perjalanan")
    assert str(sound.checked_on) == "2026-11-23"

    body = {"sound": False, "note": "Jatuh, gompal"}
    answer = people("verifier").post(f"/v1/standards/{standard.id}/checks", body, sound.__data__)

    assert (answer.json["withdrawn_from"], answer.json["withdrawn_reason"]) == ("2026-11-23", "Jatuh, gompal")
    touched = people("head").get(f"/v1/standards/{standard.id}/affected").json["examinations"]
    assert [one["examination_id"] for one in touched] == [row.id]
    with pytest.raises(Conflict, match="standard-withdrawn"):
        approvals.approve(HEAD, row.id, row.version)


def test_an_end_before_the_beginning_is_refused(office: Service):
    with pytest.raises(Invalid, match="ends-before-it-begins"):
        delegations.enter(ADMIN, first_day=TUESDAY, last_day=MONDAY, **DECREE)


def test_an_owner_reads_what_happened_to_his_order_without_names_of_officers(office: Service, caller, issuer):
    mine = Actor("dev-applicant", issuer=issuer.name).owner_key
    [order] = accepted(office, owner_key=mine)
    by = Actor("dev-verifier", "Ahmad Fauzi", roles=frozenset({"verifier"}))
    receipt_anomalies.note(by, order.id, order.version, "Segel putus")

    seen = caller(office, "applicant").get(f"/v1/orders/{order.id}")
    lines = caller(office, "applicant").get(f"/v1/orders/{order.id}/history")

    assert seen.json["anomalies"][0]["by"] == "P1"
    assert "Ahmad" not in seen.text + lines.text
    assert "Ahmad Fauzi" in caller(office, "auditor").get(f"/v1/orders/{order.id}/history").text


PLATE = {"class": "III", "max": "30", "min": "0.2", "e": "0.01", "unit": "kg"}


@pytest.mark.parametrize(
    ("kind", "plate", "said"),
    [
        ("tbo_elektronik", {**PLATE, "max": "500", "min": "0.1"}, "/parameters/max (n-too-large)"),
        ("tbo_elektronik", {**PLATE, "max": "NaN"}, "/parameters/max (not-a-number)"),
        ("tbo_elektronik", {}, "/parameters/class (class-unknown)"),
        ("anak_timbangan", {"class": "M1", "nominal": "30,5", "unit": "kg"}, "/parameters/nominal (not-a-number)"),
        ("tbo_elektronik", PLATE, ""),
    ],
)
def test_a_plate_that_no_table_covers_is_noted_when_the_order_is_opened(
    office: Service, kind: str, plate: dict, said: str
):
    [order] = accepted(office, item(kind, parameters=plate))

    notes = [one["note"] for one in order.anomalies or []]
    assert len(notes) == bool(said)
    assert all(said in note for note in notes)


def test_what_is_wrong_with_the_plate_is_told_as_a_fault_of_the_order(office: Service, people):
    [order] = ready(office, item(parameters={**PLATE, "class": "IX"}))

    begun = people("verifier").post("/v1/examinations", {"order_id": order.id})
    sheet = people("verifier").get(f"/v1/orders/{order.id}/observation-sheet")

    for answer in (begun, sheet):
        assert (answer.status_code, answer.json["code"]) == (422, "class-unknown")
        assert [one["pointer"] for one in answer.json["errors"]] == ["/order/parameters/class"]
