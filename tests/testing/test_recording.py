"""Records of readings, seen in rows and in what is told: who may, what is missing, what a paper will hold."""

from datetime import date, timedelta

import pytest

from services.testing.storage import Examination, Order, Standard, Verifier
from services.testing.storage.software import identity
from services.testing.usecases import approvals, bookings, examination_records, registry
from shared import clock
from shared.errors import Conflict, Forbidden, Invalid
from shared.service import Service
from tests.support import MONDAY, told
from tests.testing.builders import (
    FIRST,
    HEAD,
    OFFICER,
    SECOND,
    SUBMIT_WITH,
    accepted,
    approved,
    bad,
    change_verifier,
    good,
    item,
    mark,
    ready,
    recorded,
    submitted,
)  # fmt: skip
from tests.testing.sheets import ruled


def test_an_approved_pass_is_told_with_everything_a_paper_needs(office: Service):
    [order] = ready(office)

    examination = approved(order)

    event = told(office, "examination.passed")[0]["data"]
    assert (event["verifier_code"], event["approved_by_code"], event["version"]) == ("P1", "K1", 1)
    assert event["units"] == [{"unit": "1", "verdict": "valid", "reasons": []}]
    assert event["software"] == {**identity().as_json(), "short": identity().short}
    assert event["explanation"]["id"][-1] == "Putusan: SAH; unit sah: 1; unit batal: –."
    assert (examination.state, Order.find(order.id).state, event["retest_until"]) == ("approved", "examined", None)


@pytest.mark.parametrize(("basis", "lot"), [("voluntary", ""), ("sampling", "L-7"), ("after_repair", "")])
def test_why_it_was_tested_is_told_with_the_rule_of_its_limits(office: Service, basis: str, lot: str):
    [order] = ready(office, item(basis=basis, lot=lot))

    approved(order)

    event = told(office, "examination.passed")[0]["data"]
    assert (event["basis"], event["lot"]) == (basis, lot)
    assert {"after_repair": "repair"}.get(basis, basis) in {rule["name"] for rule in event["decision_rules"]}


def test_an_adjustment_in_the_visit_counts_as_a_repair(office: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(examination_records, "tables_on", lambda _day: ruled(repair="initial"))
    [order] = ready(office, item(verification="subsequent"))
    made = recorded(order)
    before = Examination.find(made.id).result["rules"]

    examination_records.amend(FIRST, made.id, made.version, adjustment=True)

    after = Examination.find(made.id).result
    assert [[rule["name"] for rule in rules] for rules in (before, after["rules"])] == [
        ["conformity"],
        ["conformity", "repair"],
    ]
    [test] = [one for one in after["units"][0]["tests"] if one["test"] == "correctness"]
    assert {point["mpe"] for point in test["points"]} == {"0.005", "0.01", "0.015"}  # R 76-1 Table 6, first column


def test_nothing_is_told_before_a_second_person_approves(office: Service):
    [order] = ready(office)

    examination = submitted(order)

    assert told(office, "examination") == []
    with pytest.raises(Forbidden, match="four-eyes"):
        approvals.approve(FIRST, examination.id, examination.version)
    assert approvals.approve(SECOND, examination.id, examination.version).approved_by_code == "P2"


def test_an_instrument_passes_for_its_valid_units_only(office: Service):
    [order] = ready(office, item(units=("kiri", "kanan")))

    approved(order, bad(order, "kanan"))

    event = told(office, "examination.passed")[0]["data"]
    assert {one["unit"]: (one["verdict"], one["reasons"]) for one in event["units"]} == {
        "kiri": ("valid", []),
        "kanan": ("rejected", ["repeatability"]),
    }
    assert told(office, "order.opened")[1:] == []


def test_an_incomplete_record_names_the_test_and_the_standard(office: Service):
    [order] = ready(office)
    readings = good(order)
    del readings[0]["tests"]["zero"]
    Standard.update(valid_until=date(2026, 11, 22)).where(Standard.code == "AT-M1").execute()

    examination = recorded(order, readings)

    assert examination.verdict == "incomplete"
    with pytest.raises(Conflict, match="examination-incomplete") as refusal:
        examination_records.submit(FIRST, examination.id, examination.version)
    assert refusal.value.facts["missing"] == "AT-M1, zero"


def test_a_record_belongs_to_its_verifier_until_it_is_handed_in(office: Service):
    [order] = ready(office)
    examination = recorded(order, [])

    with pytest.raises(Forbidden, match="not-your-examination"):
        examination_records.amend(SECOND, examination.id, examination.version, readings=good(order))
    facts = {"readings": good(order), "marks": [mark()]}
    examination = examination_records.amend(FIRST, examination.id, examination.version, **facts)
    examination_records.submit(FIRST, examination.id, examination.version)

    with pytest.raises(Conflict, match="not-editable"):
        examination_records.amend(FIRST, examination.id, Examination.find(examination.id).version, adjustment=True)


def test_a_verifier_whose_appointment_has_ended_examines_nothing(office: Service):
    [order] = ready(office)
    own = Verifier.of(FIRST.sub)
    change_verifier(HEAD, own.id, own.version, appointed_until=date(2026, 11, 22))

    with pytest.raises(Forbidden, match="not-appointed"):
        recorded(order)


def test_an_instrument_is_recorded_once_for_each_booking(office: Service):
    [order] = ready(office)
    known = recorded(order)

    with pytest.raises(Conflict, match="already-recorded") as refusal:
        recorded(order, by=SECOND)
    assert refusal.value.errors == [{"pointer": f"/examinations/{known.id}", "code": "recorded"}]


def test_what_is_being_tested_is_not_missing(office: Service):
    [order] = ready(office)
    known = recorded(order)

    with pytest.raises(Conflict, match="not-missing") as refusal:
        bookings.miss(OFFICER, order.id, Order.find(order.id).version)
    assert refusal.value.errors[0]["pointer"] == f"/examinations/{known.id}"


def test_a_record_of_a_booking_that_fell_away_is_kept_but_never_handed_in(office: Service):
    [order] = ready(office)
    examination = recorded(order)
    assert examination.next == ["submit"]
    bookings.release(OFFICER, order.id, Order.find(order.id).version, "no_power")
    assert Examination.find(examination.id).next == []

    with pytest.raises(Conflict, match="booking-over"):
        examination_records.submit(FIRST, examination.id, examination.version)


def test_a_record_of_more_numbers_than_an_event_can_carry_is_refused(office: Service):
    [order] = ready(office, item(units=tuple(map(str, range(1, 31)))))

    with pytest.raises(Invalid, match="record-too-large"):
        examination_records.record(FIRST, order.id, readings=good(order), **SUBMIT_WITH)


def test_a_broken_mark_is_told_without_a_name(office: Service):
    [order] = accepted(office)

    registry.report_broken_mark(FIRST, order.instrument_id, "jaminan")

    event = told(office, "mark.broken")[0]["data"]
    assert event == {"instrument_id": order.instrument_id, "mark": "jaminan", "found_on": "2026-11-23", "by": "P1"}


def test_the_record_of_a_booking_is_the_version_that_stands_not_its_correction(office: Service):
    [order] = ready(office)
    old = approved(order)
    examination_records.correct(SECOND, old.id, old.version, "Salah catat")

    assert Examination.living(Order.find(order.id)).id == old.id


def test_a_mark_of_a_strange_unit_or_of_another_year_is_refused_wherever_it_is_written(office: Service):
    [order] = ready(office)
    wrong = [mark(), {**mark("2"), "year": 2025}, {**mark(), "year": 2027}]
    where = [("/marks/1/unit", "unit-not-expected"), ("/marks/1/year", "other-year"), ("/marks/2/year", "other-year")]

    with pytest.raises(Invalid, match="marks-faulty") as refusal:
        recorded(order, marks=wrong)
    assert [(row["pointer"], row["code"]) for row in refusal.value.errors] == where

    row = recorded(order)
    with pytest.raises(Invalid, match="marks-faulty"):
        examination_records.amend(FIRST, row.id, row.version, marks=wrong)
    row = examination_records.submit(FIRST, row.id, row.version)
    row = approvals.approve(HEAD, row.id, row.version)
    with pytest.raises(Invalid, match="marks-faulty"):
        examination_records.correct(FIRST, row.id, row.version, "Tanda", marks=wrong)
    with clock.frozen_at(MONDAY + timedelta(days=60)):  # a mark that a correction changes is of the year of that
        new = examination_records.correct(FIRST, row.id, row.version, "Tanda", marks=[{**mark(), "year": 2027}])
    assert new.lacking == []


def test_each_judged_unit_carries_the_mark_of_its_verdict_before_the_record_is_handed_in(office: Service):
    [order] = ready(office, item(units=("kiri", "kanan", "tengah")))
    guard = {**mark("kiri", "jaminan"), "code": "JP8"}
    row = recorded(order, bad(order, "kanan"), marks=[mark("kiri", "batal"), guard, mark("kanan")])

    with pytest.raises(Conflict, match="examination-incomplete") as refusal:
        examination_records.submit(FIRST, row.id, row.version)
    assert refusal.value.facts["missing"] == "marks"
    assert [(one["pointer"], one["for_unit"], one["code"]) for one in refusal.value.errors] == [
        ("/marks/0/mark", "kiri", "mark-against-verdict"),
        ("/marks/2/mark", "kanan", "mark-against-verdict"),
        ("/marks", "tengah", "mark-missing"),
    ]

    marks = [mark("kiri"), guard, mark("kanan", "batal"), mark("tengah")]
    row = examination_records.amend(FIRST, row.id, row.version, marks=marks)
    assert examination_records.submit(FIRST, row.id, row.version).lacking == []


@pytest.mark.parametrize(("basis", "asked"), [("after_repair", True), ("voluntary", False), ("sampling", False)])
def test_what_no_law_asks_for_may_go_without_a_mark_but_not_with_a_wrong_one(office: Service, basis: str, asked: bool):
    [order] = ready(office, item(basis=basis))
    row = recorded(order, marks=[])
    assert [gap["code"] for gap in row.lacking] == ["mark-missing"] * asked

    row = examination_records.amend(FIRST, row.id, row.version, marks=[mark("1", "batal")])
    assert [gap["code"] for gap in row.lacking] == ["mark-against-verdict"]
