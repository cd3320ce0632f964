"""A retest that a complaint asked for is on no way there for the verifier whose test it looks at: from its booking to
its approval he finds neither order nor record, and has no say in them."""

from typing import Any

import pytest

from services.testing.domain.doubts import Cause
from services.testing.storage import Doubt, Examination, FieldEntry, Order, Session, kept_marks
from services.testing.usecases import approvals, bookings, examination_records, photos
from shared.ids import uuid7
from shared.service import Service
from shared.uploads.acceptance import Accepted
from tests.support import Caller
from tests.testing import builders as bench
from tests.testing.pictures import png

WAYS = [
    *(("booked", "verifier"), ("recorded", "verifier"), ("submitted", "verifier"), ("approved", "verifier")),
    *(("booked", "verifier", "front_officer"), ("submitted", "verifier", "admin"), ("submitted", "head")),
    ("approved", "verifier", "auditor"),
]
FITTING = {
    **{"return": {"note": "x"}, "correction": {"reason": "x"}, "anomalies": {"note": "x"}},
    **{"release": {"reason_code": "x"}, "cancellation": {"reason_code": "x"}, "confirmation": {"reason_code": "x"}},
}


def retest(office: Service, **day: Any) -> tuple[Order, Session]:
    """The order of a retest of P1's test, booked into a day that has begun."""
    first = bench.approved(bench.ready(office, bench.item())[0])
    case = uuid7()
    asked = {"complaint_id": case, "instrument_id": first.instrument_id, "certificate_id": None, "reason_code": "x"}
    bench.heard(office, "complaints.retest.requested.v1", case, {**asked, "other_than": []})
    session = bench.published(**day)
    order = bench.booked(Order.get(Order.complaint_id == case), session)
    bench.begun(session)
    return Order.find(order.id), session


def submitted(order: Order) -> Examination:
    record = bench.recorded(order, by=bench.SECOND)
    photos.attach(bench.SECOND, record.id, Accepted(png(), "image/png", 30, 20), "instrument", "")
    return examination_records.submit(bench.SECOND, record.id, Examination.find(record.id).version)


def addresses(service: Service, ids: dict[str, str]) -> list[tuple[str, str]]:
    """Every route of the office's own work: lists as they are, and with the id of each hidden thing."""
    app, found = service.app(), []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        path = rule.rule.split("/")
        if len(path) > 2 and path[1] == "v1" and (not rule.arguments or path[2] in ids):
            filled = rule.rule.replace("<id:id>", ids.get(path[2], "")).replace("<id:photo_id>", uuid7())
            found += [(method, filled) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


def asked(who: Caller, method: str, address: str) -> Any:
    if method == "GET":
        return who.get(address)
    return who.send(method, address, FITTING.get(address.rpartition("/")[2], {}), {"version": 1})


def brought(office: Service, at: str) -> tuple[dict[str, str], set[str]]:
    """The ids of a hidden retest that came so far, by the first part of their addresses; and all that names it."""
    order, session = retest(office)
    ids = {"orders": order.id}
    if at != "booked":
        record = bench.recorded(order, by=bench.SECOND) if at == "recorded" else submitted(order)
        doubt = {"cause": Cause.STANDARD_WITHDRAWN, "code": "AT-M1", "since": session.date, "reason_code": "x"}
        ids |= {"examinations": record.id, "doubts": Doubt.create(examination_id=record.id, **doubt).id}
    if at == "approved":
        approvals.approve(bench.HEAD, record.id, record.version)
    return ids, {*ids.values(), order.number, order.complaint_id}


@pytest.mark.parametrize(("at", "roles"), [(at, roles) for at, *roles in WAYS])
def test_no_answer_names_it_or_differs_from_one_about_nothing(office: Service, caller, roles, at):
    ids, hidden = brought(office, at)
    who, missing = caller(office, *roles, sub="dev-verifier"), {name: uuid7() for name in ids}

    pairs = zip(addresses(office, ids), addresses(office, missing), strict=True)
    told = [(how, one, asked(who, how, one), asked(who, how, nothing)) for (how, one), (_, nothing) in pairs]

    assert len(told) > 30
    assert [one[:2] for one in told if any(name in one[2].get_data(as_text=True) for name in hidden)] == []
    assert [one[:2] for one in told if one[2].status_code != one[3].status_code] == []


@pytest.mark.parametrize("at", ["booked", "approved"])
def test_nor_does_a_day_or_an_instrument(office: Service, caller, at):
    ids, hidden = brought(office, at)
    who, order = caller(office, "verifier", sub="dev-verifier"), Order.find(ids["orders"])
    day, about = f"sessions/{order.session_id}", f"instrument={order.instrument_id}"

    for query in (day, f"{day}/manifest", f"{day}/history", f"examinations?{about}", f"statistics/drift?{about}"):
        answer = who.get(f"/v1/{query}")
        assert answer.status_code == 200, query
        assert not [one for one in hidden if one in answer.get_data(as_text=True)], query


@pytest.mark.parametrize("kind", ["standards", "verifiers"])
def test_what_rests_on_somebody_or_something_leaves_it_out(office: Service, caller, kind):
    order, session = retest(office)
    record = submitted(order)
    who, other = caller(office, "verifier", sub="dev-verifier"), caller(office, "front_officer")
    code = "AT-M1" if kind == "standards" else "P2"
    [id] = [one["id"] for one in other.get(f"/v1/{kind}?limit=100").json["items"] if one["code"] == code]

    told = [each.get(f"/v1/{kind}/{id}/affected?since={session.date}").get_data(as_text=True) for each in (who, other)]

    assert [record.id in answer for answer in told] == [False, True]


def test_he_approves_it_neither_alone_nor_among_the_records_of_a_day(office: Service, caller):
    order, session = retest(office)
    record = submitted(order)
    who = caller(office, "verifier", sub="dev-verifier")

    assert who.post(f"/v1/examinations/{record.id}/approval", {}, {"version": record.version}).status_code == 404
    assert who.post(f"/v1/sessions/{session.id}/approvals", {}).json == {"items": []}
    assert who.post(f"/v1/sessions/{session.id}/approvals", {"examination_ids": [record.id]}).status_code == 422
    assert Examination.find(record.id).state == "submitted"


ENDS = ("closing", "breaking-off", "cancellation")


def ended(who: Caller, session: Session, how: str) -> Any:
    return who.post(f"/v1/sessions/{session.id}/{how}", {}, {"version": Session.find(session.id).version})


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("roles", [("verifier",), ("verifier", "front_officer"), ("front_officer",), ("head",)])
def test_he_ends_no_day_whether_it_waits_for_one_or_not(office: Service, caller, roles, how):
    order, session = retest(office)
    other = bench.running()
    who = caller(office, *roles, sub="dev-verifier")

    told = [ended(who, one, how) for one in (session, other)]

    assert {answer.status_code for answer in told} == {403}
    assert [(answer.json["code"], order.number in answer.text) for answer in told] == [
        (told[1].json["code"], False)
    ] * 2
    assert (Order.find(order.id).state, Order.find(order.id).session_id) == ("scheduled", session.id)


def test_nor_does_a_head_who_did_the_disputed_test(office: Service, caller):
    order, session = retest(office)
    with office.store.transaction():
        Order.update(kept_from=kept_marks(office.store.vault, ["K1"])).execute()
    head, desk = caller(office, "head"), caller(office, "front_officer")

    assert ended(head, session, "breaking-off").status_code == 403
    assert ended(desk, session, "closing").status_code == 409
    assert ended(head, bench.running(), "closing").status_code == 200
    assert Order.find(order.id).state == "scheduled"


def of_day(who: Caller, session: Session) -> list[Any]:
    asked = (f"sessions/{session.id}", "sessions", f"sessions/{session.id}/manifest", f"sessions/{session.id}/history")
    answers = [who.get(f"/v1/{one}") for one in asked]
    return [(one.json, one.headers.get("ETag")) for one in answers]


@pytest.mark.parametrize("roles", [("verifier",), ("complaint_officer",)])
def test_a_day_has_the_minutes_and_the_version_that_it_would_have_without_it(office: Service, caller, roles):
    who, desk = caller(office, *roles), caller(office, "front_officer")
    order, session = retest(office)
    later = bench.published()
    seen = of_day(who, later), of_day(desk, later)
    used = who.get(f"/v1/sessions/{session.id}").json

    bookings.reschedule(bench.OFFICER, order.id, Order.find(order.id).version, later.id)

    assert (used["used_minutes"], used["minutes_left"]) == (0, used["capacity_minutes"])
    assert of_day(who, later) == seen[0]
    assert of_day(desk, later) != seen[1]
    assert desk.get(f"/v1/sessions/{later.id}").json["used_minutes"] == order.minutes


COUNTED = [
    *(f"rejections?by={one}" for one in ("kind", "district", "brand", "age")),
    *("rejections/plot?by=kind", "drift?brand=Nagata", "drift/plot?brand=Nagata", "drift/plot?instrument={instrument}"),
    "drift?instrument={instrument}",
]


def test_what_the_data_teach_is_the_same_for_him_and_another_for_everybody_else(office: Service, caller):
    order, _ = retest(office)
    who, other = caller(office, "verifier"), caller(office, "verifier", sub="dev-verifier-3")
    asked = [f"/v1/statistics/{one.format(instrument=order.instrument_id)}" for one in COUNTED]
    before = [[each.get(one).data for one in asked] for each in (who, other)]

    record = submitted(order)
    approvals.approve(bench.HEAD, record.id, record.version)

    after = [[each.get(one).data for one in asked] for each in (who, other)]
    assert after[0] == before[0]
    assert [at for at, one in enumerate(asked) if after[1][at] == before[1][at]] == []


def test_he_finds_none_to_record_by_its_id(office: Service, caller):
    order, _ = retest(office)
    who = caller(office, "verifier")
    kept = {"id": uuid7(), "taken_at": "2026-11-23T02:00:00Z", "readings": bench.good(order)}

    told = []
    for id in (order.id, uuid7()):
        made = who.post("/v1/examinations", {"order_id": id, "readings": bench.good(order), **bench.SUBMIT_WITH})
        batch = who.post("/v1/field_batches", {"entries": [{**kept, "order_id": id}]})
        told.append((made.status_code, made.json["code"], batch.status_code, batch.json))

    assert told[0] == told[1]
    assert (told[0][0], told[0][3]["entries"][0]["status"]) == (404, "refused")
    assert FieldEntry.select().count() == 0


def test_neither_the_days_nor_the_counts_of_what_rests_on_a_standard_tell_of_it(office: Service, caller):
    order, session = retest(office)
    submitted(order)
    who, desk = caller(office, "verifier"), caller(office, "admin")
    [known] = [one for one in desk.get("/v1/standards?limit=100").json["items"] if one["code"] == "AT-M1"]
    at = f"/v1/standards/{known['id']}"
    withdrawal = {"withdrawn_from": str(session.date), "withdrawn_code": "found_wrong", "withdrawn_reason": "x"}
    assert desk.send("PATCH", at, withdrawal, known).status_code == 200

    days = [[one["session_id"] for one in each.get(f"{at}/affected").json["sessions"]] for each in (who, desk)]

    assert [session.id in one for one in days] == [False, True]
    lines = [line["facts"] for line in who.get(f"{at}/history").json["items"] if line["action"] == "withdraw"]
    assert [facts.keys() & {"sessions", "examinations"} for facts in lines] == [set()]


def test_nor_is_it_there_for_who_handles_complaints_and_may_have_to_keep_away_from_this_one(office: Service, caller):
    ids, hidden = brought(office, "approved")
    who = caller(office, "complaint_officer")

    for name, id in ids.items():
        assert who.get(f"/v1/{name}/{id}").status_code == 404
        listed = who.get(f"/v1/{name}?limit=100")
        assert listed.status_code == 200
        assert not [one for one in hidden if one in listed.text]
    assert caller(office, "complaint_officer", "head").get(f"/v1/orders/{ids['orders']}").status_code == 200
