"""Signing: one number, one paper, one living certificate, whatever fails or changes on the way."""

from datetime import date, timedelta

import pytest

from services.certificates.adapters.signing_identity import Seal
from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Certificate, VoidNumber, transaction
from services.certificates.usecases import decisions, delegations, issued_papers, signing, verification
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, Stale, Unavailable
from tests import paperwork
from tests.certificates.builders import HEAD, INSTRUMENT, OTHER, VERIFIER, failed, kinds_told, passed, signed
from tests.support import MONDAY, told

ADMIN = Actor("dev-admin", "Pengelola", roles=frozenset({"admin"}))
DECREE = {"decree": "800/2", "decree_on": date(2026, 11, 20)}
pytestmark = pytest.mark.usefixtures("monday")


def test_an_approved_pass_becomes_a_signed_certificate(certificates):
    waiting = passed(certificates)

    signing.sign(HEAD, waiting.id, waiting.version)

    row = Certificate.find(waiting.id)
    assert (row.state, row.number) == ("valid", "500.2.3.15/0001/UPTD-ML/XI/2026")
    assert row.valid_until == date(2027, 11, 21)  # one year; the day before its anniversary
    assert row.living == row.instrument_id
    (event,) = told(certificates)
    assert event["type"] == "certificates.certificate.issued.v1"
    assert (event["data"]["verdict"], event["data"]["sha256"]) == ("valid", row.sha256)


def test_the_paper_names_the_software_that_judged(certificates, tmp_path):
    told_by_testing = {"version": "1.0", "short": "1.0 · 0a1b2c3d · 4e5f6a7b"}

    content, _ = issued_papers.signed_paper(signed(certificates, software=told_by_testing))

    assert "perangkat lunak 1.0 · 0a1b2c3d · 4e5f6a7b" in paperwork.text(content, tmp_path)


def test_an_approved_failure_becomes_a_statement_that_never_expires(certificates):
    row = signing.sign(HEAD, failed(certificates).id)

    assert (row.state, row.number, row.valid_until) == ("in_force", "500.2.3.15/0001/UPTD-ML-BTL/XI/2026", None)
    assert told(certificates)[0]["data"]["verdict"] == "rejected"


def test_a_kind_without_a_settled_interval_has_no_last_day(certificates):
    row = signed(certificates, kind="evse")

    assert row.valid_until is None
    assert verification.by_code(row.code)["answer"] == "valid"


def test_a_signature_that_fails_leaves_the_number_for_the_next_attempt(certificates, signer_away):
    waiting = passed(certificates)

    with pytest.raises(Unavailable):
        signing.sign(HEAD, waiting.id, waiting.version)
    between = Certificate.find(waiting.id)
    signing.desk.seal = signer_away
    signing.sign(HEAD, waiting.id, between.version)

    assert (between.state, between.number) == ("awaiting_signature", "500.2.3.15/0001/UPTD-ML/XI/2026")
    assert Certificate.find(waiting.id).number == between.number
    assert kinds_told(certificates) == ["issued"]


def test_numbers_have_no_holes_and_a_voided_one_is_never_used_again(certificates, signer_away):
    refused = passed(certificates)
    with pytest.raises(Unavailable):
        signing.sign(HEAD, refused.id)
    signing.desk.seal = signer_away
    refused = Certificate.find(refused.id)

    decisions.decide(HEAD, refused.id, refused.version, Action.VOID, "wrong_owner")
    next_one = signed(certificates, instrument_id=OTHER)

    assert next_one.number == "500.2.3.15/0002/UPTD-ML/XI/2026"
    (void,) = VoidNumber.select()
    assert (void.number, void.reason_code) == ("500.2.3.15/0001/UPTD-ML/XI/2026", "wrong_owner")
    assert told(certificates, "voided")[0]["data"]["number"] == void.number


def test_a_paper_voided_before_it_had_a_number_leaves_no_trace_in_the_void_register(certificates):
    waiting = passed(certificates)

    decisions.decide(HEAD, waiting.id, waiting.version, Action.VOID, "wrong_owner")

    assert VoidNumber.select().count() == 0
    assert told(certificates, "voided")[0]["data"]["number"] is None


def test_what_changes_while_the_paper_is_signed_refuses_the_signature(certificates, monkeypatch):
    waiting = passed(certificates)
    draw = issued_papers.paper

    def draw_while_the_head_voids(*args):
        row = Certificate.find(waiting.id)
        decisions.decide(HEAD, row.id, row.version, Action.VOID, "second_thoughts")
        return draw(*args)

    monkeypatch.setattr(issued_papers, "paper", draw_while_the_head_voids)

    with pytest.raises(Stale):
        signing.sign(HEAD, waiting.id)
    assert Certificate.find(waiting.id).state == "void"
    assert kinds_told(certificates) == ["voided"]


def test_a_certificate_is_signed_once(certificates):
    row = signed(certificates)

    with pytest.raises(Conflict, match="illegal-move"):
        signing.sign(HEAD, row.id)
    assert kinds_told(certificates) == ["issued"]


def test_a_new_pass_takes_the_place_of_the_old_one(certificates):
    old, new = signed(certificates, tested_on="2026-11-20"), signed(certificates, tested_on="2026-11-22")

    old = Certificate.find(old.id)
    assert (old.state, old.replaced_by, old.living) == ("superseded", new.id, None)
    assert kinds_told(certificates) == ["issued", "superseded", "issued"]


def test_a_retest_that_passes_takes_the_place_of_the_rejection(certificates):
    old = signing.sign(HEAD, failed(certificates).id)

    new = signed(certificates)

    assert Certificate.find(old.id).state == "superseded"
    assert Certificate.living_of(INSTRUMENT).id == new.id


def test_an_older_paper_is_not_signed_over_a_later_one(certificates):
    old = passed(certificates, tested_on="2026-11-20")
    signed(certificates, tested_on="2026-11-22")

    with pytest.raises(Conflict, match="overtaken") as refusal:
        signing.sign(HEAD, old.id)
    assert refusal.value.facts["allowed"] == ["void"]


def test_the_database_itself_allows_one_living_certificate(certificates):
    signed(certificates)
    other = passed(certificates)

    with pytest.raises(Exception, match="(?i)unique"), transaction():
        other.change(living=INSTRUMENT)


def test_without_the_office_or_a_decree_in_force_nobody_signs(certificates):
    waiting = passed(certificates)

    with pytest.raises(Forbidden, match="no-delegation"):
        signing.sign(VERIFIER, waiting.id)


def test_a_decree_entitles_on_its_days_only(certificates):
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 24)}
    row = delegations.enter(ADMIN, subject=VERIFIER.sub, capacity="daily_acting", name="Rina, S.T.", **DECREE, **days)
    with pytest.raises(Forbidden, match="no-delegation"):
        signing.signatory(VERIFIER)
    delegations.confirm(HEAD, row.id, row.version)

    assert signing.signatory(VERIFIER)["title"] == "Plh. Kepala UPTD Metrologi Legal"
    assert signing.sign(VERIFIER, passed(certificates).id).signed_by == VERIFIER.sub
    for days_later in (-1, 2):
        with clock.frozen_at(MONDAY + timedelta(days=days_later)), pytest.raises(Forbidden):
            signing.signatory(VERIFIER)


def test_a_decree_does_not_end_before_it_begins(certificates):
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 22)}

    with pytest.raises(Invalid, match="ends-before-it-begins"):
        delegations.enter(HEAD, subject="x", capacity="acting", name="X", **DECREE, **days)


class Slow:
    """The signer of the desk, with something that happens while it signs."""

    def __init__(self, signer, meanwhile) -> None:
        self.signer, self.meanwhile, self.kind_text = signer, meanwhile, signer.kind_text

    def sign(self, pdf: bytes):
        self.meanwhile()
        return self.signer.sign(pdf)


def test_a_delegation_that_ends_while_the_paper_is_drawn_signs_nothing(certificates):
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 24)}
    row = delegations.enter(ADMIN, subject=VERIFIER.sub, capacity="acting", name="Rina, S.T.", **DECREE, **days)
    row = delegations.confirm(HEAD, row.id, row.version)
    seal, waiting = signing.desk.seal, passed(certificates)
    slow = Slow(seal.signer, lambda: delegations.end(HEAD, row.id, row.version, date(2026, 11, 22), "Kepala kembali"))
    signing.desk.seal = Seal(lambda: slow, seal.folder)
    signing.desk.seal.__dict__["signer"] = slow

    with pytest.raises(Forbidden, match="no-delegation"):
        signing.sign(VERIFIER, waiting.id)
    assert Certificate.find(waiting.id).state == "awaiting_signature"
