"""An instrument is verified for the first time only when its type was approved on the day it came on the market."""

from datetime import date

import pytest

from services.testing.domain import type_approval
from services.testing.domain.verdict.result import Mark
from services.testing.storage import Examination, TypeApproval
from services.testing.usecases import examination_records, type_approvals
from shared.errors import Conflict, Invalid
from tests.testing.builders import FIRST, HEAD, SUBMIT_WITH, item, mark, ready
from tests.testing.sheets import SCALE, sheet

REGISTERED = {
    "number": "IT-1",
    "exemption": "",
    "kind_fits": True,
    "valid_from": "2024-05-02",
    "valid_until": "2026-05-01",
}
SEEN = {"placed_on": "2026-02-10", "conforms": True, "findings": []}
READINGS = [{"unit": "1", "tests": sheet(SCALE)}]


@pytest.mark.parametrize(
    ("placed_on", "mark"),
    [  # the first and the last day belong to it
        ("2024-05-01", Mark.FAILED),
        ("2024-05-02", Mark.PASSED),
        ("2026-05-01", Mark.PASSED),
        ("2026-05-02", Mark.FAILED),
    ],
)
def test_the_approval_counts_on_the_day_of_placing_on_the_market(placed_on, mark):
    [judged] = type_approval.conformity({**REGISTERED, **SEEN, "placed_on": placed_on})

    assert judged.verdict is mark
    assert (mark is Mark.FAILED) == ("IT-1" in " ".join(judged.findings))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"valid_from": None}, "type-approval-unknown"),
        ({"placed_on": None}, "placed-on-missing"),
        ({"conforms": None}, "type-not-examined"),
    ],
)
def test_what_is_not_known_of_the_type_gives_no_verdict(more, code):
    [judged] = type_approval.conformity({**REGISTERED, **SEEN, **more})

    assert (judged.verdict, [gap.code for gap in judged.gaps]) == (Mark.MISSING, [code])


@pytest.mark.parametrize(
    "more", [{"conforms": False, "findings": ["Sel beban lain"]}, {"conforms": False}, {"kind_fits": False}]
)
def test_another_type_is_rejected_with_its_reason(more):
    [judged] = type_approval.conformity({**REGISTERED, **SEEN, **more})

    assert judged.verdict is Mark.FAILED
    assert judged.findings


def test_an_exempted_instrument_says_why_and_a_silent_letter_asks_nothing():
    [judged] = type_approval.conformity({"number": "", "exemption": "Dibuat sebelum 2010"})

    assert (judged.verdict, judged.findings) == (Mark.NOT_APPLICABLE, ("Dibuat sebelum 2010",))
    assert type_approval.conformity({"number": "", "exemption": ""}) == ()
    assert type_approval.conformity(None) == ()


def record_new(office, **facts):
    """A new scale on the day of its first verification, and its record."""
    [order] = ready(office, item(verification="initial", type_approval="IT-1"))
    return examination_records.record(FIRST, order.id, readings=READINGS, marks=[mark()], **SUBMIT_WITH, **facts)


def test_a_record_names_the_type_that_nobody_entered_and_goes_on_once_somebody_did(office):
    record = record_new(office, type_conformity=SEEN)
    with pytest.raises(Conflict) as refused:
        examination_records.submit(FIRST, record.id, record.version)
    assert {row["code"] for row in refused.value.errors} == {"type-approval-unknown"}

    type_approvals.add(HEAD, number="IT-1", kind="tbo_elektronik", valid_from=date(2024, 5, 2))
    examination_records.amend(
        FIRST, record.id, record.version, type_conformity={**SEEN, "placed_on": date(2026, 2, 10)}
    )

    kept = Examination.find(record.id)
    assert kept.type_conformity["valid_from"] == "2024-05-02"
    assert kept.intact
    examination_records.submit(FIRST, record.id, kept.version)
    assert Examination.find(record.id).verdict == "valid"


def test_an_instrument_cannot_come_on_the_market_after_its_test(office):
    with pytest.raises(Invalid) as refused:
        record_new(office, type_conformity={**SEEN, "placed_on": date(2026, 11, 24)})

    assert [(row["pointer"], row["code"]) for row in refused.value.errors] == [
        ("/type_conformity/placed_on", "placed-on-later")
    ]


def test_a_type_approval_has_a_known_kind_an_order_of_days_and_one_entry(office):
    facts = {"number": "IT-1", "kind": "tbo_elektronik", "valid_from": date(2024, 5, 2)}
    known = type_approvals.add(HEAD, **facts)
    for spelled in ("IT-1", " it-1 "):
        assert TypeApproval.numbered(spelled).id == known.id
        with pytest.raises(Conflict, match="already-registered"):
            type_approvals.add(HEAD, **{**facts, "number": spelled})
    assert (TypeApproval.numbered("IT-11"), TypeApproval.numbered(" ")) == (None, None)
    for wrong in ({"kind": "jam_tangan"}, {"valid_until": date(2024, 5, 1)}):
        with pytest.raises(Invalid):
            type_approvals.add(HEAD, **{**facts, "number": "IT-2", **wrong})

    changed = type_approvals.change(HEAD, known.id, known.version, valid_until=date(2034, 5, 1))
    assert changed.valid_until == date(2034, 5, 1)
