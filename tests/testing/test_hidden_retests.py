"""A retest that a complaint asked for is on no way there for the verifier whose test it looks at: from its booking to
its approval he finds neither order nor record, and has no say in them."""

from typing import Any

import pytest

from services.testing.domain.doubts import Cause
from services.testing.storage import Doubt, Examination, Order, Session
from services.testing.usecases import approving, photos, recording
from shared.ids import uuid7
from shared.service import Service
from shared.uploads.offered import Accepted
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
    return recording.submit(bench.SECOND, record.id, Examination.find(record.id).version)


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
        approving.approve(bench.HEAD, record.id, record.version)
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


def test_a_day_that_waits_for_it_does_not_name_it(office: Service, caller):
    order, session = retest(office)
    who = caller(office, "verifier", sub="dev-verifier")

    refused = who.send("POST", f"/v1/sessions/{session.id}/closing", {}, {"version": Session.find(session.id).version})

    assert (refused.status_code, order.id in refused.get_data(as_text=True)) == (409, False)
