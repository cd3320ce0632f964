"""A device that was offline: twice, late, out of order, in any batches; the record is the same in the end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.testing.domain.record import field_entries
from services.testing.storage import Examination, FieldEntry, Order, Session
from services.testing.usecases import approvals, bookings, duties, examination_records, field_capture
from shared import clock
from shared.ids import uuid7
from shared.service import Service
from tests.support import MONDAY, Caller
from tests.testing.builders import (
    FIRST,
    HEAD,
    SECOND,
    accepted,
    begun,
    booked,
    good,
    item,
    published,
    ready,
    recorded,
)

AIR = {"temperature": "28.5", "humidity": "70"}
MARK = {"mark": "sah", "code": "SP6", "position": "lemping", "unit": "1", "year": 2026}


def entry(order: Order, minute: int, **parts: Any) -> dict[str, Any]:
    return {"id": uuid7(), "order_id": order.id, "taken_at": MONDAY - timedelta(minutes=60 - minute), **parts}


def written(order: Order) -> list[dict[str, Any]]:
    """A whole test as a device keeps it: one entry per test, a slip that was mended, and a last one that counts."""
    tests = good(order)[0]["tests"]
    parts = [{"readings": [{"unit": "1", "tests": {code: record}}]} for code, record in tests.items()]
    slip = {**tests["zero"], "readings": [{"load": "0", "indication": "0.02"}]}
    parts = [{"readings": [{"unit": "1", "tests": {"zero": slip}}]}, *parts]
    parts += [{"environment": AIR}, {"standards": ["AT-M1"], "adjustment": True}, {"marks": [MARK]}]
    told = [entry(order, minute, **part) for minute, part in enumerate(parts)]
    return [*told, entry(order, len(told), complete=len(told) + 1)]


def outcome(order: Order) -> tuple[Any, ...]:
    row = Examination.get(Examination.order == order.id)
    facts = ("state", "tested_on", "readings", "environment", "adjustment", "marks", "verifier_code", "revision")
    return (*(getattr(row, name) for name in facts), row.verdict, row.result, [one["code"] for one in row.standards])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_order_of_arrival_in_any_batches_with_repeats_ends_the_same(office: Service, data: Any):
    [order] = ready(office, item())
    entries = written(order)
    expected = field_entries.folded([{**one, "taken_at": str(one["taken_at"])} for one in entries])
    arriving = data.draw(st.permutations(entries)) + data.draw(st.lists(st.sampled_from(entries), max_size=6))

    while arriving:
        size = data.draw(st.integers(1, len(arriving)))
        batch, arriving = arriving[:size], arriving[size:]
        field_capture.receive(FIRST, batch, device="tablet-1")

    state, tested_on, readings, *_, verdict, _, standards = outcome(order)
    assert (state, str(tested_on), verdict, standards) == ("submitted", "2026-11-23", "valid", ["AT-M1"])
    assert readings == expected["readings"]
    assert Order.find(order.id).state == "examined"
    assert len(FieldEntry.of(Order.find(order.id), FIRST.sub)) == len(entries)


@given(data=st.data())
def test_putting_entries_together_does_not_depend_on_their_order(data: Any):
    codes, units = st.sampled_from(["zero", "tare", "visual"]), st.sampled_from(["1", "2"])
    word = st.fixed_dictionaries({"unit": units, "tests": st.dictionaries(codes, st.integers().map(str), min_size=1)})
    bodies = st.fixed_dictionaries({"taken_at": st.integers(0, 5).map(str), "readings": st.lists(word, max_size=2)})
    entries = [{**body, "id": str(at)} for at, body in enumerate(data.draw(st.lists(bodies, max_size=7)))]

    assert field_entries.folded(data.draw(st.permutations(entries))) == field_entries.folded(entries)


def test_the_record_waits_until_all_entries_have_come_and_then_is_handed_in(office: Service):
    [order] = ready(office)
    *first, last = written(order)

    answer = field_capture.receive(FIRST, [last, *first[:-1]])
    assert (answer["records"][0]["state"], answer["records"][0]["verdict"]) == ("recorded", "valid")

    answer = field_capture.receive(FIRST, first)
    assert (answer["records"][0]["state"], answer["records"][0]["code"]) == ("submitted", "")
    assert [one["status"] for one in answer["entries"]] == ["known"] * (len(first) - 1) + ["kept"]
    assert approvals.approve(HEAD, answer["records"][0]["examination_id"], _version(order)).state == "approved"


def _version(order: Order) -> int:
    return Examination.get(Examination.order == order.id).version


def test_readings_that_name_a_standard_that_has_not_come_yet_are_kept_and_judged_when_it_has(office: Service):
    [order] = ready(office)
    used = {"load": "0", "indication": "0", "used": ["AT-M1"]}
    early = entry(order, 1, readings=[{"unit": "1", "tests": {"zero": {"readings": [used]}}}])

    first = field_capture.receive(FIRST, [early])
    assert (first["entries"][0]["status"], first["records"][0]["code"]) == ("kept", "readings-invalid")
    assert Examination.select().count() == 0

    second = field_capture.receive(FIRST, [entry(order, 2, standards=["AT-M1"])])
    assert (second["records"][0]["code"], second["records"][0]["verdict"]) == ("", "incomplete")


def test_what_comes_after_the_record_was_handed_in_changes_nothing_and_says_so(office: Service):
    [order] = ready(office)
    entries = written(order)
    field_capture.receive(FIRST, entries)
    before = outcome(order)

    again = field_capture.receive(FIRST, entries)
    more = field_capture.receive(FIRST, [entry(order, 50, environment={"temperature": "31"})])

    assert again["records"][0]["code"] == ""
    assert more["records"][0]["code"] == "handed-in-already"
    assert outcome(order) == before


def test_a_late_batch_is_dated_by_its_readings_and_marked_late(office: Service, caller: Callable[..., Caller]):
    [order] = ready(office)
    with clock.frozen_at(MONDAY + timedelta(days=1)):
        field_capture.receive(FIRST, written(order), device="tablet-1")

    row = Examination.get(Examination.order == order.id)
    assert (str(row.tested_on), row.state) == ("2026-11-23", "submitted")
    items = caller(office, "auditor").get(f"/v1/examinations/{row.id}/entries").json["items"]
    assert {(one["late"], one["device"]) for one in items} == {(True, "tablet-1")}
    assert items == sorted(items, key=lambda one: one["taken_at"])


def test_what_was_typed_in_between_counts_from_its_own_time_on(office: Service):
    [order] = ready(office)
    row = recorded(order, good(order), marks=[])
    field_capture.receive(FIRST, [entry(order, 1, environment={"temperature": "25"})])  # before the typing
    assert Examination.find(row.id).environment == AIR

    row = examination_records.amend(FIRST, row.id, Examination.find(row.id).version, environment={"temperature": "30"})
    field_capture.receive(FIRST, [entry(order, 2, marks=[MARK])])

    row = Examination.find(row.id)
    assert (row.environment, row.marks) == ({"temperature": "30"}, [MARK])
    assert row.readings == good(order)


def test_entries_that_cannot_be_are_refused_one_by_one(office: Service):
    [order] = ready(office)
    [unbooked] = accepted(office)
    good_one = entry(order, 1, environment=AIR)
    other_words = {**good_one, "environment": {"temperature": "1"}}
    strange = {**entry(order, 1, environment=AIR), "order_id": uuid7()}
    future = {**entry(order, 1, environment=AIR), "taken_at": MONDAY + timedelta(minutes=11)}
    early = {**entry(order, 1, environment=AIR), "taken_at": MONDAY - timedelta(days=1)}
    idle = entry(unbooked, 1, environment=AIR)

    told = field_capture.receive(FIRST, [good_one, other_words, strange, future, early, idle])["entries"]

    assert [one["code"] for one in told] == [
        *("", "entry-differs", "unknown-order", "from-the-future", "before-session", "order-not-scheduled")
    ]


@pytest.mark.parametrize(
    ("moment", "code"),
    [("9999-12-31T23:59:59Z", "from-the-future"), ("0001-01-01T00:00:00+14:00", "before-session")],
)
def test_an_entry_of_a_broken_clock_is_refused_alone(
    office: Service, caller: Callable[..., Caller], moment: str, code: str
):
    [order] = ready(office)
    good_one = {**entry(order, 1, environment=AIR), "taken_at": clock.rfc3339(MONDAY)}

    answer = caller(office, "verifier").post(
        "/v1/field_batches", {"entries": [good_one, {**good_one, "id": uuid7(), "taken_at": moment}]}
    )

    assert answer.status_code == 201
    assert [(one["status"], one["code"]) for one in answer.json["entries"]] == [("kept", ""), ("refused", code)]


@pytest.mark.parametrize("part", [{"marks": [MARK | {"year": 10**400}]}, {"complete": 10**400}])
def test_a_number_longer_than_any_is_a_fault_of_its_field(
    office: Service, caller: Callable[..., Caller], part: dict[str, Any]
):
    [order] = ready(office)
    told = {**entry(order, 1, **part), "taken_at": clock.rfc3339(MONDAY)}

    answer = caller(office, "verifier").post("/v1/field_batches", {"entries": [told]})

    assert (answer.status_code, [one["code"] for one in answer.json["errors"]]) == (422, ["range"])


def test_a_device_ten_minutes_ahead_is_still_believed(office: Service):
    [order] = ready(office)

    [told] = field_capture.receive(FIRST, [{**entry(order, 1), "taken_at": MONDAY + timedelta(minutes=10)}])["entries"]

    assert told["status"] == "kept"


@pytest.mark.parametrize("cause", ["not-your-examination", "conflict-of-interest", "no-verifier", "session-not-open"])
def test_nothing_is_written_where_something_stands_against_it(office: Service, cause: str):
    day = published()
    [order] = accepted(office)
    order = booked(order, day)
    if cause != "session-not-open":
        begun(day)
    if cause == "not-your-examination":
        recorded(order, [], by=SECOND)
    if cause == "conflict-of-interest":
        duties.declare(FIRST, relation="owns", first_day=day.date, instrument_id=order.instrument_id)
    who = HEAD.__class__("nobody", roles=frozenset({"verifier"})) if cause == "no-verifier" else FIRST

    [record] = field_capture.receive(who, written(Order.find(order.id)))["records"]

    assert record["code"] == cause


def test_a_retest_in_another_session_knows_nothing_of_the_entries_of_the_first_test(office: Service):
    [order] = ready(office)
    field_capture.receive(FIRST, [entry(order, 1, environment=AIR)])
    order = Order.find(order.id)
    bookings.release(HEAD, order.id, order.version, "no_power")
    again = booked(order, published())
    begun(Session.find(again.session_id))

    [record] = field_capture.receive(FIRST, [entry(again, 2, marks=[MARK])])["records"]

    row = Examination.find(record["examination_id"])
    assert (row.marks, row.environment) == ([MARK], {})


def test_over_http_a_batch_is_sent_and_sent_again(office: Service, caller: Callable[..., Caller]):
    [order] = ready(office)
    entries = [{**one, "taken_at": clock.rfc3339(one["taken_at"])} for one in written(order)]
    desk = caller(office, "verifier")

    first = desk.post("/v1/field_batches", {"device": "tablet-1", "entries": entries})
    second = desk.post("/v1/field_batches", {"device": "tablet-1", "entries": list(reversed(entries))})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["records"] == second.json["records"]
    assert first.json["records"][0]["state"] == "submitted"
    assert desk.post("/v1/field_batches", {"entries": []}).status_code == 422
    assert caller(office, "applicant").post("/v1/field_batches", {"entries": entries}).status_code == 403


def test_a_batch_whose_marks_cannot_be_says_so_and_one_without_waits(office: Service):
    [order] = ready(office)
    entries = [one for one in written(order) if "marks" not in one]
    [record] = field_capture.receive(FIRST, [*entries, entry(order, 58, marks=[{**MARK, "year": 2025}])])["records"]
    assert (record["code"], record["errors"][0]["pointer"]) == ("readings-invalid", "/marks/0/year")

    [record] = field_capture.receive(FIRST, [entry(order, 59, marks=[])])["records"]
    assert (record["state"], [gap["code"] for gap in record["missing"]]) == ("recorded", ["mark-missing"])

    [record] = field_capture.receive(FIRST, [entry(order, 60, marks=[MARK])])["records"]
    assert (record["state"], record["missing"]) == ("submitted", [])
