"""A complaint goes through its seven stages over HTTP, lodged without an account and by an officer for a call."""

import pytest

from services.complaints.domain.lifecycle import Action
from tests.complaints.builders import BROUGHT, NEW, ROUTE, SKILLS, STRAIGHT
from tests.testing.pictures import png

URL = "/v1/complaints"


@pytest.fixture
def officer(complaints, caller):
    return caller(complaints, "complaint_officer")


@pytest.fixture
def nobody(complaints, caller):
    return caller(complaints)


@pytest.fixture
def writer(complaints, caller):
    """With an account a complaint gets its number at once."""
    return caller(complaints, "applicant")


@pytest.fixture
def staff(complaints, caller):
    entered = caller(complaints, "admin").post(
        "/v1/staff", {"subject": "deni", "name": "Deni Saputra", "skills": SKILLS}
    )
    return caller(complaints, "head").post(f"/v1/staff/{entered.json['id']}/confirmation", match=entered).json


def moved(caller, case, action, **changes):
    """Take one step with complete evidence; refused with the answer's own words otherwise."""
    answer = caller.post(f"{URL}/{case['id']}/{ROUTE[action]}", {**BROUGHT[action], **changes}, match=case)
    assert answer.status_code == 200, answer.json
    return answer.json


def walked(officer, case, staff):
    """Up to the resolution."""
    for action in STRAIGHT:
        if action is Action.RESOLVE:
            officer.post(f"{URL}/{case['id']}/messages", {"text": "Pompa sudah kami periksa."})
            case = officer.get(f"{URL}/{case['id']}").json
        changes = {"staff_id": staff["id"]} if action is Action.ASSIGN else {}
        case = moved(officer, case, action, **changes)
    return case


def test_a_complaint_without_an_account_goes_through_seven_stages(writer, nobody, officer, staff, monday):
    lodged = writer.post(URL, NEW)

    assert lodged.status_code == 201
    assert (lodged.json["stage"], lodged.json["state"]) == (1, "received")
    case = officer.get(f"{URL}/{lodged.json['id']}").json
    case = walked(officer, case, staff)
    assert (case["stage"], case["state"]) == (6, "resolved")
    code = lodged.json["code"]
    tracked = nobody.get(f"/v1/tracking/{case['number']}?code={code}").json
    assert tracked["messages"][-1]["text"] == BROUGHT[Action.RESOLVE]["resolution"]
    tracked = moved(nobody, tracked, Action.ANSWER, code=code)
    assert tracked["state"] == "closed"
    case = moved(officer, officer.get(f"{URL}/{case['id']}").json, Action.EVALUATE)
    assert (case["stage"], case["state"]) == (7, "evaluated")
    assert [each["action"] for each in case["evidence"]] == [*map(str, STRAIGHT), "answer", "evaluate"]


def test_an_officer_writes_down_a_telephone_call(complaints, caller, monday):
    front = caller(complaints, "front_officer")

    body = {**NEW, "channel": "phone", "received_at": "2026-11-20T03:00:00Z"}
    answer = front.post(URL, body)

    shown = caller(complaints, "auditor").get(f"{URL}/{answer.json['id']}").json
    assert shown["channel"] == "phone"
    assert shown["taken_by"] == "dev-front_officer"
    assert shown["received_at"].startswith("2026-11-20T03:00:00")
    assert shown["recorded_at"].startswith("2026-11-23T02:00:00")


@pytest.mark.parametrize("channel", ["phone", "email", "counter", "letter"])
def test_who_complains_himself_cannot_claim_to_have_telephoned(writer, nobody, channel):
    answer = writer.post(URL, {**NEW, "channel": channel})

    assert (answer.status_code, answer.json["code"]) == (403, "reserved-field")
    assert [one["pointer"] for one in answer.json["errors"]] == ["/channel"]


@pytest.mark.parametrize("role", [None, "applicant"])
def test_nobody_but_an_officer_puts_the_receipt_into_the_past(complaints, caller, role, monday):
    body = {**NEW, "received_at": "2026-10-01T03:00:00Z"}

    answer = caller(complaints, *([role] if role else [])).post(URL, body)

    assert (answer.status_code, answer.json["code"]) == (403, "reserved-field")
    assert [one["pointer"] for one in answer.json["errors"]] == ["/received_at"]


@pytest.mark.parametrize("moment", ["2027-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_an_impossible_receipt_is_a_fault_of_its_field(complaints, caller, moment, monday):
    answer = caller(complaints, "front_officer").post(URL, {**NEW, "channel": "phone", "received_at": moment})

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json["errors"]] == ["/received_at"]


def test_a_missing_piece_is_named_in_both_languages(writer, nobody, officer):
    case = writer.post(URL, NEW).json

    answer = officer.post(f"{URL}/{case['id']}/verification", {}, match=case)
    english = officer.post(f"{URL}/{case['id']}/verification", {}, match=case, **{"Accept-Language": "en"})

    assert (answer.status_code, answer.json["code"]) == (409, "evidence-missing")
    assert {"/root_cause", "/problem", "/authenticity/why"} <= {error["pointer"] for error in answer.json["errors"]}
    assert answer.json["title"] == "Bukti tahap belum lengkap"
    assert english.json["title"] == "Evidence of the stage is missing"
    assert "verify" in answer.json["allowed"]


def test_a_step_out_of_order_names_the_ones_that_are_possible(writer, nobody, officer):
    case = writer.post(URL, NEW).json

    answer = officer.post(f"{URL}/{case['id']}/resolution", BROUGHT[Action.RESOLVE], match=case)

    assert (answer.status_code, answer.json["code"]) == (409, "illegal-move")
    assert answer.json["allowed"] == ["verify", "dismiss", "transfer", "withdraw"]


def test_the_receipt_is_there_at_once_for_officer_and_reporter_only(writer, nobody, officer, complaints, caller):
    case = writer.post(URL, NEW).json
    url = f"{URL}/{case['id']}/receipt"

    assert officer.get(url).data.startswith(b"%PDF-")
    assert nobody.get(f"{url}?code={case['code']}").data.startswith(b"%PDF-")
    assert nobody.get(url).status_code == 404
    assert caller(complaints, "applicant").get(url).status_code == 404


def test_the_feedback_link_takes_one_answer(writer, nobody, officer, staff, monday):
    lodged = writer.post(URL, NEW).json
    walked(officer, lodged, staff)
    link = nobody.get(f"/v1/tracking/{lodged['number']}?code={lodged['code']}").json["feedback_url"]
    path = link.partition("/complaints")[2]

    shown, first, second = nobody.get(path), *(nobody.post(path, {"rating": 2, "words": "Lama"}) for _ in range(2))

    assert shown.json["resolution"] == BROUGHT[Action.RESOLVE]["resolution"]
    assert (first.status_code, first.json["rating"], first.json["state"]) == (201, 2, "closed")
    assert (second.status_code, second.json["code"]) == (409, "illegal-move")


def test_the_reporter_writes_with_his_code_and_nobody_without(writer, nobody, officer):
    case = writer.post(URL, NEW).json
    url = f"/v1/tracking/{case['number']}/messages"

    right, wrong = (nobody.post(url, {"code": code, "text": "Ada kabar?"}) for code in (case["code"], "K7QM"))

    assert (right.status_code, wrong.status_code) == (201, 404)
    box = officer.get(f"{URL}/{case['id']}/messages").json["items"]
    assert [(each["sender"], each["text"]) for each in box] == [("reporter", "Ada kabar?")]


def test_a_file_is_judged_by_its_content_and_kept_once(writer, officer, nobody):
    case = writer.post(URL, NEW).json
    url = f"/v1/tracking/{case['number']}/attachments?code={case['code']}"

    good, again, bad = (nobody.upload(url, content, case, "a.png") for content in (png(), png(), b"MZ"))

    assert [answer.status_code for answer in (good, again, bad)] == [200, 200, 422]
    kept = officer.get(f"{URL}/{case['id']}/attachments").json["items"]
    assert [each["id"] for each in kept] == [good.json["id"]]
    assert officer.get(f"{URL}/{case['id']}/attachments/{kept[0]['id']}").data.startswith(png()[:24])


@pytest.mark.parametrize(
    ("rating", "status"), [(1, 200), (5, 200), (4.0, 200), (0, 422), (6, 422), (4.5, 422), (True, 422)]
)
def test_a_rating_is_a_whole_number_from_one_to_five(writer, officer, staff, rating, status):
    case = writer.post(URL, NEW).json
    walked(officer, case, staff)
    tracked = writer.get(f"/v1/tracking/{case['number']}?code={case['code']}")

    answer = writer.post(f"{URL}/{case['id']}/answer", {"code": case["code"], "rating": rating}, match=tracked)

    assert answer.status_code == status


def test_clocks_name_their_rule_and_the_days_they_count(writer, nobody, officer, monday):
    case = writer.post(URL, NEW).json

    rows = {row["code"]: row for row in officer.get(f"{URL}/{case['id']}/clocks").json["items"]}

    # three working days after Monday 23 November 2026
    assert rows["verify"]["due"] == "2026-11-26"
    assert rows["verify"]["counted"] == ["2026-11-24", "2026-11-25", "2026-11-26"]
    assert "62/2018" in rows["verify"]["legal_source"]
    assert rows["verify"]["calendar_version"]
    # fourteen calendar days, UU 25/2009
    assert rows["legal_answer"]["due"] == "2026-12-07"


def test_the_counts_of_a_period_come_from_its_rows(writer, nobody, officer, staff, monday):
    case = writer.post(URL, NEW).json
    writer.post(URL, {**NEW, "channel": "app"})
    walked(officer, case, staff)

    counts = officer.get("/v1/evaluations/2026-2").json

    assert counts["total"] == 2
    assert counts["by_channel"] == {"app": 1, "online": 1}
    assert counts["by_stage"] == {"1": 1, "6": 1}
    assert counts["clocks"]["verify"] == {"kept": 1, "late": 0, "running": 1}
    for unknown in ("2026-3", "9999-2", "99999-2", "0000-1", "20262-2"):
        assert officer.get(f"/v1/evaluations/{unknown}").status_code == 404


def test_an_improvement_is_planned_and_its_effect_measured(officer, staff, complaints):
    from tests.complaints.builders import PLAN
    from tests.support import told

    planned = officer.post("/v1/improvements", {**PLAN, "cause": "information", "owner_id": staff["id"]}).json
    effect = {"effective": True, "how": "Tidak ada pengaduan serupa", "checked_on": "2027-06-30"}
    done = officer.post(f"/v1/improvements/{planned['id']}/completion", effect, match=planned)

    assert (planned["state"], done.json["state"]) == ("planned", "completed")
    event = told(complaints, "improvement.completed")[0]["data"]
    assert (event["cause"], event["action"], event["effective"]) == ("information", "procedure", True)


@pytest.mark.parametrize(
    "path", ["", "/00000000-0000-7000-8000-000000000000", "/00000000-0000-7000-8000-000000000000/notes"]
)
def test_cases_are_for_the_office_alone(complaints, caller, nobody, path):
    assert nobody.get(URL + path).status_code == 401
    assert caller(complaints, "applicant").get(URL + path).status_code == 403
    assert caller(complaints, "verifier").get(URL + path).status_code == 403
