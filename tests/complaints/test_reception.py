"""An official number is for what was confirmed or taken in, and one case holds only so much."""

import io
from datetime import timedelta
from random import Random

import pytest
from PIL import Image

from services.complaints.domain.lifecycle import Action, State
from services.complaints.storage import SHOWN, Attachment, Complaint, Evidence, Message, rules
from services.complaints.usecases import correspondence, deadlines, evaluation, reception
from services.complaints.usecases.cases import clocks
from shared import clock
from shared.auth.actor import NOBODY
from shared.errors import Conflict, NotFound
from shared.uploads.acceptance import Accepted
from tests.complaints.builders import FRONT, HEAD, NEW, OFFICER, act, brought_to, lodged
from tests.support import MONDAY, told

pytestmark = pytest.mark.usefixtures("complaints")
URL = "/v1/complaints"


def picture(number: int, side: int = 8) -> bytes:
    """A picture of noise, which no other number has, and which cannot be packed."""
    kept, noise = io.BytesIO(), Random(number).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), noise).save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def test_sixty_complaints_without_an_account_take_no_official_number(complaints, caller, monday):
    first = caller(complaints).post(URL, NEW).json
    made = [lodged(by=NOBODY) for _ in range(59)]  # over HTTP the calls of one address would be counted

    assert {first["number"], *(one.number for one in made)} == {None}
    assert len({first["reference"], *(one.reference for one in made)}) == 60
    assert lodged(by=FRONT, channel="phone").number.split("-")[2] == "000001"
    assert len(told(complaints, "complaint.received")) == 1


def test_who_confirms_by_code_gets_number_stage_and_clocks_from_that_moment(complaints, caller, monday):
    nobody = caller(complaints)
    made = nobody.post(URL, NEW).json
    url = f"/v1/tracking/{made['reference']}?code={made['code']}"
    before = nobody.get(url)

    with clock.frozen_at(MONDAY + timedelta(days=2)):
        answer = nobody.post(f"{URL}/{made['id']}/confirmation", {"code": made["code"]}, match=before)

        assert (answer.status_code, answer.json["state"], answer.json["stage"]) == (200, "received", 1)
    assert (before.json["may"], before.json["confirm_until"], before.json["answer_due"]) == (
        ["confirm"], "2026-12-07", None,
    )  # fmt: skip
    case = Complaint.find(made["id"])
    # Fourteen days from Wednesday; the complaint itself came on Monday, which is the day that a disputed test precedes.
    assert [str(one.due.on) for one in clocks(case) if one.code == "legal_answer"] == ["2026-12-09"]
    assert case.received_at == MONDAY
    assert [event["data"]["number"] for event in told(complaints, "complaint.received")] == [case.number]
    assert nobody.get(url).json["number"] == case.number  # the reference goes on to work
    assert nobody.get(f"/v1/tracking/{case.number}?code={made['code']}").status_code == 200


def test_a_second_confirmation_takes_no_second_number():
    case = act(lodged(by=NOBODY), Action.CONFIRM)

    with pytest.raises(Conflict, match="illegal-move"):
        reception.confirm(NOBODY, case.id, case.version, case.code)

    assert lodged().number.split("-")[2] == "000002"


def test_an_officer_takes_in_what_nobody_confirmed_and_says_why(complaints, caller):
    case, officer = lodged(by=NOBODY), caller(complaints, "complaint_officer")
    url = f"{URL}/{case.id}/reception"

    listed = officer.get(f"{URL}?state=lodged").json["items"]
    bare = officer.post(url, {}, match={"version": 1})
    taken = officer.post(url, {"why": "Menyangkut keselamatan"}, match={"version": 1})

    assert [(one["id"], one["number"], one["reference"]) for one in listed] == [(case.id, None, case.reference)]
    assert (bare.status_code, bare.json["code"]) == (409, "evidence-missing")
    assert (taken.json["state"], taken.json["taken_by"]) == ("received", OFFICER.sub)
    assert taken.json["number"]


def test_with_an_account_or_at_the_counter_the_number_is_there_at_once():
    assert lodged().number
    assert lodged(by=FRONT, channel="counter").number
    assert lodged(by=HEAD, channel="letter").state == State.RECEIVED


def test_what_nobody_confirms_lapses_after_its_last_day_and_is_not_lost(monday, complaints):
    case = lodged(by=NOBODY)

    assert deadlines.lapse(MONDAY + timedelta(days=14)) == 0
    assert deadlines.lapse(MONDAY + timedelta(days=15)) == 1
    assert deadlines.lapse(MONDAY + timedelta(days=16)) == 0

    lapsed = Complaint.find(case.id)
    assert (lapsed.state, lapsed.number, Evidence.of(case)[-1].facts["waited_until"]) == ("lapsed", None, "2026-12-07")
    assert "gugur" in Message.of(case)[-1].text
    assert told(complaints) == []
    with pytest.raises(Conflict, match="illegal-move"):
        act(case, Action.CONFIRM)
    taken = act(case, Action.TAKE_IN)
    assert (taken.state, bool(taken.number)) == ("received", True)
    assert {one.code for one in clocks(taken) if not one.stopped} == {"verify", "legal_answer"}


def test_an_unconfirmed_complaint_counts_in_no_evaluation_and_escalates_to_nobody(monday, complaints):
    lodged(by=NOBODY)

    assert evaluation.counts(OFFICER, "2026-2")["total"] == 0
    assert deadlines.escalate(MONDAY + timedelta(days=10)) == 0
    assert told(complaints) == []


def test_an_unconfirmed_complaint_moves_no_further(complaints):
    case = lodged(by=NOBODY)

    for action in (Action.VERIFY, Action.TRANSFER, Action.WITHDRAW):
        with pytest.raises(Conflict, match="illegal-move"):
            act(case, action)


def test_a_reference_opens_nothing_without_its_code():
    case = lodged(by=NOBODY)

    for number, code in ((case.reference, "K7QM"), ("SEM-0000-0000", case.code), ("", case.code)):
        with pytest.raises(NotFound):
            Complaint.tracked(number, code)


def quota(of: str, sender: str, per: str = "case", column: str = "most") -> int:
    today = clock.now().date()
    return next(
        row[column] for row in rules.quotas(today) if (row["of"], row["sender"], row["per"]) == (of, sender, per)
    )


@pytest.mark.parametrize("column", ["most", "unconfirmed"])
def test_a_case_holds_so_many_files_of_its_reporter_and_no_more(complaints, caller, column):
    case, nobody = lodged(**({} if column == "most" else {"by": NOBODY})), caller(complaints)
    url, most = f"/v1/tracking/{case.called}/attachments?code={case.code}", quota("files", "reporter", column=column)

    statuses = [nobody.upload(url, picture(n), {"version": 1}, "a.png").status_code for n in range(most)]
    over = nobody.upload(url, picture(most), {"version": 1}, "a.png")

    assert statuses == [200] * most
    assert (over.status_code, over.json["code"]) == (409, "too-many-files")
    assert str(most) in over.json["detail"]
    again = nobody.upload(url, picture(0), {"version": 1}, "a.png")
    assert again.status_code == 409  # which file it is would be known after opening it only
    kept = list((complaints.settings.var / "files" / "complaints").rglob("*"))
    assert len([path for path in kept if path.is_file()]) == most  # what is refused is not kept either


def test_the_files_of_a_case_have_a_size_together():
    case = lodged(by=NOBODY)
    side = int((quota("bytes", "reporter", column="unconfirmed") / 3 / 2.9) ** 0.5)  # two fit, the third does not

    def attached(content: bytes) -> Attachment:
        return correspondence.attach_as_reporter(NOBODY, case.reference, case.code, Accepted(content, "image/png"))

    kept = [attached(picture(number, side)) for number in range(2)]
    with pytest.raises(Conflict, match="too-many-bytes"):
        attached(picture(2, side))

    assert [row.id for row in Attachment.of(case)] == [row.id for row in kept]


def test_a_code_writes_so_many_messages_a_day_and_the_next_day_again(complaints, caller):
    case, nobody, most = lodged(), caller(complaints), quota("messages", "reporter", "day")
    url, body = f"/v1/tracking/{case.number}/messages", {"code": case.code, "text": "Ada kabar?"}
    with clock.frozen_at(MONDAY):
        statuses = [nobody.post(url, body).status_code for _ in range(most)]
        over = nobody.post(url, body)

    assert statuses == [201] * most
    assert (over.status_code, over.json["code"]) == (429, "too-many-messages")
    # Monday, 09:00 at the office: fifteen hours to midnight.
    assert over.headers["Retry-After"] == str(15 * 3600 + 1)
    with clock.frozen_at(MONDAY + timedelta(seconds=15 * 3600 + 1)):
        assert nobody.post(url, body).status_code == 201


def test_the_office_writes_so_many_messages_into_a_case_and_no_more(complaints, caller):
    case, officer = brought_to(State.IN_HANDLING), caller(complaints, "complaint_officer")
    url, day, whole = (
        f"/v1/complaints/{case.id}/messages",
        quota("messages", "office", "day"),
        quota("messages", "office"),
    )
    own = Message.select().where(Message.complaint == case.id, Message.sender == "office")
    before = own.count()  # what the steps to here told him counts as well
    with clock.frozen_at(MONDAY):
        said = [officer.post(url, {"text": "Kami periksa."}) for _ in range(day + 1)]
    assert own.count() in (day, before + day)
    with clock.frozen_at(MONDAY):
        for number in range(whole - own.count()):
            Message.create(complaint=case, sender="office", by="", text=str(number))
    with clock.frozen_at(MONDAY + timedelta(days=2)):
        over = officer.post(url, {"text": "Satu lagi."})

    assert (said[-1].status_code, said[-1].json["code"]) == (429, "too-many-messages")
    assert (over.status_code, over.json["code"]) == (409, "office-box-full")


@pytest.mark.parametrize(("path", "action"), [("identity", "open_identity"), ("code", SHOWN)])
def test_an_act_that_moves_nothing_is_kept_so_often_and_no_more(complaints, caller, path, action):
    case, most = lodged(), quota("acts", "office")
    for _ in range(most - 1):
        Evidence.create(complaint=case, action=action, by="someone", facts={"reason": "x"})
    officer, url = caller(complaints, "complaint_officer"), f"/v1/complaints/{case.id}"
    said = [officer.post(f"{url}/{path}", {"reason": "diminta pelapor"}, match=officer.get(url)) for _ in range(2)]

    assert [(one.status_code, one.json.get("code") if one.status_code > 300 else "") for one in said] == [
        (200, ""),
        (409, "too-many-acts"),
    ]


def test_every_quota_names_its_source_and_is_tighter_before_a_number_is_given():
    for row in rules.quotas(clock.now().date()):
        assert row["legal_source"]
        assert 0 < row["unconfirmed"] <= row["most"]
