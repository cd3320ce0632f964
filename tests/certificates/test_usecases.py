"""What the head, the batch and the calendar make of certificates."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.certificates.domain.lifecycle import Action
from services.certificates.storage import Batch, Certificate, Delegation, Instrument, store, transaction
from services.certificates.usecases import (
    batches,
    decisions,
    demo,
    doubts,
    expiry,
    issued_papers,
    signing,
    verification,
)
from shared import clock
from shared.auth.revocation import Revoked
from shared.errors import Conflict, Invalid, Stale
from tests.certificates.builders import HEAD, INSTRUMENT, OTHER, VERIFIER, kinds_told, passed, signed
from tests.support import MONDAY, told

pytestmark = pytest.mark.usefixtures("monday")


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


@pytest.mark.parametrize("what", ["account", "token"])
def test_who_was_shut_out_after_he_asked_for_a_batch_signs_nothing_of_it(certificates, tmp_path, what):
    one, two = passed(certificates), passed(certificates, instrument_id=OTHER)
    shut = signing.desk.revoked = Revoked(tmp_path / "revoked.json")
    batch = batches.order(replace(HEAD, token="t-1"), [one.id, two.id])
    shut.add(*{"account": (HEAD.sub, []), "token": ("somebody", ["t-1"])}[what])

    batches.work(MONDAY)

    assert [(line["outcome"], line["code"]) for line in Batch.find(batch.id).outcomes] == [("refused", "shut-out")] * 2
    assert [Certificate.find(paper.id).number for paper in (one, two)] == [None, None]


def test_while_nobody_can_read_who_is_shut_out_a_batch_waits(certificates, tmp_path):
    paper, file = passed(certificates), tmp_path / "revoked.json"
    signing.desk.revoked = Revoked(file)
    batch = batches.order(HEAD, [paper.id])

    file.write_text("{")
    batches.work(MONDAY)
    waits = Batch.find(batch.id).outcomes[0]["outcome"]
    file.write_text('{"tokens": [], "accounts": []}')
    batches.work(MONDAY)

    assert (waits, Batch.find(batch.id).outcomes[0]["outcome"]) == ("pending", "signed")


def test_the_batch_of_a_caller_keeps_the_id_of_his_token(certificates, caller):
    paper = passed(certificates)
    made = caller(certificates, "head", jti="t-9").post("/v1/batches", {"certificates": [paper.id]})

    assert (made.status_code, Batch.find(made.json["id"]).signer["token"]) == (201, "t-9")


def test_a_batch_looks_again_at_what_changed_while_it_signed(certificates, monkeypatch):
    one, two = passed(certificates), passed(certificates, instrument_id=OTHER)
    batch = batches.order(HEAD, [one.id, two.id])
    draw = issued_papers.paper

    def draw_while_somebody_writes(certificate, *args):
        Certificate.find(one.id).change()
        return draw(certificate, *args)

    with monkeypatch.context() as patch:
        patch.setattr(issued_papers, "paper", draw_while_somebody_writes)
        assert batches.work(MONDAY) == 1
    first = [line["outcome"] for line in Batch.find(batch.id).outcomes]
    batches.work(MONDAY)

    assert first == ["pending", "signed"]
    assert [line["outcome"] for line in Batch.find(batch.id).outcomes] == ["signed", "signed"]


@pytest.mark.parametrize("what", ["decide", "release"])
def test_the_head_and_the_news_do_not_wait_for_each_other(certificates, monkeypatch, what):
    row, deed = signed(certificates), {"decide": (decisions.decide, Action.SUSPEND), "release": (doubts.release,)}[what]

    hold, in_line = Instrument.hold, threading.Event()

    def held(id):
        in_line.set()
        return hold(id)

    def meanwhile():
        try:
            deed[0](HEAD, row.id, row.version, *deed[1:], "r")
        finally:
            store.leave()

    with ThreadPoolExecutor(1) as hands:
        with transaction():  # as a handler does: the instrument first, then its paper
            Instrument.hold(row.instrument_id)
            monkeypatch.setattr(Instrument, "hold", held)
            head = hands.submit(meanwhile)
            assert store.is_sqlite or in_line.wait(60)  # with SQLite the head does not even begin
            Certificate.find(row.id).change()
        with pytest.raises(Stale):
            head.result()


def test_a_batch_names_what_it_does_not_know(certificates):
    with pytest.raises(Invalid) as refusal:
        batches.order(HEAD, [passed(certificates).id, OTHER])
    assert refusal.value.errors == [{"pointer": "/certificates/1", "code": "not-found"}]


def test_the_demo_loads_once(certificates):
    with transaction():  # the holder whom the tests begin with
        Delegation.delete().execute()

    demo.load()
    demo.load()

    assert signing.signatory(HEAD)["rank"] == "Pembina (IV/a)"
    assert signing.signatory(VERIFIER)["title"].startswith("Plh.")
    assert (certificates.settings.var / "keys" / "signer.pem").exists()


def test_each_change_of_an_instrument_takes_its_turn(certificates):
    with transaction():
        versions = [Instrument.hold(OTHER).version for _ in range(3)]

    assert versions == [1, 2, 3]
