"""Lists stay right while rows are added, and a cursor is nothing one can make."""

import base64
import re
from typing import Any

import pytest

from tests.intake.builders import SITI, drafted

LETTERS = "/v1/applications"


@pytest.fixture
def siti(intake, caller) -> Any:
    return caller(intake, "applicant", sub=SITI.sub)


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.data
    return [one["id"] for one in answer.json["items"]]


def test_a_list_is_newest_first_and_ends_without_a_cursor(siti):
    made = [drafted(f"SN-{number}").id for number in range(3)]

    answer = siti.get(LETTERS)
    assert ids(answer) == made[::-1]
    assert answer.json["next"] is None
    assert "Link" not in answer.headers


def test_pages_show_every_row_once_while_others_are_added(siti):
    made = [drafted(f"SN-{number}").id for number in range(7)]
    seen, url = [], f"{LETTERS}?limit=2"

    while url:
        answer = siti.get(url)
        seen += ids(answer)
        drafted("SN-later")
        link = re.fullmatch('<(.+)>; rel="next"', answer.headers.get("Link", ""))
        url = link[1] if link else ""
    assert seen == made[::-1]


def test_the_next_page_keeps_the_filters(siti):
    for number in range(3):
        drafted(f"SN-{number}")

    link = siti.get(f"{LETTERS}?limit=1&state=draft").headers["Link"]
    assert "state=draft" in link
    assert "limit=1" in link


def test_a_page_of_exactly_all_rows_is_the_last(siti):
    for number in range(2):
        drafted(f"SN-{number}")

    assert siti.get(f"{LETTERS}?limit=2").json["next"] is None


def test_an_empty_list_is_empty(siti):
    assert siti.get(LETTERS).json == {"items": [], "next": None}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", ""])
def test_a_limit_out_of_range_is_a_422(siti, limit):
    assert siti.get(f"{LETTERS}?limit={limit}").status_code == 422


@pytest.mark.parametrize("limit", [1, 100])
def test_the_limits_of_the_limit_are_good(siti, limit):
    assert siti.get(f"{LETTERS}?limit={limit}").status_code == 200


def forged(key: str) -> str:
    return base64.urlsafe_b64encode(f"00000000{key}".encode()).decode()


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%FF", "é", forged("ffffffff"), forged("' OR 1=1 --"), "=" * 200])
def test_a_cursor_that_we_did_not_give_is_a_400(siti, cursor):
    answer = siti.get(f"{LETTERS}?cursor={cursor}")

    assert (answer.status_code, answer.json["code"]) == (400, "bad-cursor")


def test_a_cursor_with_one_letter_changed_is_a_400(siti):
    for number in range(2):
        drafted(f"SN-{number}")
    cursor = siti.get(f"{LETTERS}?limit=1").json["next"]

    for place in range(len(cursor)):
        other = "A" if cursor[place] != "A" else "B"
        assert siti.get(f"{LETTERS}?cursor={cursor[:place]}{other}{cursor[place + 1 :]}").status_code == 400


def test_an_unknown_parameter_is_a_422(siti):
    answer = siti.get(f"{LETTERS}?colour=red")

    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [("/colour", "unknown")]
