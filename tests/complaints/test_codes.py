"""A reporter's code is shown once and kept as a digest; it opens nothing to an account of the office."""

import io
from typing import Any

import pytest
from PIL import Image

from services.complaints.domain.lifecycle import Action
from services.complaints.domain.words import DESK, LOOKERS, OFFICE_ROLES
from services.complaints.storage import Complaint, Evidence, Message, history, store
from services.complaints.usecases import demo, lodging, reporter
from shared.auth.actor import NOBODY
from shared.config import ROOT
from shared.errors import Forbidden, NotFound
from shared.ids import normal, uuid7
from tests import paperwork
from tests.complaints.builders import BROUGHT, HEAD, NEW, OFFICER, ROUTE, act, brought_to, lodged
from tests.least import least
from tests.support import application

URL = "/v1/complaints"
REFUSED = (403, "reporter-only")
CODED = [Action.REOPEN, Action.WITHDRAW, Action.ANSWER, Action.CONFIRM]

_picture = io.BytesIO()
Image.new("RGB", (8, 8)).save(_picture, "PNG")
PNG = _picture.getvalue()


def rows_of_the_database() -> str:
    names = store.database.get_tables()
    return repr([store.execute(f'SELECT * FROM "{name}"').fetchall() for name in names])


def test_no_route_that_a_code_opens_knows_whose_account_or_trace_came_with_it(complaints):
    app = application(complaints)
    views = [app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()]
    coded = [view for view in views if getattr(view, "options", {}).get("rate") == "code"]

    assert len(coded) > 7
    assert [view.__name__ for view in coded if "unnamed" not in view.options] == []


def test_the_code_lies_nowhere_not_even_sealed(complaints):
    case = lodged()

    kept = Complaint.find(case.id)

    assert case.code
    assert kept.code == ""
    assert case.code not in rows_of_the_database()
    unsealed = [getattr(kept, name) for name in Complaint._meta.fields]
    assert normal(case.code) not in repr(unsealed)
    assert Complaint.tracked(kept.number, case.code.lower()).id == case.id


def test_no_answer_to_anybody_of_the_office_shows_a_code(complaints, caller, monday, tmp_path):
    front = caller(complaints, "front_officer")
    made = front.post(URL, {**NEW, "channel": "phone"}).json
    people = [caller(complaints, role) for role in ("front_officer", "complaint_officer", "head", "auditor")]
    paths = ["", "/history", "/messages", "/notes", "/clocks", "/attachments"]

    shown = [one.get(f"{URL}/{made['id']}{path}").text for one in people for path in paths]
    papers = [one.get(f"{URL}/{made['id']}/receipt").data for one in people]

    assert [made["code"] in text for text in shown] == [False] * len(shown)
    texts = [paperwork.text(paper, tmp_path) for paper in papers]
    assert [(made["number"] in text, made["code"] in text, "Kode pelacakan:" in text) for text in texts] == [
        (True, False, False)
    ] * 4


def test_the_receipt_shows_the_code_to_whoever_brought_it(complaints, caller, tmp_path):
    made = caller(complaints).post(URL, NEW).json

    paper = caller(complaints).get(f"{URL}/{made['id']}/receipt?code={made['code'].lower()}").data

    text = paperwork.text(paper, tmp_path)
    assert made["code"] in text
    assert made["reference"] in text
    assert made["code"] not in paperwork.scanned(paper, tmp_path)


def test_a_front_officer_has_the_receipt_of_what_he_took_in_and_of_nothing_else(complaints, caller):
    front, other = caller(complaints, "front_officer"), caller(complaints, "applicant")
    own, foreign = front.post(URL, {**NEW, "channel": "counter"}).json, other.post(URL, NEW).json

    assert front.get(f"{URL}/{own['id']}/receipt").status_code == 200
    assert front.get(f"{URL}/{foreign['id']}/receipt").status_code == 404


def test_the_same_request_again_shows_the_same_code_to_the_same_caller(complaints, caller):
    writer, key = caller(complaints, "applicant"), {"Idempotency-Key": "0123456789abcdef0123"}

    first, second = (writer.post(URL, NEW, **key).json for _ in range(2))

    assert (first["code"], first["id"]) == (second["code"], second["id"])


def test_a_lost_code_is_replaced_once_with_a_reason_and_the_reporter_is_told(complaints, caller):
    case, officer = lodged(), caller(complaints, "complaint_officer")
    body = {"reason": "Pelapor datang ke loket dengan tanda terima"}

    answer = officer.post(f"{URL}/{case.id}/code", body, match={"version": 1})

    new = answer.json["code"]
    assert answer.status_code == 200
    with pytest.raises(NotFound):
        Complaint.tracked(case.number, case.code)
    tracked = caller(complaints).get(f"/v1/tracking/{case.number}?code={new}").json
    assert "diganti oleh petugas" in tracked["messages"][-1]["text"]
    kept = Evidence.of(Complaint.find(case.id))[-1]
    assert (kept.action, kept.by, kept.facts) == ("replace_code", OFFICER.sub, body)
    assert [(row.action, row.by) for row in history(case.id)][-1] == ("replace_code", OFFICER.sub)
    assert new not in officer.get(f"{URL}/{case.id}").text
    # Telling of the new code is no answer to the complaint: the term for that goes on.
    assert "answered" not in dict(Complaint.find(case.id).marks)
    assert caller(complaints, "front_officer").post(f"{URL}/{case.id}/code", body, match=answer).status_code == 403


def coded_routes(app: Any) -> list[tuple[str, Any]]:
    """Every route on which a code or a link opens something: by the class of its rate, or by a field that is a code."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        shapes = [view.options[part]() for part in ("body", "query") if part in getattr(view, "options", {})]
        if getattr(view, "rate_class", "") == "code" or any("code" in shape.fields for shape in shapes):
            found += [(method, rule) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


def said_with(view: Any, code: str) -> dict[str, Any]:
    """A complete body, form or query with the code in it."""
    options = view.options
    if "files" in options:
        return {"data": {"file": (io.BytesIO(PNG), "foto.png")}, "query_string": {"code": code}}
    if "query" in options:
        return {"query_string": {"code": code}}
    return {"json": {**least(options["body"]()), "code": code}} if "body" in options else {}


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_a_code_opens_nothing_to_an_account_of_the_office(complaints, caller, role, monday):
    case, app = brought_to("resolved"), application(complaints)
    officer, before, walked = caller(complaints, role), rows_of_the_case(case), 0
    for method, rule in coded_routes(app):
        view = app.view_functions[rule.endpoint]
        values = {"id": case.id, "number": case.number, "token": case.feedback_token}
        url = app.url_map.bind("localhost").build(rule.endpoint, {one: values[one] for one in rule.arguments}, method)
        said = said_with(view, case.code)
        if "token" in rule.arguments and "json" in said:
            said["json"].pop("code")
        headers = {**officer.headers, "Idempotency-Key": uuid7(), "If-Match": f'"{Complaint.find(case.id).version}"'}
        answer = officer.client.open(url, method=method, headers=headers, **said)
        sees = rule.rule.endswith("/receipt") and role in (*DESK, *LOOKERS)
        told = (answer.status_code, (answer.get_json(silent=True) or {}).get("code"))
        assert told == ((200, None) if sees else (404, "not-found") if "receipt" in rule.rule else REFUSED), rule
        walked += 1

    assert walked >= 9
    assert rows_of_the_case(case) == before


def rows_of_the_case(case: Complaint) -> Any:
    kept = Complaint.find(case.id)
    return kept.version, kept.state, kept.rating, len(Message.of(kept)), len(history(kept.id)), len(Evidence.of(kept))


def test_every_role_of_the_office_is_one_of_its_roles():
    """A new role belongs to the office unless it is named as one of outside."""
    roles = (ROOT / "contracts" / "access.csv").read_text().partition("\n")[0].split(",")[4:]

    assert sorted(OFFICE_ROLES) == sorted(set(roles) - {"applicant", "subscriber", "service"})


def test_a_desk_officer_acts_for_a_reporter_under_his_own_name_and_without_the_code(complaints):
    case, brought = lodged(), {**BROUGHT[Action.WITHDRAW], "way": "phone"}

    with pytest.raises(Forbidden, match="reporter-only"):
        reporter.withdraw(OFFICER, case.id, case.version, case.code, brought)
    reporter.withdraw(OFFICER, case.id, case.version, "", brought)

    assert Evidence.of(case)[-1].by == OFFICER.sub


@pytest.mark.parametrize("action", CODED, ids=str)
def test_a_wrong_code_and_a_missing_case_answer_alike(complaints, caller, action, monday):
    case, nobody = lodged(by=NOBODY), caller(complaints)
    missing = "00000000-0000-7000-8000-000000000000"

    answers_ = [
        nobody.post(f"{URL}/{id}/{ROUTE[action]}", {**BROUGHT[action], "code": "K7QM"}, match={"version": 1})
        for id in (case.id, missing)
    ]

    told = [(one.status_code, {k: v for k, v in one.json.items() if k != "trace_id"}) for one in answers_]
    assert told[0] == told[1]
    assert told[0][0] == 404


def test_the_office_cannot_read_a_code_that_it_did_not_just_make(complaints):
    case = lodged()
    with pytest.raises(Forbidden):
        reporter.answer(OFFICER, case.id, 1, case.code, {})
    assert lodging.replace_code(OFFICER, case.id, 1, "hilang").code != case.code
    assert act(case, Action.VERIFY, HEAD).code == case.code  # only with whoever has it in hand


def test_the_demo_office_is_loaded_once(opened):
    opened("complaints")

    for _ in range(2):
        demo.load()

    assert sorted(row.state for row in Complaint.select()) == ["classified", "evaluated", "received"]
