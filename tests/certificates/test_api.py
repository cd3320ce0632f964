"""The routes of the register: who may call, and what they answer."""

import pytest

from services.certificates.usecases import batches
from shared import clock
from tests.certificates.builders import OWNER, hear, move, news, passed, pdf_of, sign

UNKNOWN = "01930000-0000-7000-8000-00000000dead"
DELEGATION = {
    "subject": "dev-verifier",
    "capacity": "acting",
    "name": "Rina",
    "decree": "800/2",
    "decree_on": "2026-11-20",
}
pytestmark = pytest.mark.usefixtures("monday")


def test_the_paper_is_the_same_file_for_ever_and_its_digest_is_told(head, signed):
    import hashlib

    first, second = pdf_of(head, signed), pdf_of(head, signed)

    assert first == second
    assert hashlib.sha256(first).hexdigest() == signed["sha256"]


def test_an_applicant_sees_and_downloads_his_own_only(certificates, head, caller):
    own = sign(head, passed(certificates, owner_key=OWNER))
    foreign = passed(certificates, owner_key="somebody else", instrument_id=UNKNOWN)
    applicant = caller(certificates, "applicant")

    assert [row["id"] for row in applicant.get("/v1/certificates").json["items"]] == [own["id"]]
    assert applicant.get(f"/v1/certificates/{own['id']}/pdf").data.startswith(b"%PDF-")
    assert applicant.get(f"/v1/certificates/{foreign.id}").status_code == 404
    assert applicant.get(f"/v1/certificates/{foreign.id}/pdf").status_code == 404
    assert applicant.get(f"/v1/certificates/{own['id']}/history").status_code == 403
    assert move(applicant, own["id"], "suspension").status_code == 403


def test_an_unsigned_paper_cannot_be_downloaded(certificates, head):
    answer = head.get(f"/v1/certificates/{passed(certificates).id}/pdf")

    assert (answer.status_code, answer.json["code"]) == (409, "not-signed-yet")


def test_the_list_is_filtered(certificates, head):
    one = sign(head, passed(certificates))
    other = passed(certificates, instrument_id=UNKNOWN)

    def found(query: str) -> list[str]:
        return [row["id"] for row in head.get(f"/v1/certificates?{query}").json["items"]]

    assert found("state=awaiting_signature") == [other.id]
    assert found(f"instrument={UNKNOWN}") == [other.id]
    assert found(f"item={one['item_id']}") == [one["id"]]
    assert found(f"application={one['application_id']}") == [one["id"]]
    assert found(f"number={one['number']}") == [one["id"]]
    assert found("kind=rejection") == []
    assert found("since=2026-11-23T02:00:00Z") == [other.id, one["id"]]
    assert found("since=2026-11-24T00:00:00Z") == []
    assert head.get("/v1/certificates?state=lost").status_code == 422
    for beyond in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "2201-01-01T00:00:00Z"):
        [fault] = head.get(f"/v1/certificates?since={beyond}").json["errors"]
        assert (fault["pointer"], fault["code"], fault["min"], fault["max"]) == ("/since", "year", "1900", "2200")


def test_signing_needs_the_version_that_was_read(certificates, head):
    waiting = passed(certificates)
    url = f"/v1/certificates/{waiting.id}/signature"

    assert head.post(url).status_code == 428
    assert head.post(url, match={"version": 9}).status_code == 412


def test_a_verifier_signs_only_with_a_decree(certificates, head, caller):
    verifier = caller(certificates, "verifier")
    waiting = passed(certificates)
    without = move(verifier, waiting.id, "signature", {})

    made = caller(certificates, "admin").post("/v1/delegations", {**DELEGATION, "first_day": "2026-11-23"})
    unconfirmed = move(verifier, waiting.id, "signature", {})
    head.post(f"/v1/delegations/{made.json['id']}/confirmation", match=made)
    with_decree = move(verifier, waiting.id, "signature", {})

    assert (without.status_code, without.json["code"]) == (403, "no-delegation")
    assert (made.status_code, unconfirmed.json["code"]) == (201, "no-delegation")
    assert head.get(f"/v1/delegations/{made.json['id']}").json["capacity"] == "acting"
    assert with_decree.json["state"] == "valid"


def test_an_order_to_sign_many_is_worked_off_by_the_clock(certificates, head):
    waiting = passed(certificates)
    made = head.post("/v1/batches", {"certificates": [waiting.id]})

    batches.work(clock.now())
    done = head.get(f"/v1/batches/{made.json['id']}").json

    assert (made.status_code, made.json["state"]) == (201, "pending")
    assert (done["state"], done["outcomes"][0]["outcome"]) == ("done", "signed")


def test_the_history_says_who_did_what(certificates, head, signed):
    move(head, signed["id"], "suspension")

    lines = head.get(f"/v1/certificates/{signed['id']}/history").json["items"]

    assert [line["action"] for line in lines] == ["prepare", "reserve_number", "sign", "suspend"]
    assert lines[-1]["by_name"] == "Budi Santoso"
    assert lines[-1]["facts"] == {"reason_code": "inspection"}


def test_the_head_sees_what_a_complaint_asks_and_the_owner_does_not(certificates, head, caller, signed):
    asked = {"complaint_id": UNKNOWN, "certificate_id": signed["id"], "reason_code": "short_measure"}
    hear(certificates, news(certificates, "complaints.suspension.requested", asked))

    (request,) = head.get("/v1/suspension_requests").json["items"]
    own = caller(certificates, "applicant").get(f"/v1/certificates/{signed['id']}")
    move(head, signed["id"], "suspension")

    assert (request["complaint_id"], request["reason_code"]) == (UNKNOWN, "short_measure")
    assert UNKNOWN not in own.text
    assert head.get("/v1/suspension_requests").json["items"] == []


def test_void_numbers_are_listed(certificates, head, signed):
    assert head.get("/v1/register/voids").json == {"items": [], "next": None}
