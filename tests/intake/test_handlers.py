"""Intake follows its items by the events of the others: in any order, twice, and never further than the table says."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from services.intake.handlers import HANDLERS
from services.intake.pages.tracking import KINDS_OF_PAPER, PAPERS
from services.intake.storage import Application, Instrument, Item
from services.intake.usecases import items
from shared import clock
from tests.intake.builders import SITI, Peer, accepted
from tests.support import MONDAY, told

ORDER, SESSION, TEST, PAPER = (f"0192f000-0000-7000-8000-00000000000{n}" for n in range(4))


class Story:
    """One accepted scale, and what testing and certificates say of it."""

    def __init__(self, intake: Any) -> None:
        self.intake, self.testing, self.certificates = intake, Peer(intake, "testing"), Peer(intake, "certificates")
        self.letter = accepted()
        self.item_id, self.instrument_id = self.letter.items[0].id, self.letter.items[0].instrument_id

    @property
    def item(self) -> Item:
        return Item.known(self.item_id)

    def order(self, what: str, **more: Any) -> bytes:
        facts = {"order_id": ORDER, "item_id": self.item_id, "cause": "first", **more}
        return self.testing.event(f"order.{what}", ORDER, **facts)

    def scheduled(self, **more: Any) -> bytes:
        return self.order("scheduled", session_id=SESSION, date="2026-12-01", **more)

    def examined(self, verdict: str, id: str = TEST, **more: Any) -> bytes:
        facts = {"examination_id": id, "item_id": self.item_id, "version": 1, "tested_on": "2026-12-01"}
        return self.testing.event(f"examination.{verdict}", id, **{**facts, "retest_until": None, **more})

    def paper(self, what: str, **more: Any) -> bytes:
        facts = {"certificate_id": PAPER, "number": "500/1", "instrument_id": self.instrument_id, "reason_code": "x"}
        return self.certificates.event(f"certificate.{what}", PAPER, **{**facts, **more})

    def issued(self) -> bytes:
        return self.paper("issued", kind="verification", item_id=self.item_id, valid_until="2027-11-30")

    def hears(self, *bodies: bytes) -> str:
        self.testing.hands_over(*bodies)
        return self.item.state


@pytest.fixture
def story(intake) -> Story:
    return Story(intake)


def test_an_item_goes_from_waiting_to_certified_by_events_alone_and_completes_its_letter(story):
    states = [story.hears(body) for body in (story.scheduled(), story.examined("passed"), story.issued())]

    assert states == ["scheduled", "tested", "certified"]
    assert Application.find(story.letter.id).state == "completed"
    assert Instrument.find(story.instrument_id).certificate["number"] == "500/1"
    ended = [event["type"].split(".", 1)[1] for event in told(story.intake)][-2:]
    assert ended == ["item.ended.v1", "application.completed.v1"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_facts_end_the_same_in_every_order(story, order):
    bodies = [story.scheduled(), story.examined("passed"), story.issued()]

    assert story.hears(*(bodies[place] for place in order)) == "certified"
    assert story.intake.inbox.counts()["done"] == 3
    assert len(told(story.intake, "application.completed")) == 1


def test_every_event_that_comes_twice_acts_once(story):
    bodies = [story.scheduled(), story.examined("passed"), story.issued()]

    story.hears(*bodies)
    before = len(told(story.intake))
    assert story.hears(*bodies) == "certified"
    assert len(told(story.intake)) == before


def test_a_hand_that_plays_an_event_again_does_no_harm(story):
    """Not absorbed by the inbox: the same fact under another event id."""
    story.hears(story.scheduled(), story.examined("passed"), story.issued())
    before = len(told(story.intake))

    story.hears(story.scheduled(), story.examined("passed"), story.issued())
    assert story.item.state == "certified"
    assert len(told(story.intake)) == before
    assert story.intake.inbox.counts()["dead"] == 0


@pytest.mark.parametrize("what", ["missed", "released"])
def test_a_date_that_fell_away_lets_the_item_wait_again(story, what):
    assert story.hears(story.scheduled(), story.order(what, reason_code="x", session_id=SESSION)) == "waiting"
    assert story.item.order is None
    assert story.hears(story.scheduled()) == "scheduled"


def test_a_moved_date_is_the_date(story):
    first, later = story.scheduled(), story.order("rescheduled", session_id=SESSION, date="2026-12-09")

    story.hears(first)
    assert story.hears(later) == "scheduled"
    assert story.item.order["date"] == "2026-12-09"


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_of_the_words_about_a_date_the_newest_counts_whatever_the_broker_lost_and_the_feed_brought_later(story, order):
    bodies = [
        story.scheduled(),
        story.order("released", reason_code="x", session_id=SESSION),
        story.scheduled(),
        story.order("rescheduled", session_id=SESSION, date="2026-12-09"),
    ]

    for place in order:
        story.hears(bodies[place])

    assert (story.item.state, story.item.order["date"]) == ("scheduled", "2026-12-09")
    assert story.intake.inbox.counts()["dead"] == 0


def test_a_date_that_is_heard_of_after_it_fell_away_is_set_aside(story):
    scheduled, released = story.scheduled(), story.order("released", reason_code="x", session_id=SESSION)

    story.hears(released)
    assert story.hears(scheduled) == "waiting"
    assert story.intake.inbox.counts() == {"pending": 0, "parked": 0, "done": 1, "dead": 0, "skipped": 1}


def test_a_date_is_not_set_aside_for_a_later_word_about_something_else(story):
    scheduled, refused = story.scheduled(), story.order("cancel_refused", reason_code="examined")

    story.hears(refused)
    assert story.hears(scheduled) == "scheduled"


def test_a_paper_that_was_suspended_before_we_heard_of_it_stands_as_suspended(story):
    story.hears(story.scheduled(), story.examined("passed"))
    issued, suspended = story.issued(), story.paper("suspended")

    story.hears(suspended)
    assert story.hears(issued) == "certified"
    assert Instrument.find(story.instrument_id).certificate["state"] == "suspended"


def test_a_rejected_item_may_come_again_and_pass(story):
    again = "0192f000-0000-7000-8000-00000000000a"

    assert story.hears(story.scheduled(), story.examined("failed", retest_until="2026-12-31")) == "awaiting_retest"
    assert story.item.outcome["retest_until"] == "2026-12-31"
    assert story.hears(story.scheduled(cause="retest")) == "scheduled"
    assert story.hears(story.examined("passed", again), story.issued()) == "certified"


def test_a_rejected_item_whose_owner_gives_up_ends(story):
    story.hears(story.scheduled(), story.examined("failed", retest_until="2026-12-31"))
    version = Application.find(story.letter.id).version

    items.give_up(SITI, story.letter.id, story.item_id, version, "beyond_repair")
    assert story.item.state == "rejected_on_test"
    assert Application.find(story.letter.id).state == "completed"


def test_a_rejection_that_is_corrected_to_a_pass_is_certified(story):
    again = "0192f000-0000-7000-8000-00000000000a"

    story.hears(story.scheduled(), story.examined("failed", retest_until="2026-12-31"))
    assert story.hears(story.examined("passed", again, version=2)) == "tested"
    assert story.hears(story.issued()) == "certified"


def test_a_rejection_without_a_retest_that_is_corrected_tells_the_right_verdict(story):
    again = "0192f000-0000-7000-8000-00000000000b"
    story.hears(story.scheduled(), story.examined("failed"))

    assert story.hears(story.examined("passed", again, version=2)) == "tested"
    assert story.item.outcome["verdict"] == "passed"


@pytest.mark.parametrize(("reason", "state"), [("withdrawn", "withdrawn"), ("not_presented", "not_presented")])
def test_a_cancelled_order_ends_the_item_for_its_reason(story, reason, state):
    assert story.hears(story.order("cancelled", reason_code=reason)) == state


def test_a_withdrawal_that_comes_too_late_is_answered(story):
    items.withdraw_item(SITI, story.letter.id, story.item_id, story.letter.version)
    assert story.item.outcome["withdrawal"] == "requested"

    story.hears(story.order("cancel_refused", reason_code="already_examined"))
    assert story.item.outcome["withdrawal"] == "refused"
    assert story.item.state == "waiting"


def test_what_belongs_to_a_complaint_moves_no_item(story):
    assert story.hears(story.scheduled(item_id=None), story.examined("passed", item_id=None)) == "waiting"
    assert story.intake.inbox.counts()["done"] == 2


@pytest.mark.parametrize("what", ["suspended", "reinstated", "revoked", "superseded", "expired"])
def test_the_register_knows_what_became_of_the_last_paper(story, what):
    story.hears(story.scheduled(), story.examined("passed"), story.issued(), story.paper(what))

    assert Instrument.find(story.instrument_id).certificate["state"] == what


@pytest.mark.parametrize(
    ("what", "state", "word"),
    [
        ("suspended", "suspended", "ditangguhkan"),
        ("reinstated", "valid", "Unduh"),
        ("revoked", "revoked", "dicabut"),
        ("superseded", "superseded", "diganti"),
        ("expired", "expired", "masa berlakunya habis"),
    ],
)
def test_whoever_follows_the_letter_reads_what_became_of_its_paper(story, caller, what, state, word):
    story.hears(story.scheduled(), story.examined("passed"), story.issued(), story.paper(what))

    told = caller(story.intake).get(f"/v1/tracking/{story.letter.number}?code={story.letter.tracking_code}").json
    page = caller(story.intake).get(f"/tracking/{story.letter.number}?code={story.letter.tracking_code}").data.decode()
    assert [(item["certificate"], item["certificate_state"], item["newest"]) for item in told["items"]] == [
        ("500/1", state, None)
    ]
    assert word in told["next_step"]["id"]
    assert told["next_step"]["id"] in page
    assert (PAPERS[state][0] in page) if state != "valid" else ("SKHP terbit" in page)
    assert ("hubungi kantor" in told["next_step"]["id"].lower()) == (state != "valid")


@pytest.mark.parametrize(("kind", "state"), [("verification", "superseded"), ("rejection", "revoked")])
def test_whoever_follows_the_letter_reads_of_the_newest_paper_of_the_instrument(story, caller, kind, state):
    newer = "0192f000-0000-7000-8000-00000000000c"
    paper = {"certificate_id": newer, "number": "500/9", "instrument_id": story.instrument_id, "kind": kind}
    story.hears(story.scheduled(), story.examined("passed"), story.issued())
    story.hears(story.certificates.event("certificate.issued", newer, **paper))

    told = caller(story.intake).get(f"/v1/tracking/{story.letter.number}?code={story.letter.tracking_code}").json
    page = caller(story.intake).get(f"/tracking/{story.letter.number}?code={story.letter.tracking_code}").data.decode()
    assert told["items"][0]["certificate_state"] == state
    assert told["items"][0]["newest"] == {"number": "500/9", "kind": kind}
    assert f"{KINDS_OF_PAPER[kind][0]} nomor 500/9" in page


def test_a_paper_past_its_last_day_is_over_before_anybody_tells_it(story, caller, monday):
    story.hears(story.scheduled(), story.examined("passed"), story.issued())

    with clock.frozen_at(MONDAY + timedelta(days=400)):
        told = caller(story.intake).get(f"/v1/tracking/{story.letter.number}?code={story.letter.tracking_code}").json
    assert told["items"][0]["certificate_state"] == "expired"


def test_a_letter_that_ended_without_a_paper_promises_none(story, caller):
    story.hears(story.order("cancelled", reason_code="not_presented"))

    told = caller(story.intake).get(f"/v1/tracking/{story.letter.number}?code={story.letter.tracking_code}").json
    assert (told["state"], told["next_step"]["id"][:18]) == ("completed", "Selesai tanpa SKHP")


def test_the_register_names_the_newest_paper_though_news_of_the_old_one_comes_last(story):
    """Certificates are different subjects: between them no order is promised."""
    old, new = (f"0192f000-0000-7000-8000-00000000001{n}" for n in range(2))
    news = []
    for day, id in enumerate((old, new)):
        paper = {"certificate_id": id, "number": id, "instrument_id": story.instrument_id}
        with clock.frozen_at(MONDAY + timedelta(days=day)):
            news.append(story.certificates.event("certificate.issued", id, **paper, kind="verification"))
            news.append(story.certificates.event("certificate.superseded", id, **paper, reason_code="renewed"))

    story.hears(news[2], *news[:2])
    found = Instrument.find(story.instrument_id).certificate
    assert (found["certificate_id"], found["state"]) == (new, "issued")


def test_a_rejection_statement_certifies_nothing(story):
    story.hears(story.scheduled(), story.examined("failed"))

    story.hears(story.paper("issued", kind="rejection", item_id=story.item_id))
    assert story.item.state == "tested"
    assert Instrument.find(story.instrument_id).certificate["kind"] == "rejection"


def test_an_event_about_an_item_we_do_not_know_waits_for_it(story):
    assert story.testing.hands_over(story.scheduled(item_id=TEST)) == ["wait"]


def test_every_event_we_hear_has_its_handler_and_its_name():
    for kind, act in HANDLERS.items():
        assert act.__name__.startswith("on_")
        assert kind.type.split(".")[0] in ("testing", "certificates")
