"""The feed: the bytes of the log for those who may read them, page by page, with long poll."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.shared.letters import Noted, Whispered, tell

FEED = "/v1/events"


@pytest.fixture
def peer(intake, caller) -> Any:
    return caller(intake, "service")


def test_only_services_and_subscribers_read_the_feed(intake, caller):
    assert caller(intake).get(FEED).status_code == 401
    for role in ("applicant", "head", "admin"):
        assert caller(intake, role).get(FEED).status_code == 403
    assert caller(intake, "service").get(FEED).status_code == 200


def test_the_feed_gives_the_bytes_of_the_log_with_its_places(intake, peer):
    tell(intake, "a", "b")
    tell(intake, "a", kind=Whispered)

    answer = peer.get(FEED)
    assert answer.data == b"[" + b",".join(intake.log.page(0, 10, internal=True).bodies) + b"]"
    assert answer.content_type == "application/cloudevents-batch+json"
    assert [answer.headers[f"Feed-{name}"] for name in ("Head", "Next", "Epoch")] == ["3", "3", "1"]


def test_a_page_that_filters_everything_out_still_moves_the_cursor(intake, peer):
    tell(intake, "a", "b", "c")

    answer = peer.get(f"{FEED}?type=nothing.at.all.v1")
    assert (answer.json, answer.headers["Feed-Next"]) == ([], "3")
    tell(intake, "d")
    assert len(peer.get(f"{FEED}?after=3").json) == 1


def test_pages_of_one_come_one_after_the_other(intake, peer):
    tell(intake, "a", "b", "c")
    after, seen = "0", []

    for _ in range(3):
        answer = peer.get(f"{FEED}?limit=1&after={after}")
        seen += [event["subject"] for event in answer.json]
        after = answer.headers["Feed-Next"]
    assert (seen, after) == (["a", "b", "c"], "3")


def test_a_subscriber_reads_what_it_was_granted_and_never_what_is_internal(intake, caller):
    tell(intake, "a")
    tell(intake, "b", kind=Whispered)
    agency = caller(intake, "subscriber", types=[Noted.type, Whispered.type])

    assert [event["type"] for event in agency.get(FEED).json] == [Noted.type]
    assert agency.get(f"{FEED}?type={Whispered.type}").json == []
    refused = agency.get(f"{FEED}?type={Noted.type},other.thing.v1")
    assert (refused.status_code, refused.json["code"]) == (403, "type-not-granted")
    assert caller(intake, "subscriber").get(FEED).status_code == 403


def test_a_long_poll_is_answered_when_something_is_told(intake, peer):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(peer.get, f"{FEED}?wait=20")
        tell(intake, "a")
        assert [event["subject"] for event in waiting.result(timeout=15).json] == ["a"]


def test_a_long_poll_without_news_ends_empty(peer):
    assert peer.get(f"{FEED}?wait=1").json == []


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501", "wait=21", "colour=red"])
def test_a_question_out_of_range_is_a_422(peer, query):
    assert peer.get(f"{FEED}?{query}").status_code == 422
