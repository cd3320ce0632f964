"""From the news of an approved examination to a signed paper, and what becomes of it."""

import pytest

from services.certificates.storage import Certificate
from services.certificates.usecases import signing
from shared.actor import Actor
from tests.certificates.builders import passed
from tests.support import told

HEAD = Actor("dev-head", "Budi Santoso", roles=frozenset({"head"}))
pytestmark = pytest.mark.usefixtures("monday")


def test_an_approved_pass_becomes_a_signed_certificate(certificates):
    waiting = passed(certificates)

    signed = signing.sign(HEAD, waiting.id, waiting.version)

    row = Certificate.find(waiting.id)
    assert (row.state, row.number) == ("valid", "500.2.3.15/0001/UPTD-ML/XI/2026")
    assert str(row.valid_until) == "2027-11-21"  # Permendag 24/2024: one year; the day before its anniversary
    assert row.living == row.instrument_id
    (event,) = told(certificates)
    assert event["type"] == "certificates.certificate.issued.v1"
    assert event["data"]["sha256"] == row.sha256 == signed.sha256
