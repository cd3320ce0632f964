"""Lists stay right while rows are added, and a cursor is nothing one can make."""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from services.intake.events.register import InstrumentRegistered
from services.intake.storage import Instrument
from shared.config import ROOT
from shared.database.bounded_reads import MOST_BYTES, filled
from shared.events.envelope import MAX_BYTES
from tests.intake.builders import SITI, drafted, submitted
from tests.support import NAMES, application
from tests.test_guards import ROLES, routes

LETTERS, UUID = "/v1/applications", "019a0000-0000-7000-8000-000000000000"


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


def homemade(key: str, named: str = "") -> str:
    """As cursors were made when nothing but their recipe was secret."""
    check = hashlib.sha256(f"cursor {named}{key}".encode()).hexdigest()
    return base64.urlsafe_b64encode(f"{check[: 32 if named else 8]}{key}".encode()).decode()


HOMEMADE = [homemade(key, named) for key in ("\0", "zzz", "a\0b", "\uffff", UUID) for named in ("", "Application\n")]


@pytest.mark.parametrize("cursor", HOMEMADE)
def test_who_knows_the_recipe_and_not_the_key_makes_no_cursor(siti, cursor):
    drafted("SN-1")

    answer = siti.get(f"{LETTERS}?{urlencode({'cursor': cursor})}")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-cursor")


def test_a_cursor_of_one_list_or_of_one_service_opens_no_other(siti, intake, testing, caller):
    for number in range(2):
        drafted(f"SN-{number}")
    cursor = siti.get(f"{LETTERS}?limit=1").json["next"]

    assert siti.get(f"{LETTERS}?limit=1&cursor={cursor}").status_code == 200
    assert siti.get(f"/v1/instruments?cursor={cursor}").json["code"] == "bad-cursor"
    assert caller(testing, "head").get(f"/v1/orders?cursor={cursor}").json["code"] == "bad-cursor"


def test_every_list_refuses_what_no_cursor_of_it_holds(opened, issuer):
    faults, lists = [], 0
    for name in NAMES:
        app = application(opened(name))
        every = {"Authorization": f"Bearer {issuer.token('all', *ROLES)}"}
        for method, rule, url, _ in routes(app):
            found = app.test_client().get(url, query_string={"cursor": homemade("\0")}, headers=every)
            listed = method == "GET" and found.is_json and found.json.get("code") == "bad-cursor"
            lists += listed
            faults += [f"{rule}: {found.status_code}"] if found.status_code >= 500 else []
    assert faults == []
    assert lists > 10


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


def test_a_page_of_large_things_ends_sooner_and_the_cursor_goes_on(siti):
    """Two hundred instruments of a hundred units on each letter, as an older program took them."""
    made = [submitted(*(f"SN-{number}-{item}" for item in range(3))).id for number in range(30)]
    Instrument.update(units=[{"unit": str(unit), "note": "x" * 600} for unit in range(100)]).execute()
    seen, pages, url = [], [], f"{LETTERS}?limit=100"

    while url:
        answer = siti.get(url)
        seen += ids(answer)
        pages.append(len(answer.data))
        link = re.fullmatch('<(.+)>; rel="next"', answer.headers.get("Link", ""))
        url = link[1] if link else ""
    assert seen == made[::-1]
    assert len(pages) > 1
    assert max(pages) < 2 * MOST_BYTES


def test_one_thing_that_is_larger_than_a_page_is_a_page(siti):
    made = [drafted(f"SN-{number}").id for number in range(2)]
    Instrument.update(units=[{"unit": "x" * MOST_BYTES}]).execute()

    first = siti.get(LETTERS)
    second = siti.get(f"{LETTERS}?cursor={first.json['next']}")
    assert (ids(first), ids(second)) == (made[:0:-1], made[:1])
    assert second.json["next"] is None


@pytest.mark.parametrize("limit", [1, 5, 24, 25, 26, 50, 99])
@pytest.mark.parametrize("weights", [[1] * 60, [MOST_BYTES] * 60, [1, MOST_BYTES // 3] * 30, [MOST_BYTES + 1, 1] * 30])
def test_whatever_rows_weigh_every_row_comes_once_and_no_page_is_heavy(limit, weights):
    rows, seen, last, more = list(enumerate(weights)), [], None, True

    def read(after: Any, count: int) -> list[Any]:
        start = after[0] + 1 if after else (last[0] + 1 if last else 0)
        return rows[start : start + count]

    while more:
        page, more = filled(read, limit, lambda row: row[1])
        assert len(page) <= limit
        assert len(page) == 1 or sum(weight for _, weight in page) <= MOST_BYTES
        seen, last = seen + page, page[-1] if page else last
    assert seen == rows


def test_a_page_of_the_feed_ends_sooner_when_its_events_are_large(intake, caller):
    for number in range(30):
        with intake.store.transaction():
            facts = {"kind": "x", "parameters": {"a": "x" * 100_000}, "district": "16.06.07"}
            intake.log.emit(InstrumentRegistered, instrument_id=f"i-{number}", **facts)
    peer, after, seen, pages = caller(intake, "service"), 0, [], 0
    while (answer := peer.get(f"/v1/events?limit=500&after={after}")).json:
        assert len(answer.data) < MOST_BYTES + MAX_BYTES
        seen += [one["subject"] for one in answer.json]
        after, pages = int(answer.headers["Feed-Next"]), pages + 1
    assert seen == [f"i-{number}" for number in range(30)]
    assert pages > 1


def test_no_list_is_made_past_the_page_that_is_cut():
    files = [file for top in ("services", "shared") for file in (ROOT / top).rglob("*.py")]
    made = [file for file in files if "Listing(" in file.read_text()]

    assert [str(file.relative_to(ROOT)) for file in made] == ["shared/http/paging.py"]
