"""From an approved examination to a signed paper, and what the head and the calendar make of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.certificates.adapters.seal import Seal
from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Batch, Certificate, Instrument, VoidNumber, transaction
from services.certificates.usecases import batches, decisions, demo, expiry, signing, verification, writing
from shared import clock
from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, Stale, Unavailable
from tests.certificates.builders import INSTRUMENT, failed, passed
from tests.support import MONDAY, told

HEAD = Actor("dev-head", "Budi Santoso", roles=frozenset({"head"}))
VERIFIER = Actor("dev-verifier-2", "Rina", roles=frozenset({"verifier"}))
OTHER = "01930000-0000-7000-8000-00000000a12f"
pytestmark = pytest.mark.usefixtures("monday")


class Away:
    """A signer whose key is out of reach, and which lets something happen meanwhile."""

    kind_text = {"id": "uji", "en": "test"}

    def __init__(self, meanwhile=lambda: None) -> None:
        self.meanwhile = meanwhile

    def sign(self, pdf: bytes) -> None:
        self.meanwhile()
        raise Unavailable("signer-unusable", reason="away")


@pytest.fixture
def signer_away(certificates):
    """Takes the signer off the desk; the one it returns can be put back."""
    at_hand = signing.desk.seal
    signing.desk.seal = Seal(Away, at_hand.folder)
    signing.desk.seal.__dict__["signer"] = Away()
    return at_hand


def signed(service, **facts) -> Certificate:
    return signing.sign(HEAD, passed(service, **facts).id)


def kinds_told(service) -> list[str]:
    return [event["type"].split(".")[2] for event in told(service)]


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
    draw = writing.paper

    def draw_while_the_head_voids(*args):
        row = Certificate.find(waiting.id)
        decisions.decide(HEAD, row.id, row.version, Action.VOID, "second_thoughts")
        return draw(*args)

    monkeypatch.setattr(writing, "paper", draw_while_the_head_voids)

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
    decisions.delegate(HEAD, subject=VERIFIER.sub, capacity="daily_acting", name="Rina, S.T.", decree="800/2", **days)

    assert signing.signatory(VERIFIER)["title"] == "Plh. Kepala UPTD Metrologi Legal"
    assert signing.sign(VERIFIER, passed(certificates).id).signed_by == VERIFIER.sub
    for days_later in (-1, 2):
        with clock.frozen_at(MONDAY + timedelta(days=days_later)), pytest.raises(Forbidden):
            signing.signatory(VERIFIER)


def test_a_decree_does_not_end_before_it_begins(certificates):
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 22)}

    with pytest.raises(Invalid, match="ends-before-it-begins"):
        decisions.delegate(HEAD, subject="x", capacity="acting", name="X", decree="1", **days)


def test_the_head_suspends_reinstates_and_revokes_for_good(certificates):
    row = signed(certificates)

    for action, state in ((Action.SUSPEND, "suspended"), (Action.REINSTATE, "valid"), (Action.REVOKE, "revoked")):
        row = decisions.decide(HEAD, row.id, Certificate.find(row.id).version, action, "inspection")
        assert row.state == state
    with pytest.raises(Conflict, match="illegal-move"):
        decisions.decide(HEAD, row.id, row.version, Action.REINSTATE, "regret")
    assert Certificate.living_of(INSTRUMENT) is None
    assert kinds_told(certificates) == ["issued", "suspended", "reinstated", "revoked"]


def test_a_certificate_expires_when_its_last_day_is_over_at_the_office(certificates):
    row = signed(certificates)
    last_hour = datetime(2027, 11, 21, 16, 59, tzinfo=UTC)  # 23.59 WIB on its last day

    assert expiry.expire(last_hour) == 0
    assert expiry.expire(last_hour + timedelta(minutes=1)) == 1
    assert expiry.expire(last_hour + timedelta(minutes=1)) == 0
    assert Certificate.find(row.id).state == "expired"
    assert kinds_told(certificates) == ["issued", "expired"]


def test_the_public_sees_the_end_even_before_the_clock_has_worked(certificates):
    row = signed(certificates)

    with clock.frozen_at(datetime(2027, 11, 21, 17, 0, tzinfo=UTC)):
        assert verification.by_code(row.code)["answer"] == "expired"


def test_an_end_is_announced_once_at_sixty_and_once_at_thirty_days(certificates):
    signed(certificates)
    end = datetime(2027, 11, 21, 5, 0, tzinfo=UTC)

    counts = [expiry.announce(end - timedelta(days=days)) for days in (61, 60, 59, 30, 30, 1)]

    assert counts == [0, 1, 0, 1, 0, 0]
    assert [event["data"]["days_left"] for event in told(certificates, "expiring")] == [60, 30]


def test_a_clock_that_slept_announces_the_nearest_distance_only(certificates):
    signed(certificates)
    end = datetime(2027, 11, 21, 5, 0, tzinfo=UTC)

    assert [expiry.announce(end - timedelta(days=days)) for days in (12, 12)] == [1, 0]


def test_a_batch_has_an_outcome_for_each_certificate(certificates):
    one, two = passed(certificates), passed(certificates, instrument_id=OTHER)
    decisions.decide(HEAD, two.id, two.version, Action.VOID, "wrong_owner")

    batch = batches.order(HEAD, [one.id, two.id, one.id])
    batches.work(MONDAY)

    outcomes = [(line["outcome"], line["code"]) for line in Batch.find(batch.id).outcomes]
    assert (Batch.find(batch.id).state, outcomes) == ("done", [("signed", None), ("refused", "illegal-move")])


def test_a_batch_goes_on_where_it_stopped(certificates, signer_away):
    one, two = passed(certificates), passed(certificates, instrument_id=OTHER)
    batch = batches.order(HEAD, [one.id, two.id])

    batches.work(MONDAY)
    stopped = Batch.find(batch.id)
    signing.desk.seal = signer_away
    signing.sign(HEAD, one.id)  # by hand, meanwhile
    batches.work(MONDAY)

    assert {line["outcome"] for line in stopped.outcomes} == {"pending"}
    assert {line["outcome"] for line in Batch.find(batch.id).outcomes} == {"signed"}
    assert kinds_told(certificates) == ["issued", "issued"]


def test_a_batch_names_what_it_does_not_know(certificates):
    with pytest.raises(Invalid) as refusal:
        batches.order(HEAD, [passed(certificates).id, OTHER])
    assert refusal.value.errors == [{"pointer": "/certificates/1", "code": "not-found"}]


def test_the_demo_loads_once(certificates):
    demo.load()
    demo.load()

    assert signing.signatory(HEAD)["rank"] == "Pembina (IV/a)"
    assert signing.signatory(VERIFIER)["title"].startswith("Plh.")
    assert (certificates.settings.var / "keys" / "signer.pem").exists()


def test_each_change_of_an_instrument_takes_its_turn(certificates):
    with transaction():
        versions = [Instrument.hold(OTHER).version for _ in range(3)]

    assert versions == [1, 2, 3]
