"""The routes of certificates: who may call, what they answer, and what the public is told and not told."""

import io
from datetime import timedelta

import pytest

from services.certificates.storage import Certificate, PartyCopy
from services.certificates.usecases import batches, expiry
from shared import clock
from tests.certificates.builders import CANARY, OWNER, STREET, failed, hear, news, passed
from tests.support import MONDAY

UNKNOWN = "01930000-0000-7000-8000-00000000dead"
DELEGATION = {"subject": "dev-verifier", "capacity": "acting", "name": "Rina", "decree": "800/2"}
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def head(certificates, caller):
    return caller(certificates, "head", name="Budi Santoso")


@pytest.fixture
def public(certificates, caller):
    return caller(certificates)


@pytest.fixture
def signed(certificates, head):
    return sign(head, passed(certificates))


def sign(head, certificate) -> dict:
    answer = move(head, certificate.id, "signature", {})
    assert answer.status_code == 200, answer.json
    return answer.json


def move(who, id: str, name: str, body: dict | None = None):
    row = who.get(f"/v1/certificates/{id}")
    return who.post(f"/v1/certificates/{id}/{name}", {"reason_code": "inspection"} if body is None else body, match=row)


def pdf_of(head, certificate: dict) -> bytes:
    return head.get(f"/v1/certificates/{certificate['id']}/pdf").data


def upload(public, content: bytes) -> dict:
    answer = public.client.post("/v1/verifications", data={"file": (io.BytesIO(content), "skhp.pdf")})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_head_signs_and_anybody_can_check_the_paper(head, public, signed):
    page = public.get(f"/v/{signed['code']}")

    assert page.status_code == 200
    assert "<h1>SAH</h1>" in page.text
    assert "AK-2024-00017" in page.text
    assert signed["number"] in page.text
    assert "Cocokkan nomor seri dan tanda tera" in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_paper_is_the_same_file_for_ever_and_its_digest_is_told(head, signed):
    import hashlib

    first, second = pdf_of(head, signed), pdf_of(head, signed)

    assert first == second
    assert hashlib.sha256(first).hexdigest() == signed["sha256"]


def test_an_uploaded_paper_is_authentic_until_a_byte_changes_or_follows(head, public, signed):
    pdf = pdf_of(head, signed)
    place = len(pdf) // 2
    flipped = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    assert (upload(public, pdf)["authentic"], upload(public, pdf)["answer"]) == (True, "valid")
    for forged in (flipped, pdf + b"\n% an update", b"%PDF-1.7 nothing", b""):
        told = upload(public, forged)
        assert (told["authentic"], told["answer"], told["certificate"]) == (False, "unknown", None)


def made_valid(service, head):
    return sign(head, passed(service))


def made_rejected(service, head):
    return sign(head, failed(service))


def made_suspended(service, head):
    row = made_valid(service, head)
    return move(head, row["id"], "suspension").json


def made_revoked(service, head):
    row = made_valid(service, head)
    return move(head, row["id"], "revocation").json


def made_superseded(service, head):
    row = made_valid(service, head)
    made_valid(service, head)
    return row


def made_expired(service, head):
    row = made_valid(service, head)
    expiry.expire(MONDAY + timedelta(days=400))
    return row


def made_unknown(service, head):
    return {"code": Certificate.find(passed(service).id).code}


WORDS = {
    "valid": "SAH",
    "rejected": "BATAL, tidak boleh digunakan",
    "suspended": "DITANGGUHKAN",
    "revoked": "DICABUT",
    "superseded": "DIGANTIKAN",
    "expired": "KEDALUWARSA",
    "unknown": "TIDAK DIKENAL",
}
MADE = [made_valid, made_rejected, made_suspended, made_revoked, made_superseded, made_expired, made_unknown]


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_each_of_the_seven_answers_is_the_same_on_every_path(certificates, head, public, make):
    wanted = make.__name__.removeprefix("made_")
    code = make(certificates, head)["code"]

    page = public.get(f"/v/{code}")
    answers = [
        public.get(f"/v/{code}", Accept="application/json").json,
        public.client.post("/v1/verifications", json={"code": code.lower().replace("-", " ")}).json,
        public.client.post("/v1/verifications", json={"qr": f"http://127.0.0.1:8000/v/{code}"}).json,
    ]

    assert f"<h1>{WORDS[wanted]}</h1>" in page.text
    assert [told["answer"] for told in answers] == [wanted] * 3
    assert answers[0]["title"]["id"] == WORDS[wanted]


def test_a_superseded_paper_leads_to_the_one_that_took_its_place(certificates, head, public):
    old, new = made_valid(certificates, head), made_valid(certificates, head)

    assert f"/v/{new['code']}" in public.get(f"/v/{old['code']}").text


def test_a_paper_with_one_rejected_unit_says_so(certificates, head, public):
    units = [{"unit": "1", "verdict": "valid"}, {"unit": "2", "verdict": "rejected", "reasons": ["eccentricity"]}]

    page = public.get(f"/v/{sign(head, passed(certificates, units=units))['code']}")

    assert '<tr class="rejected"><th scope="row">Unit 2</th><td>BATAL, tidak boleh digunakan' in page.text


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_no_path_to_the_public_gives_a_person_away(certificates, head, public, make):
    code = make(certificates, head)["code"]
    spoken = [public.get(f"/v/{code}").text, public.get(f"/v/{code}", Accept="application/json").text]
    spoken += [body.decode() for body in certificates.log.page(0, 1000, internal=True).bodies]

    assert not [text for text in spoken if CANARY in text or STREET in text]


def test_names_lie_sealed_in_the_database(certificates):
    passed(certificates)

    rows = certificates.store.execute("SELECT facts FROM party_copy").fetchall()

    assert PartyCopy.get().facts["name"] == CANARY
    assert CANARY not in str(rows)


@pytest.mark.parametrize("code", ["", "x", "K7QM", "%00", "..%2f..", "%F0%9F%98%80", "a" * 2000, "<script>"])
def test_any_other_code_is_unknown(certificates, public, code):
    answer = public.get(f"/v/{code}")

    assert answer.status_code == 404 if not code or "%2f" in code else "TIDAK DIKENAL" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "code-or-qr"),
        ({"code": "a", "qr": "b"}, "code-or-qr"),
        ({"code": 7}, "type"),
        ({"code": "  "}, "invalid"),
        ({"codex": "a"}, "unknown"),
        ([], "type"),
    ],
)
def test_a_faulty_question_is_told_why(public, body, code):
    answer = public.client.post("/v1/verifications", json=body)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/plain", b"K7QM", 415),
        ("application/json", b"{", 400),
        ("multipart/form-data; boundary=x", b"--x--", 422),
    ],
)
def test_a_question_in_another_form_is_refused(public, content_type, body, status):
    answer = public.client.post("/v1/verifications", data=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


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


def test_signing_needs_the_version_that_was_read(certificates, head):
    waiting = passed(certificates)
    url = f"/v1/certificates/{waiting.id}/signature"

    assert head.post(url).status_code == 428
    assert head.post(url, match={"version": 9}).status_code == 412


def test_a_verifier_signs_only_with_a_decree(certificates, head, caller):
    verifier = caller(certificates, "verifier")
    waiting = passed(certificates)
    without = move(verifier, waiting.id, "signature", {})

    made = head.post("/v1/delegations", {**DELEGATION, "first_day": "2026-11-23"})
    with_decree = move(verifier, waiting.id, "signature", {})

    assert (without.status_code, without.json["code"]) == (403, "no-delegation")
    assert made.status_code == 201
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


def test_the_page_has_its_own_style_and_no_script(public):
    style = public.get("/v/style.css")

    assert style.content_type.startswith("text/css")
    assert "style.css" in public.get("/v/K7QM").text
