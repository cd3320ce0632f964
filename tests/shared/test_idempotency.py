"""A changing request sent twice under one key acts once."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.intake.storage import Application
from tests.intake.builders import body
from tests.support import NAMES, told

LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller) -> Any:
    return caller(intake, "applicant", sub="siti")


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def test_the_same_request_again_gets_the_same_answer_and_makes_nothing_new(siti):
    first = siti.post(LETTERS, body(), **keyed("k-1"))

    again = siti.post(LETTERS, body(), **keyed("k-1"))
    assert (again.status_code, again.json) == (201, first.json)
    assert [again.headers[name] for name in ("Location", "ETag")] == [first.headers[n] for n in ("Location", "ETag")]
    assert Application.select().count() == 1


def test_a_change_sent_again_gets_its_first_answer_where_without_a_key_it_would_come_too_late(siti):
    url = siti.post(LETTERS, body(), **keyed("k-1")).headers["Location"]
    change, match = {"wish": "pagi"}, {"If-Match": '"1"'}

    first = siti.send("PATCH", url, change, **match, **keyed("k-2"))
    again = siti.send("PATCH", url, change, **match, **keyed("k-2"))

    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.json, again.headers["ETag"]) == (first.json, first.headers["ETag"])
    assert siti.send("PATCH", url, change, **match).status_code == 412
    assert siti.send("PATCH", url, change, **{"If-Match": first.headers["ETag"]}, **keyed("k-2")).status_code == 422


def test_a_change_that_was_refused_leaves_its_key_free(siti):
    url = siti.post(LETTERS, body(), **keyed("k-1")).headers["Location"]

    assert siti.send("PATCH", url, {"wish": "pagi"}, **{"If-Match": '"9"'}, **keyed("k-2")).status_code == 412
    assert siti.send("PATCH", url, {"wish": "pagi"}, **{"If-Match": '"1"'}, **keyed("k-2")).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_change_of_every_service_takes_a_key(opened, name):
    lacking = []
    document = opened(name).app().test_client().get("/openapi.json").json
    for path, methods in document["paths"].items():
        for method in methods.keys() & {"post", "put", "patch", "delete"}:
            known = {one["$ref"].rpartition("/")[2] for one in methods[method]["parameters"] if "$ref" in one}
            lacking += [] if known & {"Idempotency-Key", "Repeat-Key"} else [f"{method} {path}"]
    assert lacking == (["post /v1/verifications"] if name == "certificates" else [])  # it changes nothing


def test_another_body_under_the_same_key_is_refused(siti):
    siti.post(LETTERS, body(), **keyed("k-1"))

    answer = siti.post(LETTERS, body(wish="pagi"), **keyed("k-1"))
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("key", ["", " ", "a b", "kunci/1", "x" * 201, "é"])
def test_a_key_that_is_missing_or_malformed_is_a_400(siti, key):
    answer = siti.post(LETTERS, body(), **keyed(key.encode().decode("latin-1")))

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-required")


def test_a_key_belongs_to_its_caller(siti, intake, caller):
    first = siti.post(LETTERS, body(), **keyed("k-1"))

    other = caller(intake, "applicant", sub="budi").post(LETTERS, body(), **keyed("k-1"))
    assert other.status_code == 201
    assert other.json["id"] != first.json["id"]


def test_an_answer_is_handed_out_again_in_the_role_it_was_given_to_and_in_no_other(intake, caller):
    """What an officer wrote at the counter is not his any more when he comes back as an applicant, or in no role."""
    before = caller(intake, "front_officer", sub="rina").post(LETTERS, body(), **keyed("k-1"))

    after = caller(intake, "applicant", sub="rina").post(LETTERS, body(), **keyed("k-1"))
    assert (after.status_code, after.json["code"]) == (422, "idempotency-key-reused")
    assert "Siti Aminah" not in after.text
    wider = caller(intake, "applicant", "front_officer", sub="rina").post(LETTERS, body(), **keyed("k-1"))
    assert wider.status_code == 422
    gone = caller(intake, "auditor", sub="rina").post(LETTERS, body(), **keyed("k-1"))
    assert (gone.status_code, gone.json["code"]) == (403, "forbidden")
    more = caller(intake, "front_officer", "auditor", sub="rina").post(LETTERS, body(), **keyed("k-1"))
    assert (more.status_code, more.json) == (201, before.json)


def test_a_request_that_failed_may_be_repeated_under_its_key(siti):
    assert siti.post(LETTERS, {}, **keyed("k-1")).status_code == 422

    assert siti.post(LETTERS, body(), **keyed("k-1")).status_code == 201


def test_twenty_at_once_make_one(siti, intake):
    """Some are told that it is running, or that they are too many; the others get the one answer."""
    app = intake.app()

    def send(_: int) -> Any:
        headers = {**siti.headers, **keyed("k-1")}
        return app.test_client().post(LETTERS, json=body(), headers=headers)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    made = {answer.json["id"] for answer in answers if answer.status_code == 201}
    refused = {answer.json["code"] for answer in answers if answer.status_code != 201}
    assert Application.select().count() == len(made) == 1
    assert refused <= {"idempotency-key-running", "too-many-at-once"}


def test_a_submission_repeated_after_a_lost_answer_is_told_once(siti, intake):
    letter = siti.post(LETTERS, body())
    url = f"{LETTERS}/{letter.json['id']}/submission"

    answers = [siti.post(url, {}, letter, **keyed("k-2")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert len(told(intake, "application.submitted")) == 1


def test_the_kept_answer_is_sealed(siti, intake):
    siti.post(LETTERS, body(), **keyed("k-1"))

    kept = intake.store.execute("SELECT body FROM idempotency_key").fetchone()[0]
    assert b"Siti Aminah" not in bytes(kept)


def test_a_form_is_compared_by_its_parts_and_not_by_its_boundary(intake):
    """The fingerprint of a multipart body, whose boundary is another one each time."""
    from shared.http.idempotency import _fingerprint

    def printed(boundary: str, content: bytes) -> str:
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode()
        data = 2 * (part + content + b"\r\n") + f"--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        with intake.app().test_request_context(LETTERS, method="POST", data=io.BytesIO(data), content_type=kind):
            return _fingerprint()

    assert printed("one", b"%PDF-") == printed("two", b"%PDF-")
    assert printed("one", b"%PDF-") != printed("one", b"%PDF+")
