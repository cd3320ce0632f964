"""What the rules of orders, people and records decide, without a database."""

from datetime import date

import pytest

from services.testing.domain.entitlement import check_approver, check_examiner, is_entitled
from services.testing.domain.lifecycle import OrderState
from services.testing.domain.reactions import ORDER_REACTIONS
from services.testing.domain.record.completeness import check, gaps
from services.testing.domain.terms import check_bookable, retest_until
from shared.errors import Conflict, Forbidden
from shared.office.calendar import Calendar, Period, Year

DAY = date(2026, 11, 23)
OFFICER = {
    "code": "P1",
    "appointed_from": date(2026, 1, 1),
    "appointed_until": date(2026, 12, 31),
    "certified_until": date(2026, 11, 30),
    "scope": ["tbo_elektronik"],
}


def test_every_event_has_an_answer_in_every_state():
    assert ORDER_REACTIONS.missing(OrderState) == []


@pytest.mark.parametrize(
    ("day", "entitled"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),  # the first day counts
        (date(2026, 11, 30), True),  # the certificate's last day counts
        (date(2026, 12, 1), False),  # still appointed, no longer certified
    ],
)
def test_a_verifier_is_entitled_from_first_to_last_day_of_both_papers(day: date, entitled: bool):
    assert is_entitled(OFFICER, day) is entitled


@pytest.mark.parametrize(
    ("officer", "kind", "excluded", "code"),
    [
        (None, "tbo_elektronik", (), "no-verifier"),
        ({**OFFICER, "certified_until": date(2026, 1, 2)}, "tbo_elektronik", (), "not-appointed"),
        (OFFICER, "timbangan_jembatan", (), "out-of-scope"),
        (OFFICER, "tbo_elektronik", ("P1",), "other-verifier-needed"),
    ],
)
def test_who_may_not_examine_hears_why(officer: dict | None, kind: str, excluded: tuple, code: str):
    with pytest.raises(Forbidden) as refusal:
        check_examiner(officer, kind, DAY, excluded)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("same", "head", "head_for", "code"),
    [
        (True, True, "", "four-eyes"),  # also the head may not approve his own record
        (True, False, "head-must-confirm", "four-eyes"),
        (False, False, "departure-needs-head", "departure-needs-head"),
        (False, True, "head-must-confirm", ""),
        (False, False, "", ""),
    ],
)
def test_approval_takes_a_second_person_and_the_head_for_limits_nobody_checked(
    same: bool, head: bool, head_for: str, code: str
):
    if not code:
        check_approver(same, head, head_for)
        return

    with pytest.raises(Forbidden) as refusal:
        check_approver(same, head, head_for)
    assert refusal.value.code == code


def test_a_record_without_a_test_or_a_standard_is_incomplete_and_names_both():
    gap = {"code": "test-missing", "facts": {}}
    found = gaps({"units": [{"unit": "2", "tests": [{"test": "zero", "gaps": [gap]}]}]}, [])

    with pytest.raises(Conflict) as refusal:
        check(found)
    assert [one["pointer"] for one in refusal.value.errors] == ["/readings/0/tests/zero", "/standards"]
    assert refusal.value.facts["missing"] == "standards, zero"


@pytest.mark.parametrize(
    ("state", "day", "wants", "takes"),
    [
        ("published", DAY, (False, "online", "first"), True),
        ("published", date(2026, 11, 22), (True, "online", "first"), False),  # the day is over
        ("planned", DAY, (True, "online", "first"), False),
        ("open", DAY, (True, "online", "first"), False),
        ("open", DAY, (True, "walk_in", "first"), True),  # contract 1: the letter is written at the session
        ("open", DAY, (True, "online", "retest"), True),  # repaired during the visit
        ("open", DAY, (False, "walk_in", "first"), False),  # nobody takes himself in
        ("open", DAY, (False, "online", "retest"), False),
        ("closed", DAY, (True, "walk_in", "first"), False),
    ],
)
def test_which_sessions_take_whom(state: str, day: date, wants: tuple[bool, str, str], takes: bool):
    session, (by_office, channel, cause) = {"state": state, "date": day, "mode": "group"}, wants
    order = {"channel": channel, "cause": cause, "kind": "tbo_elektronik", "by_office": by_office}

    if takes:
        check_bookable(session, order, ["group"], DAY)
        return
    with pytest.raises(Conflict, match="session-not-bookable"):
        check_bookable(session, order, ["group"], DAY)


def test_a_truck_scale_does_not_come_to_the_market():
    session = {"state": "published", "date": DAY, "mode": "group"}
    order = {"channel": "online", "cause": "first", "kind": "timbangan_jembatan", "by_office": False}

    with pytest.raises(Conflict, match="kind-not-tested-there"):
        check_bookable(session, order, ["on_site"], DAY)


def test_a_retest_term_ends_with_the_last_period_that_counts():
    week = [{"valid_from": date(2020, 1, 1), "weekdays": (1, 2, 3, 4, 5), "opens": 8, "closes": 16}]
    calendar = Calendar(week, lambda _: Year({}), "test")
    period = Period("2026-2", date(2026, 7, 1), date(2026, 12, 31), {})

    # Monday + 5 working days = Monday; + 40 would be 18 January.
    assert retest_until(calendar, DAY, 5, period) == date(2026, 11, 30)
    assert retest_until(calendar, DAY, 40, period) == date(2026, 12, 31)
