"""Public verification: seven answers on every path, files to the last byte, nothing of a person."""

import io
from datetime import timedelta

import pytest

from services.certificates.adapters.pdf_validation import judge
from services.certificates.storage import Certificate, PartyCopy
from services.certificates.usecases import expiry
from tests import paperwork
from tests.certificates.builders import CANARY, STREET, failed, move, passed, pdf_of, sign
from tests.support import MONDAY

pytestmark = pytest.mark.usefixtures("monday")


def upload(public, content: bytes) -> dict:
    answer = public.client.post("/v1/verifications", data={"file": (io.BytesIO(content), "skhp.pdf")})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_sample_names_its_lot_on_the_paper_and_its_act_in_the_answer(certificates, head, tmp_path):
    signed = sign(head, passed(certificates, basis="sampling", lot="L-7"))

    shown = paperwork.text(pdf_of(head, signed), tmp_path)

    assert "dengan contoh" in shown
    assert "Contoh dari lot L-7" in shown
    assert signed["basis"] == "sampling"


def test_a_head_signs_and_anybody_can_check_the_paper(head, public, signed):
    page = public.get(f"/v/{signed['code']}")

    assert page.status_code == 200
    assert "<h1>SAH</h1>" in page.text
    assert "AK-2024-00017" in page.text
    assert signed["number"] in page.text
    assert "Cocokkan nomor seri dan tanda tera" in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_an_uploaded_paper_is_authentic_until_a_byte_changes_or_follows(head, public, signed):
    pdf = pdf_of(head, signed)
    place = len(pdf) // 2
    flipped = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    assert (upload(public, pdf)["authentic"], upload(public, pdf)["answer"]) == (True, "valid")
    for forged in (flipped, pdf + b"\n% an update", b"%PDF-1.7 nothing", b""):
        told = upload(public, forged)
        assert (told["authentic"], told["answer"], told["certificate"]) == (False, "unknown", None)


def test_anybody_gets_the_certificate_with_which_a_paper_can_be_checked(head, public, signed):
    kid = signed["signature"]["kid"]

    shown = public.get(f"/v1/signers/{kid}")

    assert shown.status_code == 200
    assert judge(pdf_of(head, signed), shown.data).authentic
    assert public.get("/v1/signers/signer").status_code == 404
    assert public.get(f"/v1/signers/{kid[:-1]}").status_code == 404


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

    assert "Kecuali unit 2: BATAL, tidak boleh digunakan." in page.text
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

    no_text = not code or "%2f" in code or code == "%00"  # no address at all
    assert answer.status_code == 404 if no_text else "TIDAK DIKENAL" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "code-or-qr"),
        ({"code": "a", "qr": "b"}, "code-or-qr"),
        ({"code": 7}, "type"),
        ({"code": "  "}, "length"),
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


def test_the_page_has_its_own_style_and_no_script(public):
    style = public.get("/v/style.css")

    assert style.content_type.startswith("text/css")
    assert "style.css" in public.get("/v/K7QM").text
