"""Who complains handles nothing of his own complaint: neither by the account that lodged it nor under his name."""

from dataclasses import replace

import pytest

from services.complaints.storage import Complaint, Improvement, room, transaction
from services.complaints.usecases import cases, learning, steps
from shared.errors import Conflict, Forbidden
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, Action, brought_to, lodged, person
from tests.least import least

URL = "/v1/complaints"
OWN = {"by": OFFICER, "reporter": {"name": "Ibu Rahma"}, "channel": "online"}
NAMED = {"reporter": {"name": "RAHMAWATI, S.T."}}


def moves(app: object) -> list[tuple[str, str]]:
    """Every route by which the desk changes a case."""
    rules = app.url_map.iter_rules()
    return [
        (method, rule.rule)
        for rule in rules
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}
        if "/complaints/<id:id>/" in rule.rule and "complaint_officer" in (
            *app.view_functions[rule.endpoint].allowed_roles, *app.view_functions[rule.endpoint].known_roles
        )
    ]  # fmt: skip


@pytest.mark.parametrize("facts", [OWN, NAMED], ids=["account", "name"])
def test_no_route_lets_somebody_handle_his_own_complaint(complaints, caller, facts):
    case, app = lodged(**facts), complaints.app()
    who, faults = caller(complaints, "complaint_officer", name=OFFICER.name), []
    for method, rule in moves(app):
        options = app.view_functions[app.url_map.bind("localhost").match(rule.replace("<id:id>", case.id), method)[0]]
        shape = options.options.get("body")
        if shape is None:
            continue
        url, key = rule.replace("<id:id>", case.id), {"Idempotency-Key": "k1"}
        answer = who.send(method, url, least(shape()), {"version": 1}, **key)
        if (answer.status_code, answer.json["code"]) not in ((403, "own-complaint"), (403, "reporter-only")):
            faults.append(f"{rule}: {answer.status_code} {answer.json['code']}")

    assert faults == []
    assert len(moves(app)) > 15
    assert Complaint.find(case.id).version == 1
    assert cases.seen(OFFICER, case.id).id == case.id


def test_another_handles_it_and_nobody_is_taken_for_him(complaints):
    case = lodged(**OWN)

    assert steps.verify(HEAD, case.id, 1, BROUGHT[Action.VERIFY]).state == "verified"
    # Who took a call down is not the one who called.
    called = lodged(by=OFFICER, channel="phone")
    assert steps.verify(OFFICER, called.id, 1, BROUGHT[Action.VERIFY]).state == "verified"


@pytest.mark.parametrize("facts", [{"subject": "deni"}, {"name": "Siti Aminah, A.Md."}], ids=["account", "name"])
def test_a_complaint_is_given_to_nobody_who_made_it(complaints, facts):
    writer = replace(OFFICER, sub="deni", name="Deni", roles=frozenset())
    case = brought_to("classified", lodged(by=writer))
    own = person(**facts)

    with pytest.raises(Conflict, match="assignee-unfit"):
        steps.assign(HEAD, case.id, case.version, {**BROUGHT[Action.ASSIGN], "staff_id": own.id})


def test_nobody_measures_what_became_of_his_own_complaint(complaints):
    case, owner = lodged(**OWN), person()
    facts = {"cause": "unknown", "measure": "information", "due_on": room.today(), "description": "x"}
    with transaction():
        plan = Improvement.create(owner=owner, complaint_id=case.id, effect_check="x", **facts)

    with pytest.raises(Forbidden, match="own-complaint"):
        learning.complete(OFFICER, plan.id, plan.version, {"effective": True, "checked_on": room.today()})
    assert learning.complete(HEAD, plan.id, plan.version, {"effective": True, "checked_on": room.today()}).effect


def test_of_an_anonymous_reporter_no_account_is_kept(complaints, caller):
    made = caller(complaints, "applicant").post(URL, {"subject": "x", "text": "x", "anonymous": True}).json

    assert Complaint.find(made["id"]).lodged_by == ""


def test_who_lodged_it_is_a_digest(complaints):
    case = lodged(**OWN)

    assert len(case.lodged_by) == 64
    with pytest.raises(Forbidden):
        cases.handled(OFFICER, case.id)
