"""Registers of verifiers and standards: since when a calibration holds, and since when a damaged one does not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from services.testing.storage import Standard, Verifier, context
from services.testing.usecases import impact, registry, standard_checks
from shared import clock
from shared.errors import Invalid
from shared.service import Service
from tests.support import MONDAY, Caller, told
from tests.testing.builders import ADMIN, FIRST, HEAD, change_standard, ready, recorded, submitted

TESTED, WEEK = date(2026, 11, 23), timedelta(days=7)


@pytest.fixture
def people(office: Service, caller: Callable[..., Caller]) -> Callable[..., Caller]:
    return lambda *roles: caller(office, *roles)


@pytest.mark.parametrize(
    ("known", "since"),
    [
        ({"valid_from": TESTED - WEEK}, TESTED - WEEK),  # its calibration is the last thing known of it
        ({"valid_from": TESTED - WEEK, "checked_on": TESTED - 2 * WEEK}, TESTED - WEEK),
        ({"valid_from": TESTED - WEEK, "checked_on": TESTED}, TESTED),
        ({"valid_from": None}, TESTED),  # nothing is known: all that was measured with it is in question
    ],
)
def test_a_damaged_standard_counts_no_more_since_it_was_last_known_good(
    office: Service, known: dict[str, Any], since: date
):
    [order] = ready(office)
    row = submitted(order)
    Standard.update(**known).where(Standard.code == "AT-M1").execute()
    standard = Standard.get(Standard.code == "AT-M1")

    with clock.frozen_at(MONDAY + 2 * WEEK):
        found = standard_checks.check(FIRST, standard.id, standard.version, False, "Gompal")
        assert found.withdrawn_from == context.today()
        found = registry.confirm_standard(HEAD, found.id, found.version)

    assert found.withdrawn_from == since
    assert [one.id for one in impact.of_standard(standard.id)["examinations"]] == [row.id]


def test_a_standard_that_nobody_used_is_damaged_from_today(office: Service):
    standard = Standard.get(Standard.code == "MTR-1")

    assert (
        standard_checks.check(FIRST, standard.id, standard.version, False, "Gompal").withdrawn_from == context.today()
    )


def test_a_new_calibration_says_nothing_of_the_days_before_it(office: Service):
    [order] = ready(office)
    standard = Standard.get(Standard.code == "AT-M1")
    with clock.frozen_at(MONDAY + 2 * WEEK):
        longer = change_standard(HEAD, standard.id, standard.version, valid_until=date(2028, 12, 7))

    assert longer.valid_from == TESTED + 2 * WEEK
    row = recorded(order)
    assert row.standards[0]["valid_from"] == "2026-12-07"
    assert {gap["code"] for gap in row.gaps} == {"standard-out-of-calibration"}

    shorter = change_standard(HEAD, standard.id, longer.version, valid_until=date(2027, 1, 1))
    assert shorter.valid_from == TESTED + 2 * WEEK
    stated = change_standard(HEAD, standard.id, shorter.version, valid_from=TESTED, valid_until=date(2028, 1, 1))
    assert stated.valid_from == TESTED
    with pytest.raises(Invalid, match="ends-before-it-begins"):
        change_standard(HEAD, standard.id, stated.version, valid_until=TESTED - WEEK)


def test_the_notes_of_its_checks_stand_in_the_history_of_a_standard(office: Service, people):
    standard = Standard.get(Standard.code == "AT-M1")
    standard_checks.check(FIRST, standard.id, standard.version, True, "Utuh setelah perjalanan")

    [line] = people("auditor").get(f"/v1/standards/{standard.id}/history").json["items"]
    assert (line["action"], line["facts"]) == ("check", {"sound": True, "note": "Utuh setelah perjalanan"})


def test_a_verifier_is_appointed_before_the_appointment_ends(office: Service, people):
    own = Verifier.of(FIRST.sub)
    changed = people("head").send("PATCH", f"/v1/verifiers/{own.id}", {"appointed_from": "2031-01-01"}, own.__data__)

    assert (changed.status_code, changed.json["errors"][0]["pointer"]) == (422, "/appointed_until")
    assert people("auditor").get(f"/v1/verifiers/{own.id}/history").json["items"] == []


CODED = "testing.verifier.coded.v1"


def test_who_may_test_is_told_by_account_and_code_once_a_second_person_confirmed_him(office: Service):
    terms = {"appointed_from": TESTED, "appointed_until": TESTED, "certified_until": TESTED, "scope": []}
    row = registry.add_verifier(HEAD, code="P9", name="Rina Wati", subject="baru", **terms)
    assert told(office, CODED) == []

    row = registry.confirm_verifier(ADMIN, row.id, row.version)
    waiting = registry.change_verifier(HEAD, row.id, row.version, certified_until=date(2040, 1, 1))
    registry.confirm_verifier(ADMIN, row.id, waiting.version)

    facts = {"verifier_id": row.id, "account": "baru", "code": "P9"}
    assert [event["data"] for event in told(office, CODED)] == [facts]


def test_who_was_entered_before_codes_were_told_is_told_by_the_clock_once(office: Service):
    known = {(row.subject, row.code) for row in Verifier.counting()}

    assert [registry.tell_codes(clock.now()) for _ in range(2)] == [len(known), 0]

    assert {(event["data"]["account"], event["data"]["code"]) for event in told(office, CODED)} == known
