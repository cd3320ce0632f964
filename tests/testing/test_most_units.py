"""An instrument of as many units as its kind may have can be tested, told and printed, however long its labels are."""

from datetime import date
from typing import Any

import pytest

from services.testing.events.examinations import ExaminationPassed
from services.testing.storage import Examination, context, profile
from services.testing.usecases import event_facts, examination_records, papers
from shared.errors import Invalid
from shared.events.declarations import weight
from tests import paperwork
from tests.testing.builders import SUBMIT_WITH, accepted, begun, good, item, published
from tests.testing.sheets import PERFECT

WIDE = "\U0001f4c4"  # four bytes, and a box on paper
LONG = WIDE * 120
KINDS = sorted({one["kind"]: one for one in PERFECT}.items())
STANDARD = {"code": "S" * 40, "name": LONG, "class": WIDE * 20, "certificate": LONG, "valid_until": "2027-01-01"}
MINUTES = 5000  # the longest day of testing


def longest_of(kind: str, one: dict[str, Any], most: int) -> dict[str, Any]:
    """The item with the longest words that a letter may say."""
    labels = tuple(f"{WIDE * 37}{at:03}" for at in range(most))
    words = {"brand": LONG, "model": LONG, "serial": LONG, "lot": WIDE * 80, "basis": "sampling"}
    place = {"mode": "group", "district": "16.06.07", "name": LONG}
    return item(kind, labels, parameters=one["parameters"], place=place, verification="subsequent", **words)


@pytest.mark.parametrize(("kind", "one"), KINDS, ids=[kind for kind, _ in KINDS])
def test_the_largest_instrument_of_a_kind_can_be_tested_told_and_printed(office, kind, one, tmp_path):
    row = profile.kinds(context.today())[kind]
    if row["in_scope"] != "yes":
        return  # this office refers it elsewhere
    [order] = accepted(office, longest_of(kind, one, int(row["most_units"])))
    day = begun(published(minutes=MINUTES))

    examination = longest_record(order, day)

    assert order.minutes <= MINUTES
    event_facts.check_size(examination)
    assert len(paperwork.pages(papers.by_hand(order)[0], tmp_path)) < 100


def longest_record(order: Any, day: Any) -> Examination:
    """A complete record with as many marks and standards as may be named."""
    units = [unit["unit"] for unit in order.units]
    marks = [{"mark": "jaminan", "code": WIDE * 20, "position": LONG, "unit": unit, "year": 2026} for unit in units]
    facts = {**SUBMIT_WITH, "readings": good(order), "tested_on": context.today(), "standards": []}
    made = Examination(order=order, session=day, verifier_code="P" * 20, tested_on=context.today(), marks=marks)
    for name, value in examination_records.weighed(order, facts).items():
        setattr(made, name, value)
    made.standards = [STANDARD] * 20
    return made


def test_what_the_approval_adds_is_kept_free(office):
    [order] = accepted(office)
    examination = longest_record(order, begun(published()))
    before = weight(ExaminationPassed, event_facts.examined(examination))

    examination.approved_by_code, examination.retest_until = "K" * 20, date(2027, 6, 30)

    assert weight(ExaminationPassed, event_facts.examined(examination)) - before < 1024


def test_a_long_reason_for_many_units_is_refused_when_it_is_stated(office):
    """The sentence that tells of a departure names the reason for each unit, in two languages."""
    row = profile.kinds(context.today())["anak_timbangan"]
    one = dict(KINDS)["anak_timbangan"]
    [order] = accepted(office, longest_of("anak_timbangan", one, int(row["most_units"])))
    examination = longest_record(order, begun(published(minutes=MINUTES)))
    chosen = [{"unit": unit["unit"], "rule": "valid", "verdict": "rejected"} for unit in order.units]

    examination.departure = {"units": chosen, "reason": WIDE * 500, "verifier_code": "P1"}

    with pytest.raises(Invalid, match="record-too-large"):
        event_facts.check_size(examination)
