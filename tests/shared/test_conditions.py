"""ETag and If-Match: nobody overwrites what he has not read, nobody reads twice what has not changed."""

from typing import Any

import pytest

from shared.ids import name_id
from tests.intake.builders import body

LETTERS = "/v1/applications"
NOBODYS = name_id("nobody", "item")


@pytest.fixture
def siti(intake, caller) -> Any:
    return caller(intake, "applicant")


@pytest.fixture
def letter(siti) -> Any:
    return siti.post(LETTERS, body())


def one(letter: Any) -> str:
    return f"{LETTERS}/{letter.json['id']}"


def test_one_thing_carries_its_version_as_a_strong_etag(siti, letter):
    assert siti.get(one(letter)).headers["ETag"] == letter.headers["ETag"] == '"1"'


def test_what_has_not_changed_is_not_sent_again(siti, letter):
    answer = siti.get(one(letter), **{"If-None-Match": letter.headers["ETag"]})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", '"1"')


def test_what_has_changed_is_sent_again(siti, letter):
    siti.send("PATCH", one(letter), {"wish": "pagi"}, letter)

    assert siti.get(one(letter), **{"If-None-Match": letter.headers["ETag"]}).status_code == 200


def test_a_change_gives_the_next_version_which_the_next_change_needs(siti, letter):
    first = siti.send("PATCH", one(letter), {"wish": "pagi"}, letter)
    second = siti.send("PATCH", one(letter), {"wish": "sore"}, first)

    assert [first.headers["ETag"], second.headers["ETag"]] == ['"2"', '"3"']
    assert siti.get(one(letter)).json["wish"] == "sore"


@pytest.mark.parametrize("tag", ['"99"', '"0"', '"x"', "*", '"-1"', '"1000000000000"', "x"])
def test_another_version_is_a_412(siti, letter, tag):
    answer = siti.send("PATCH", one(letter), {"wish": "pagi"}, **{"If-Match": tag})

    assert (answer.status_code, answer.json["code"]) == (412, "stale")


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", ""), ("POST", "/submission"), ("POST", "/withdrawal"), ("DELETE", f"/items/{NOBODYS}")],
)
def test_a_change_without_the_version_is_a_428(siti, letter, method, path):
    answer = siti.send(method, one(letter) + path, {"reason_code": "x"} if "withdrawal" in path else {})

    assert (answer.status_code, answer.json["code"]) == (428, "precondition-required")


def test_of_two_who_read_the_same_version_one_wins(siti, letter):
    answers = [siti.send("PATCH", one(letter), {"wish": wish}, letter) for wish in ("pagi", "sore")]

    assert [answer.status_code for answer in answers] == [200, 412]
    assert siti.get(one(letter)).json["wish"] == "pagi"


def test_a_stranger_learns_nothing_from_the_version(siti, letter, intake, caller):
    """A foreign thing is a 404 even where its version would be a 412."""
    budi = caller(intake, "applicant", sub="budi")

    answer = budi.send("PATCH", one(letter), {"wish": "pagi"}, **{"If-Match": '"99"'})
    assert answer.status_code == 404


def test_what_is_answered_is_what_is_read_afterwards(siti, letter):
    said = {"letter": {"source": "written", "number": "7/PS/2026", "date": "2026-11-20"}}

    answer = siti.send("PATCH", one(letter), said, letter)
    assert answer.json["letter"] == siti.get(one(letter)).json["letter"] == said["letter"]


def test_the_version_moves_with_the_items(siti, letter):
    added = siti.post(f"{one(letter)}/items", body("SN-2")["items"][0])

    assert added.status_code == 201
    assert siti.get(one(letter)).headers["ETag"] == '"2"'
    assert added.headers["ETag"] == '"2"'


def test_what_was_made_can_be_read_at_its_location(siti, letter):
    added = siti.post(f"{one(letter)}/items", body("SN-2")["items"][0])

    for made in (letter, added):
        found = siti.get(made.headers["Location"])
        assert (found.status_code, found.json["id"]) == (200, made.json["id"])
        assert made.headers["Location"].startswith("/v1/")
