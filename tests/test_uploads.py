"""Every route of every service that takes a file takes the good ones and refuses the bad ones, in the same way."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.complaints.domain.lifecycle import State
from services.complaints.storage import Attachment, Complaint, rules
from services.testing.storage import Examination
from shared.config import ROOT
from shared.ids import uuid7
from shared.uploads.sandbox_child import LIMITS, MEGABYTE
from tests.bombs import BOMBS, HARMLESS, MEDIA
from tests.complaints.builders import enter_desk, lodged
from tests.intake.builders import body
from tests.specimens import BAD, GOOD, Part
from tests.support import NAMES
from tests.testing.builders import ready, recorded

Sender = Callable[[Part], Any]


def _form(who: Any, method: str, url: str, **headers: str) -> Sender:
    def send(part: Part) -> Any:
        name, declared, content = part
        form = {"file": (io.BytesIO(content), name, declared), "kind": "plate"} if method == "POST" else {
            "file": (io.BytesIO(content), name, declared)
        }  # fmt: skip
        own = {**who.headers, "Idempotency-Key": uuid7(), **headers}
        return who.client.open(url, method=method, data=form, headers=own)

    return send


def letter(service: Any, caller: Callable) -> Sender:
    """Each file to another letter of another account, because a letter takes only so many."""

    def send(part: Part) -> Any:
        siti = caller(service, "applicant", sub=uuid7())
        draft = siti.post("/v1/applications", body()).json
        return _form(siti, "PUT", f"/v1/applications/{draft['id']}/letter", **{"If-Match": f'"{draft["version"]}"'})(
            part
        )

    return send


def photos(service: Any, caller: Callable) -> Sender:
    service.demo()
    [order] = ready(service)
    return _form(caller(service, "verifier"), "POST", f"/v1/examinations/{recorded(order).id}/photos")


def case(service: Any, caller: Callable) -> Sender:
    enter_desk()
    url = f"/v1/complaints/{lodged().id}/attachments"
    return _form(caller(service, "complaint_officer"), "POST", url)


def reporter(service: Any, caller: Callable) -> Sender:
    row = lodged()
    return _form(caller(service), "PUT", f"/v1/tracking/{row.number}/attachments?code={row.code}")


def verification(service: Any, caller: Callable) -> Sender:
    return _form(caller(service), "POST", "/v1/verifications")


ROUTES: dict[tuple[str, str], Callable[[Any, Callable], Sender]] = {
    ("intake", "put /v1/applications/{id}/letter"): letter,
    ("testing", "post /v1/examinations/{id}/photos"): photos,
    ("complaints", "post /v1/complaints/{id}/attachments"): case,
    ("complaints", "put /v1/tracking/{number}/attachments"): reporter,
    ("certificates", "post /v1/verifications"): verification,
}
KEEPING = {key: make for key, make in ROUTES.items() if key[0] != "certificates"}


@pytest.mark.parametrize("name", NAMES)
def test_no_route_takes_a_file_without_standing_here(opened, name):
    paths = opened(name).app().test_client().get("/openapi.json").json["paths"]

    taking = {
        (name, f"{method} {path}")
        for path, methods in paths.items()
        for method, one in methods.items()
        if isinstance(one, dict) and "multipart/form-data" in one.get("requestBody", {}).get("content", {})
    }
    assert taking == {key for key in ROUTES if key[0] == name}


def test_nobody_reads_a_file_of_a_request_but_the_one_door_and_the_verification_that_keeps_nothing():
    reading = {
        str(path.relative_to(ROOT))
        for folder in ("services", "shared", "deploy")
        for path in (ROOT / folder).rglob("*.py")
        if "request.files" in path.read_text() or "FileStorage" in path.read_text()
    }
    doors = {"shared/http/multipart.py", "services/certificates/api/verification.py"}
    assert reading - doors == {"shared/http/idempotency.py"}  # it counts bytes


STARTED: list[str] = []  # the children of this process, told by the interpreter itself
sys.addaudithook(lambda event, args: STARTED.append(args[0]) if event == "subprocess.Popen" else None)


def closed_letter(service: Any, caller: Callable) -> Iterator[Sender]:
    siti, budi = caller(service, "applicant"), caller(service, "applicant", sub="budi")
    url = f"/v1/applications/{siti.post('/v1/applications', body()).json['id']}"
    yield _form(budi, "PUT", f"{url}/letter", **{"If-Match": '"1"'})
    yield _form(siti, "PUT", f"{url}/letter", **{"If-Match": '"77"'})


def closed_photos(service: Any, caller: Callable) -> Iterator[Sender]:
    service.demo()
    [order] = ready(service)
    url = f"/v1/examinations/{recorded(order).id}/photos"
    yield _form(caller(service, "verifier", sub="another"), "POST", url)
    yield _form(caller(service, "verifier"), "POST", f"/v1/examinations/{uuid7()}/photos")


def full(row: Complaint, from_reporter: bool) -> Complaint:
    """As many files as the case may hold of this side."""
    sender = "reporter" if from_reporter else "anybody"
    most = next(
        one["most"] for one in rules.quotas(row.created_at.date()) if (one["of"], one["sender"]) == ("files", sender)
    )
    for number in range(most):
        Attachment.create(complaint=row, sha256=f"{number:064}", media="image/png", size=1, from_reporter=from_reporter)
    return row


def closed_case(service: Any, caller: Callable) -> Iterator[Sender]:
    enter_desk()
    yield _form(caller(service, "complaint_officer"), "POST", f"/v1/complaints/{uuid7()}/attachments")
    yield _form(caller(service, "complaint_officer", sub="nobody"), "POST", f"/v1/complaints/{lodged().id}/attachments")
    yield _form(caller(service, "complaint_officer"), "POST", f"/v1/complaints/{full(lodged(), False).id}/attachments")


def closed_reporter(service: Any, caller: Callable) -> Iterator[Sender]:
    row, other, held = lodged(), lodged(), full(lodged(), True)
    yield _form(caller(service), "PUT", f"/v1/tracking/{held.number}/attachments?code={held.code}")
    yield _form(caller(service), "PUT", f"/v1/tracking/{row.number}/attachments?code={other.code}")
    yield _form(caller(service), "PUT", f"/v1/tracking/X-1/attachments?code={row.code}")
    yield _form(caller(service), "PUT", f"/v1/tracking/{row.number}/attachments")
    Complaint.update(state=State.DISMISSED).where(Complaint.id == row.id).execute()
    yield _form(caller(service), "PUT", f"/v1/tracking/{row.number}/attachments?code={row.code}")


CLOSED: dict[tuple[str, str], Callable[[Any, Callable], Iterator[Sender]]] = {
    ("intake", "put /v1/applications/{id}/letter"): closed_letter,
    ("testing", "post /v1/examinations/{id}/photos"): closed_photos,
    ("complaints", "post /v1/complaints/{id}/attachments"): closed_case,
    ("complaints", "put /v1/tracking/{number}/attachments"): closed_reporter,
}


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("key", KEEPING, ids=" ".join)
def test_no_file_is_opened_for_who_may_not_add_it(opened, caller, key):
    """A child is started by nobody but who shows the right code, or may change the thing in its state."""
    senders = list(enumerate(CLOSED[key](opened(key[0]), caller)))
    before = len(STARTED)

    told = {number: send(GOOD["a letter"]).status_code for number, send in senders}

    assert {number: status for number, status in told.items() if status not in (403, 404, 409, 412, 422)} == {}
    assert STARTED[before:] == []


@pytest.mark.usefixtures("monday")
def test_a_photo_sent_again_under_its_key_is_answered_although_the_record_was_handed_in_meanwhile(opened, caller):
    testing = opened("testing")
    testing.demo()
    [order] = ready(testing)
    examination, key = recorded(order), {"Idempotency-Key": uuid7()}
    send = _form(caller(testing, "verifier"), "POST", f"/v1/examinations/{examination.id}/photos", **key)

    first = send(GOOD["a photo"])
    Examination.update(state="submitted").where(Examination.id == examination.id).execute()

    assert (first.status_code, send(GOOD["a photo"]).json) == (201, first.json)


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("key", KEEPING, ids=" ".join)
def test_every_route_that_keeps_files_takes_the_good_ones_and_refuses_the_bad_ones(opened, caller, key):
    send = KEEPING[key](opened(key[0]), caller)

    taken = {name: send(part).status_code for name, part in GOOD.items()}
    refused = {name: send(BAD[name]) for name in [*BAD][::4]}  # tests/shared/test_uploads.py tries all of them

    assert {name: status for name, status in taken.items() if status not in (200, 201)} == {}
    assert {name: one.status_code for name, one in refused.items() if one.status_code not in (415, 422)} == {}
    assert all(one.content_type == "application/problem+json" and one.json["detail"] for one in refused.values())


def test_the_verification_answers_every_file_and_knows_none_of_them(opened, caller):
    send = verification(opened("certificates"), caller)

    told = {name: send(part).json for name, part in {**GOOD, **BAD}.items()}

    assert {name for name, one in told.items() if one.get("authentic") is not False} == set()


def test_every_bomb_is_refused_within_a_second_and_256_megabytes():
    told = json.loads(subprocess.run([sys.executable, "-m", "tests.bombs"], stdout=-1, check=True, cwd=ROOT).stdout)
    start = told["nothing special"]

    assert {name for name, one in told.items() if not one["code"]} == HARMLESS.keys()
    # What starting Python and loading the parser costs on this machine at this moment is no part of the file's cost.
    assert {name: one["cpu"] for name, one in told.items() if one["cpu"] - start["cpu"] > 1} == {}
    assert {name: one["memory"] for name, one in told.items() if one["memory"] > 256 * MEGABYTE} == {}
    assert max(LIMITS.values()) == 256 * MEGABYTE
    assert told.keys() == {*BOMBS, *HARMLESS}


@pytest.mark.parametrize("name", ["a hundred packed object streams", "a billion pixels", "deep nesting"])
def test_a_bomb_is_a_problem_of_its_sender_on_the_way_of_a_stranger_too(complaints, caller, name):
    file, make = BOMBS[name]

    answer = reporter(complaints, caller)((file, MEDIA[file], make()))

    assert answer.status_code == 422
    assert answer.json["code"] in ("file-too-costly", "unreadable-file")
