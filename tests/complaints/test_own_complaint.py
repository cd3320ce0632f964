"""Who complains handles nothing of his own complaint: neither by the account that lodged it nor under his name."""

from dataclasses import replace

import pytest

from services.complaints.domain.words import DESK, WORKERS
from services.complaints.storage import Complaint, Improvement, Staff, context, transaction
from services.complaints.usecases import cases, evaluation, lodging, steps
from shared.errors import Conflict, Forbidden
from tests.complaints.builders import BROUGHT, HEAD, OFFICER, Action, amended, brought_to, lodged, person
from tests.least import least
from tests.support import application

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
    case, app = lodged(**facts), application(complaints)
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
    facts = {"cause": "unknown", "measure": "information", "due_on": context.today(), "description": "x"}
    with transaction():
        plan = Improvement.create(owner=owner, complaint_id=case.id, effect_check="x", **facts)

    with pytest.raises(Forbidden, match="own-complaint"):
        evaluation.complete(OFFICER, plan.id, plan.version, {"effective": True, "checked_on": context.today()})
    assert evaluation.complete(HEAD, plan.id, plan.version, {"effective": True, "checked_on": context.today()}).effect


def test_of_an_anonymous_reporter_no_account_is_kept(complaints, caller):
    made = caller(complaints, "applicant").post(URL, {"subject": "x", "text": "x", "anonymous": True}).json

    assert Complaint.find(made["id"]).lodged_by == ""


def test_who_lodged_it_is_a_digest(complaints):
    case = lodged(**OWN)

    assert len(case.lodged_by) == 64
    with pytest.raises(Forbidden):
        cases.handled(OFFICER, case.id)


@pytest.mark.parametrize("written", [
    "Ibu Tuti Handayani", "Handayani Tuti", "Tuti Handayani binti Amin",
    "Tuti H\u0430ndayani", "TUTI  HANDAYANI, S.E.", "Hj. Tuti Handayani Putri",
])  # fmt: skip
def test_a_reporter_is_known_by_name_however_it_is_written(complaints, written):
    case, tuti = lodged(reporter={"name": written}), replace(OFFICER, sub="tuti", name="Tuti Handayani")
    person(subject="tuti", name="Tuti Handayani")

    for who in (tuti, replace(tuti, name="")):  # a token may say no name; the entry does
        with pytest.raises(Forbidden, match="own-complaint"):
            cases.handled(who, case.id)
        with pytest.raises(Forbidden, match="own-complaint"):
            cases.as_office(who, case.id)
    assert cases.handled(OFFICER, case.id).id == case.id


def test_nobody_reads_the_notes_of_his_own_complaint(complaints, caller):
    case, officer = lodged(**OWN), caller(complaints, "complaint_officer", name=OFFICER.name)

    assert officer.get(f"{URL}/{case.id}/notes").json["code"] == "own-complaint"
    assert caller(complaints, "head").get(f"{URL}/{case.id}/notes").status_code == 200


def test_who_acts_in_a_case_never_speaks_as_its_reporter(complaints):
    acted = steps.verify(OFFICER, (case := lodged()).id, case.version, BROUGHT[Action.VERIFY])
    with pytest.raises(Forbidden, match="acted-here"):
        lodging.replace_code(OFFICER, case.id, acted.version, "lupa")

    shown = lodging.replace_code(HEAD, case.id, acted.version, "lupa")
    with pytest.raises(Forbidden, match="code-shown-to-you"):
        steps.classify(HEAD, case.id, shown.version, BROUGHT[Action.CLASSIFY])
    assert steps.classify(OFFICER, case.id, shown.version, BROUGHT[Action.CLASSIFY]).state == "classified"


@pytest.mark.parametrize("way", ["withdrawal", "retest", "involvement", "identity", "code", "notes", "messages"])
def test_a_case_that_the_head_leads_is_led_by_nobody_else(complaints, caller, way):
    case, row = brought_to("in_handling"), person()
    case.change(level=2)
    bodies = {"withdrawal": {"why": "x"}, "retest": {"reason_code": "x"}, "notes": {"text": "x"}}
    bodies |= {"involvement": {"staff_id": row.id, "complained_of": False, "why": "x"}, "messages": {"text": "x"}}

    answer = caller(complaints, "complaint_officer").post(
        f"{URL}/{case.id}/{way}", bodies.get(way, {"reason": "x"}), {"version": case.version}
    )

    assert (answer.status_code, answer.json["code"]) == (403, "led-by-head")


@pytest.mark.parametrize(("roles", "entry"), [
    (("auditor", "verifier"), None), (("auditor", "admin"), None), (("complaint_officer", "verifier"), {}),
    (("head", "verifier"), {}), (("auditor", "verifier"), {}),
])  # fmt: skip
def test_who_tests_or_works_here_sees_no_case_until_his_entry_says_who_he_is(complaints, caller, roles, entry):
    case, who = lodged(), caller(complaints, *roles, sub="baru")
    if entry is not None:
        person(subject="baru", name="Orang Baru", **entry)

    assert (who.get(URL).json["items"], who.get(f"{URL}/{case.id}").status_code) == ([], 404)
    if entry is not None:
        amended(Staff.of_account("baru"), verifier_code="P9")
        assert who.get(f"{URL}/{case.id}").status_code == 200


def test_every_route_of_the_office_knows_what_else_its_caller_does(complaints):
    app = application(complaints)
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    desk = {rule: view for rule, view in views.items() if {*DESK} & {*getattr(view, "allowed_roles", ())}}

    assert len(desk) > 25
    assert [rule for rule, view in desk.items() if not {*WORKERS} <= {*view.allowed_roles, *view.known_roles}] == []
