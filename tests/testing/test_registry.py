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
from tests.support import MONDAY, Caller
from tests.testing.builders import FIRST, HEAD, ready, recorded, submitted

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
        longer = registry.change_standard(HEAD, standard.id, standard.version, valid_until=date(2028, 12, 7))

    assert longer.valid_from == TESTED + 2 * WEEK
    row = recorded(order)
    assert row.standards[0]["valid_from"] == "2026-12-07"
    assert {gap["code"] for gap in row.gaps} == {"standard-out-of-calibration"}

    shorter = registry.change_standard(HEAD, standard.id, longer.version, valid_until=date(2027, 1, 1))
    assert shorter.valid_from == TESTED + 2 * WEEK
    stated = registry.change_standard(
        HEAD, standard.id, shorter.version, valid_from=TESTED, valid_until=date(2028, 1, 1)
    )
    assert stated.valid_from == TESTED
    with pytest.raises(Invalid, match="ends-before-it-begins"):
        registry.change_standard(HEAD, standard.id, stated.version, valid_until=TESTED - WEEK)


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
