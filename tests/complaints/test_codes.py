"""A reporter's code is shown once and kept as a digest; who showed it and who spoke with it can be told apart."""

import io

import pytest
from PIL import Image

from services.complaints.domain.lifecycle import Action
from services.complaints.domain.words import OFFICE_ROLES
from services.complaints.storage import Complaint, Evidence, Message, history, store
from services.complaints.usecases import answers, demo, lodging
from shared.actor import NOBODY
from shared.errors import Forbidden, NotFound
from shared.ids import normal
from tests import paperwork
from tests.complaints.builders import BROUGHT, FRONT, NEW, OFFICER, ROUTE, act, brought_to, lodged

URL = "/v1/complaints"
CODED = [Action.REOPEN, Action.WITHDRAW, Action.ANSWER, Action.CONFIRM]


def rows_of_the_database() -> str:
    names = store.database.get_tables()
    return repr([store.execute(f'SELECT * FROM "{name}"').fetchall() for name in names])


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


def test_an_officer_who_shows_the_code_is_named_and_not_taken_for_the_reporter(complaints, caller):
    case, front = lodged(), caller(complaints, "front_officer")
    url = f"/v1/tracking/{case.number}"

    front.post(f"{url}/messages", {"code": case.code, "text": "Saya cabut saja."})
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    body = {"file": (io.BytesIO(picture.getvalue()), "foto.png")}
    front.client.put(f"{url}/attachments?code={case.code}", data=body, headers=front.headers)
    answers.withdraw(FRONT, case.id, Complaint.find(case.id).version, case.code, BROUGHT[Action.WITHDRAW])

    message = Message.of(case)[0]
    assert (message.sender, message.by) == ("officer", FRONT.sub)
    assert {row.by for row in history(case.id) if row.action != "receive"} == {FRONT.sub}
    assert Evidence.of(case)[-1].by == FRONT.sub


@pytest.mark.parametrize("way", ["code", "link"])
@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_nobody_of_the_office_rates_what_it_did(complaints, caller, role, way, monday):
    case, officer = brought_to("resolved"), caller(complaints, role)

    if way == "code":
        body = {"code": case.code, "rating": 5}
        answer = officer.post(f"{URL}/{case.id}/answer", body, match={"version": Complaint.find(case.id).version})
    else:
        answer = officer.post(f"/v1/feedback/{case.feedback_token}", {"rating": 5})

    assert (answer.status_code, answer.json["code"]) == (403, "rated-by-reporter")
    assert Complaint.find(case.id).rating is None


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
        answers.answer(OFFICER, case.id, 1, case.code, {})
    assert lodging.replace_code(OFFICER, case.id, 1, "hilang").code != case.code
    assert act(case, Action.VERIFY).code == case.code  # only with whoever has it in hand


def test_the_demo_office_is_loaded_once(opened):
    opened("complaints")

    for _ in range(2):
        demo.load()

    assert sorted(row.state for row in Complaint.select()) == ["classified", "evaluated", "received"]
