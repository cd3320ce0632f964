"""The routes of certificates: who may call, what they answer, and what the public page gives away."""

import io

import pytest

from services.certificates.storage import Certificate
from tests.certificates.builders import CANARY, OWNER, STREET, failed, passed

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


def sign(head, certificate):
    answer = head.post(f"/v1/certificates/{certificate.id}/signature", {}, match=head.get(url(certificate)))
    assert answer.status_code == 200, answer.json
    return answer.json


def url(certificate) -> str:
    return f"/v1/certificates/{certificate.id}"


def test_a_head_signs_and_anybody_can_check_the_paper(certificates, head, public, signed):
    pdf = head.get(f"/v1/certificates/{signed['id']}/pdf").data

    page = public.get(f"/v/{signed['code']}")
    upload = public.client.post("/v1/verifications", data={"file": (io.BytesIO(pdf), "skhp.pdf")})

    assert signed["state"] == "valid"
    assert "SAH" in page.text
    assert upload.json["authentic"] is True
    assert upload.json["answer"] == "valid"
